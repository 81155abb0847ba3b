"""Rules of tasks with both sides in view: what the upstream said, made, and called.

Rules of this file: the journal has what the upstream meant; a relay may be behind it,
as one that asks now and then is, and may keep files elsewhere. It may not make up.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from itertools import pairwise

from conformance.checks.expect import unexpected
from conformance.checks.registry import check
from conformance.checks.tasks import course, is_fetch, looks
from conformance.model import JSON, Violation
from conformance.wire import jsontext, tasks
from conformance.wire.tasks import Phase, Telling
from conformance.wire.view import View


@check("tasks.as-upstream", given="fetched", whole_run=True)
def as_upstream(views: Sequence[View]) -> Iterator[Violation]:
    """Status and progress are a pair that the upstream has told by then."""
    known: set[tuple[str, float | None]] = set()
    for index, view in enumerate(views):
        known |= {(one.status, one.percent) for one in tasks.upstream(view)}
        one = tasks.told(view) if is_fetch(view) else None
        if one is None or one.phase in {Phase.SUBMITTED, Phase.QUEUED}:
            continue
        if (one.status, one.percent) not in known:
            got = [one.status, one.percent]
            yield Violation("the upstream never said so", None, sorted(map(str, known)), got, index)


@check("tasks.still", given="fetched", whole_run=True)
def still(views: Sequence[View]) -> Iterator[Violation]:
    """Two looks between which the upstream has not moved are answered alike."""
    for (_, before), (index, after) in pairwise(looks(views)):
        then, now = _last(before), _last(after)
        if then is None or now is None or dict(then.body) != dict(now.body):
            continue
        for key in _changed(tasks.told(before), tasks.told(after)):
            found = f"{key} changes though the task does not"
            yield Violation(found, f"/{key}", exchange=index)


@check("tasks.reason", given="fetched", whole_run=True)
def reason(views: Sequence[View]) -> Iterator[Violation]:
    """A task that failed is told with the upstream's reason."""
    for index, one in course(views):
        said = _last(views[index])
        if said is not None and said.reason and said.reason not in one.reason:
            yield Violation("the reason is lost", None, said.reason, one.reason, index)


@check("tasks.fields", given="fetched", whole_run=True)
def fields(views: Sequence[View], *, keys: Sequence[str]) -> Iterator[Violation]:
    """What the task says of itself is what the upstream said."""
    for index, one in course(views):
        said = _last(views[index])
        for key in keys if said is not None and said.status == one.status else ():
            expected, got = said.body.get(key) if said else None, one.body.get(key)
            if got != expected:
                found = f"{key} is not the upstream's"
                yield Violation(found, f"/{key}", expected, got, index)


@check("tasks.once", given="served", whole_run=True)
def once(views: Sequence[View], *, place: int = 0) -> Iterator[Violation]:
    """One submission makes one task, on one channel."""
    made = [call.call.reply["made"] for call in views[place].upstream if _has_made(call.call.reply)]
    if len(made) > 1:
        yield Violation(f"{len(made)} tasks were made of one", None, 1, made, place)


@check("tasks.request", given="made", whole_run=True)
def request(
    views: Sequence[View], *, keys: Sequence[str], places: Sequence[int] = (0,)
) -> Iterator[Violation]:
    """What a submission says under ``keys`` reaches the upstream as it was sent."""
    for index in places:
        asked, _ = views[index].request_json
        got = views[index].upstream[-1].json if views[index].upstream else None
        for key in keys if isinstance(asked, dict) else ():
            if key in asked and (not isinstance(got, dict) or got.get(key) != asked[key]):
                seen = got.get(key) if isinstance(got, dict) else None
                found = f"{key} is lost or changed"
                yield Violation(found, f"/{key}", asked[key], seen, index)


@check("tasks.valid", given="made", whole_run=True)
def valid(views: Sequence[View], *, schema: str, places: Sequence[int]) -> Iterator[Violation]:
    """The successes at ``places`` are what ``schema`` says."""
    body = {"required": ["json"], "properties": {"json": {"$ref": schema}}}
    expect = {"required": ["body"], "properties": {"body": body}}
    for index in (place for place in places if views[place].status == 200):
        for one in unexpected(expect, [views[index]]):
            yield Violation(one.message, one.at, one.expected, one.got, index)


@check("tasks.refusal", given="answered")
def refusal(view: View, *, keys: Sequence[str]) -> Iterator[Violation]:
    """What the upstream said of a refused submission reaches the client."""
    for call in view.upstream:
        said = (call.call.reply.get("error") or {}).get("body", {}).get("error", {})
        for key in keys:
            word = str(said.get(key) or "")
            if word and word not in view.text:
                yield Violation(f"the {key} is lost", expected=word, got=view.text[:300])


@check("tasks.file", given="file", whole_run=True)
def file(views: Sequence[View], *, place: int) -> Iterator[Violation]:
    """The address that was told leads to a file."""
    view = views[place]
    if view.status != 200 or not view.octets:
        yield Violation("there is no file", None, 200, view.status, place)


@check("tasks.same-file", given="file", whole_run=True)
def same_file(views: Sequence[View], *, place: int) -> Iterator[Violation]:
    """The file is one that the upstream made, octet by octet."""
    view = views[place]
    if view.status != 200:
        return  # that there is one is another rule's business
    made = {one for prior in views for call in prior.upstream for one in _files(call.call.reply)}
    got = hashlib.sha256(view.octets).hexdigest()
    if got not in made:
        yield Violation("another file than the upstream's", None, sorted(made), got, place)


@check("tasks.called-back", given="called-back", whole_run=True)
def called_back(views: Sequence[View], *, place: int = 0) -> Iterator[Violation]:
    """The hook is called once with the end of the task."""
    ends = [one for one in _deliveries(views[place]) if one.phase is Phase.OVER]
    if len(ends) != 1:
        got = [one.status for one in ends]
        yield Violation(f"the end was called back {len(ends)} times", None, 1, got, place)


@check("tasks.called-alike", given="called-back", whole_run=True)
def called_alike(views: Sequence[View], *, place: int = 0) -> Iterator[Violation]:
    """The hook is told of the same task, and of the same end, as who fetches it."""
    fetched = [(index, one) for index, one in course(views) if one.phase is not None]
    ends = [one for one in _deliveries(views[place]) if one.phase is Phase.OVER]
    called = [[one.id, one.status, one.reason] for one in ends]
    for index, seen in fetched[-1:]:
        got = [seen.id, seen.status, seen.reason]
        if called and got not in called:
            yield Violation("hook and fetch tell different ends", None, called, got, index)


@check("tasks.called-with", given="called-back", whole_run=True)
def called_with(
    views: Sequence[View], *, keys: Sequence[str], place: int = 0
) -> Iterator[Violation]:
    """The hook is told the end under ``keys`` as who fetches it, in the family's own form."""
    ends = [one for one in _deliveries(views[place]) if one.phase is Phase.OVER]
    called = [{key: one.body.get(key) for key in keys} for one in ends]
    for index, seen in course(views)[-1:]:
        got = {key: seen.body.get(key) for key in keys}
        if got not in called:
            yield Violation("hook and fetch tell different things", None, called, got, index)


@check("tasks.hook-passed", given="made", whole_run=True)
def hook_passed(views: Sequence[View], *, place: int = 0) -> Iterator[Violation]:
    """Who asks to be called back is."""
    if not views[place].exchange.deliveries:
        yield Violation("nobody called the hook", exchange=place)


def _deliveries(view: View) -> list[Telling]:
    """What the hook of a submission was told, in the family's own form."""
    family = tasks.family_of(view.path)
    found = []
    for one in view.exchange.deliveries:
        try:
            told = family.called(jsontext.loads(one.body)) if family else None
        except jsontext.JsonTextError:
            told = None
        if told is not None:
            found.append(told)
    return found


def _last(view: View) -> Telling | None:
    """What the upstream said last, in answer to this exchange."""
    return next(reversed(tasks.upstream(view)), None)


def _changed(before: Telling | None, after: Telling | None) -> list[str]:
    """The keys under which two tellings differ."""
    if before is None or after is None:
        return []
    then, now = before.body, after.body
    return [key for key in {**then, **now} if _text(then.get(key)) != _text(now.get(key))]


def _text(value: JSON) -> str:
    return json.dumps(value, sort_keys=True, default=str)


def _has_made(reply: object) -> bool:
    return isinstance(reply, dict) and bool(reply.get("made"))


def _files(reply: object) -> list[str]:
    files = reply.get("files") if isinstance(reply, dict) else None
    return [str(one) for one in files.values()] if isinstance(files, dict) else []
