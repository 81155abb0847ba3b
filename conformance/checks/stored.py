"""Rules of responses that are kept: what later requests find of earlier answers.

Rules of this file: each check sees all exchanges of its probe, by their place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from conformance.checks.expect import unexpected
from conformance.checks.registry import check
from conformance.model import JSON, Violation
from conformance.wire.responses import fold
from conformance.wire.view import View


@check("responses.continued", given="ok", whole_run=True)
def continued(views: Sequence[View], *, first: int, then: int) -> Iterator[Violation]:
    """The upstream of a later request knows the earlier one: by its id, or all of its text."""
    id_ = fold(views[first].objects).whole.get("id")
    said = str(views[first].request_json[0]["input"])
    for call in views[then].upstream:
        body = call.call.body.decode("utf-8", "replace")
        named = isinstance(call.json, Mapping) and call.json.get("previous_response_id")
        if said not in body and not named:
            yield Violation("the conversation is lost", expected=id_, got=body[:300], exchange=then)


@check("responses.same", given="ok", whole_run=True)
def same(views: Sequence[View], *, first: int, then: int) -> Iterator[Violation]:
    """A response that is asked for again is the one that was answered."""
    expected, got = (fold(views[index].objects).whole for index in (first, then))
    for key in ("id", "status", "output", "usage"):
        if expected.get(key) != got.get(key):
            found = f"{key} is another when the response is retrieved"
            yield Violation(found, f"/{key}", expected.get(key), got.get(key), exchange=then)


@check("stored.chat", given="sound", whole_run=True)
def chat(views: Sequence[View], *, first: int, then: int) -> Iterator[Violation]:
    """A chat completion that is asked for again says what was answered, under the same id."""
    for key, expected, got in zip(
        ("id", "text"), *map(_said, (views[first], views[then])), strict=True
    ):
        if expected != got:
            found = f"{key} is another when the completion is retrieved"
            yield Violation(found, f"/{key}", expected, got, exchange=then)


@check("stored.metadata", given="ok", whole_run=True)
def metadata(views: Sequence[View], *, place: int) -> Iterator[Violation]:
    """The answer to a change has the metadata that the change asked for."""
    expected = views[place].request_json[0]["metadata"]
    body = views[place].json
    got = body.get("metadata") if isinstance(body, Mapping) else None
    if got != expected:
        yield Violation("other metadata", "/metadata", expected, got, exchange=place)


@check("stored.valid", given="ok", whole_run=True)
def valid(views: Sequence[View], *, place: int, schema: str) -> Iterator[Violation]:
    """The answer at ``place`` is what ``schema`` says."""
    body = {"required": ["json"], "properties": {"json": {"$ref": schema}}}
    expect = {"required": ["body"], "properties": {"body": body}}
    for one in unexpected(expect, [views[place]]):
        yield Violation(one.message, one.at, one.expected, one.got, exchange=place)


@check("responses.listed", given="ok", whole_run=True)
def listed(views: Sequence[View], *, place: int) -> Iterator[Violation]:
    """The answer at ``place`` is a list of items, with its ends and whether more follow."""
    page = views[place].json
    expected = {"object", "data", "first_id", "last_id", "has_more"}
    missing = expected - set(page if isinstance(page, Mapping) else ())
    if missing or page["object"] != "list" or not isinstance(page["data"], list):
        found = f"no list of items: {', '.join(sorted(missing)) or 'object or data'}"
        yield Violation(found, expected=sorted(expected), got=page, exchange=place)


@check("responses.statuses", given="answered", whole_run=True)
def statuses(views: Sequence[View], *, accept: Sequence[Sequence[int]]) -> Iterator[Violation]:
    """Each answer of the run has one of the statuses that its place accepts."""
    for index, (view, allowed) in enumerate(zip(views, accept, strict=True)):
        if view.status not in allowed:
            found = f"answer {index} has the status {view.status}"
            yield Violation(found, expected=list(allowed), got=view.status, exchange=index)


def _said(view: View) -> tuple[JSON, str]:
    """Id and text of a chat completion, streamed or not."""
    ids = [one.get("id") for one in view.objects if isinstance(one, Mapping)]
    return [*ids, None][0], view.stream_text()
