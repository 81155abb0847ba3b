"""Rules of an answer's content, the same for JSON answers and streams."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from conformance.checks.meant import meant
from conformance.checks.registry import check
from conformance.model import JSON, Violation
from conformance.wire.view import View


@check("completion.model", given="ok")
def model(view: View) -> Iterator[Violation]:
    """``model`` is the asked id, or begins with it as a dated snapshot does."""
    request, _ = view.request_json
    asked = request.get("model") if isinstance(request, Mapping) else None
    for item in view.objects:
        got = item.get("model") if isinstance(item, Mapping) else None
        if isinstance(got, str) and got and not got.startswith(str(asked)):
            yield Violation(
                f"asked for {asked!r}, answered {got!r}", at="/model", expected=asked, got=got
            )
            return


@check("completion.choices", given="json")
def choices(view: View, *, n: int) -> Iterator[Violation]:
    """A JSON answer holds ``n`` choices, numbered from 0."""
    listed = view.json.get("choices")
    seen = [one.get("index") for one in listed or [] if isinstance(one, Mapping)]
    if sorted(seen, key=str) != list(range(n)):
        yield Violation(f"choices {seen} of {n}", expected=list(range(n)), got=seen)


@check("completion.unique-keys", given="ok")
def unique_keys(view: View) -> Iterator[Violation]:
    """No object of the body names a key twice."""
    if view.json_error and "duplicate" in view.json_error:
        yield Violation(view.json_error, got=view.text[:400])


@check("completion.logprobs", given="sound")
def logprobs(view: View) -> Iterator[Violation]:
    """Asked-for log probabilities come, with a token and a number each."""
    found = [entry for item in view.objects for entry in _logprobs(item)]
    if not found:
        yield Violation("no log probabilities though asked for")
    for entry in found:
        number = entry.get("logprob") if isinstance(entry, Mapping) else None
        if not isinstance(number, int | float) or isinstance(number, bool):
            yield Violation("an entry without a number", got=entry)


@check("completion.reasoning", given="told")
def reasoning(view: View) -> Iterator[Violation]:
    """The upstream's visible reasoning reaches the client."""
    yield from _differs(view, "reasoning", view.reasoning_text())


@check("completion.upstream-text", given="told")
def upstream_text(view: View) -> Iterator[Violation]:
    """The text reaches the client as the upstream wrote it, to the character."""
    yield from _differs(view, "text", view.stream_text())


def _differs(view: View, key: str, got: str) -> Iterator[Violation]:
    expected = meant(view).get(key)
    if view.status != 200:
        yield Violation(
            f"status {view.status}, though the upstream answered", expected=200, got=view.status
        )
    elif got != expected:
        yield Violation(f"the {key} is not the upstream's", expected=expected, got=got)


def _logprobs(item: JSON) -> Iterator[JSON]:
    choices_ = item.get("choices") if isinstance(item, Mapping) else None
    for choice in choices_ if isinstance(choices_, list) else ():
        held = choice.get("logprobs") if isinstance(choice, Mapping) else None
        yield from (held.get("content") or ()) if isinstance(held, Mapping) else ()
