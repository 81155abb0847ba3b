"""Rules of the Responses API: what a response and the events of its stream say.

Rules of this file: JSON values only; the order of events is a table in
``response_grammar``. What can be said of both forms is judged on both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from conformance.checks.meant import meant
from conformance.checks.registry import check
from conformance.checks.response_grammar import breaks
from conformance.model import JSON, Violation
from conformance.wire.responses import Response, fold
from conformance.wire.view import View

_DONE_WORDS = {
    "response.output_text.done": "text",
    "response.refusal.done": "refusal",
    "response.function_call_arguments.done": "arguments",
    "response.custom_tool_call_input.done": "input",
    "response.reasoning_summary_text.done": "text",
    "response.reasoning_text.done": "text",
}
"""Event -> the member that repeats all deltas before it."""
_COUNTS = ("input_tokens", "output_tokens", "total_tokens")
_DETAILS = {"input_tokens_details": "cached_tokens", "output_tokens_details": "reasoning_tokens"}


def events_of(view: View) -> Iterator[tuple[int, Mapping[str, JSON]]]:
    """Each typed event, with its place in the stream."""
    for place, event in enumerate(view.chunks):
        if isinstance(event, Mapping):
            yield place, event


@check("responses.order", given="stream")
def order(view: View, *, rule: str) -> Iterator[Violation]:
    """No event breaks ``rule`` of the grammar."""
    for broken in breaks(view.chunks):
        if broken.rule == rule:
            yield Violation(broken.message, at=f"event {broken.place}")


@check("responses.sequence", given="stream")
def sequence(view: View, *, step: int = 0) -> Iterator[Violation]:
    """Each event has a sequence number above the one before; by ``step`` when that is given."""
    last: int | None = None
    for place, event in events_of(view):
        number, at = event.get("sequence_number"), f"event {place} /sequence_number"
        if not isinstance(number, int):
            if not step:
                yield Violation(f"sequence_number is {number!r}", at=at, got=number)
        elif step and number != (-step if last is None else last) + step:
            yield Violation(f"{number} follows {last}", at=at, got=number)
            return
        elif not step and last is not None and number <= last:
            yield Violation(f"{number} follows {last}", at=at, got=number)
        last = number if isinstance(number, int) else last


@check("responses.repeated", given="told")
def repeated(view: View, *, keys: Sequence[str]) -> Iterator[Violation]:
    """Each of ``keys`` reaches the client with the value that the upstream gave it."""
    body = view.json if isinstance(view.json, Mapping) else {}
    for key in keys:
        expected, got = meant(view).get(key), body.get(key)
        if got != expected:
            yield Violation(f"{key} is not the upstream's", f"/{key}", expected, got)


@check("responses.event-names", given="stream")
def event_names(view: View) -> Iterator[Violation]:
    """The ``event:`` line of each event is its ``type``."""
    for place, payload in enumerate(view.payloads):
        kind = payload.json.get("type") if isinstance(payload.json, Mapping) else None
        if kind is not None and payload.event.event != kind:
            got = payload.event.event
            yield Violation(f"event {got!r} for {kind!r}", at=f"event {place}", got=got)


@check("responses.texts", given="stream")
def texts(view: View) -> Iterator[Violation]:
    """What a ``.done`` event repeats is what the deltas before it said."""
    said: dict[tuple[JSON, ...], str] = {}
    for place, event in events_of(view):
        kind = str(event.get("type"))
        name = kind.rpartition(".")[0]
        key = (name, *(repr(event.get(k)) for k in ("output_index", *_PLACES)))
        if kind.endswith(".delta"):
            said[key] = said.get(key, "") + str(event.get("delta"))
        elif kind in _DONE_WORDS and event.get(_DONE_WORDS[kind]) != said.get(key, ""):
            got = event.get(_DONE_WORDS[kind])
            yield Violation("not the deltas joined", f"event {place}", said.get(key, ""), got)


_PLACES = ("content_index", "summary_index")


@check("responses.output", given="stream")
def output(view: View) -> Iterator[Violation]:
    """The finished response holds the items as they were done, one after the other."""
    folded = fold(view.chunks)
    if not folded.terminal or "response" not in folded.terminal:
        return
    done = [folded.done[index] for index in sorted(folded.done, key=repr)]
    if len(folded.items) != len(done):
        found = f"{len(folded.items)} items at the end, {len(done)} were done"
        yield Violation(found, at="/response/output", expected=done, got=folded.items)
        return
    for place, (expected, got) in enumerate(zip(done, folded.items, strict=True)):
        if expected != got:
            at = f"/response/output/{place}"
            yield Violation(f"item {place} is another at the end", at, expected, got)


@check("responses.one-id", given="stream")
def one_id(view: View) -> Iterator[Violation]:
    """Each event that carries the response carries the same id."""
    ids = fold(view.chunks).ids
    for got in ids[1:]:
        if got != ids[0]:
            yield Violation(
                f"the id changes from {ids[0]!r} to {got!r}", "/response/id", ids[0], got
            )
            return


@check("responses.item-ids", given="stream")
def item_ids(view: View) -> Iterator[Violation]:
    """All events of an item name it by the id that it was added with."""
    ids: dict[str, JSON] = {}
    for place, event in events_of(view):
        held = event.get("item")
        name = held.get("id") if isinstance(held, Mapping) else event.get("item_id")
        if name is None:
            continue
        first = ids.setdefault(repr(event.get("output_index")), name)
        if name != first:
            yield Violation(f"{name!r} is an item {first!r}", f"event {place}", first, name)


@check("responses.status", given="sound")
def status(view: View) -> Iterator[Violation]:
    """The status, the error and the incomplete details of a finished response agree."""
    folded = fold(view.objects)
    whole, terminal = folded.whole, folded.terminal
    named = whole.get("status")
    if terminal and "response" in terminal and terminal.get("type") != f"response.{named}":
        yield Violation(f"status {named!r} in {terminal.get('type')}", at="/status", got=named)
    held = {"error": named == "failed", "incomplete_details": named == "incomplete"}
    for key, is_due in held.items():
        if bool(whole.get(key)) is not is_due:
            yield Violation(f"{key} is {whole.get(key)!r} where status is {named!r}", at=f"/{key}")


@check("responses.is", given="sound")
def is_status(view: View, *, status: str) -> Iterator[Violation]:
    """The response has this status."""
    got = fold(view.objects).whole.get("status")
    if got != status:
        yield Violation(f"the status is {got!r}", at="/status", expected=status, got=got)


@check("responses.usage", given="sound")
def usage(view: View) -> Iterator[Violation]:
    """A completed response tells its usage, with a total that is the sum."""
    folded = fold(view.objects)
    counts = _usage(folded)
    if folded.whole.get("status") != "completed":
        return
    if not counts:
        yield Violation("a completed response without usage", at="/usage")
    elif counts.get("total_tokens") != _number(counts, 0) + _number(counts, 1):
        yield Violation("total_tokens is not the sum", at="/usage/total_tokens", got=dict(counts))


@check("responses.usage-details", given="sound")
def usage_details(view: View) -> Iterator[Violation]:
    """Both details of the usage are there, as numbers, zeros too."""
    counts = _usage(fold(view.objects))
    for group, name in _DETAILS.items() if counts else ():
        held = counts.get(group)
        got = held.get(name) if isinstance(held, Mapping) else None
        if not isinstance(got, int) or isinstance(got, bool):
            yield Violation(f"{name} is {got!r}", at=f"/usage/{group}/{name}", got=got)


@check("responses.lists", given="sound")
def lists(view: View) -> Iterator[Violation]:
    """Text parts have their annotations and log probabilities, as lists, empty ones too."""
    for item in fold(view.objects).items:
        for part in item.get("content") or () if isinstance(item.get("content"), list) else ():
            if not isinstance(part, Mapping) or part.get("type") != "output_text":
                continue
            for key in ("annotations", "logprobs"):
                if not isinstance(part.get(key), list):
                    yield Violation(f"{key} is {part.get(key)!r}", at=f"/output/content/{key}")


@check("responses.model", given="sound")
def model(view: View) -> Iterator[Violation]:
    """``model`` is the asked id, or begins with it as a dated snapshot does."""
    asked, _ = view.request_json
    got = fold(view.objects).whole.get("model")
    if isinstance(asked, Mapping) and not str(got).startswith(str(asked.get("model"))):
        yield Violation(f"asked for {asked.get('model')!r}, answered {got!r}", at="/model", got=got)


@check("responses.upstream-text", given="told")
def upstream_text(view: View) -> Iterator[Violation]:
    """Text and reasoning reach the client as the upstream wrote them."""
    folded = fold(view.objects)
    for key, got in (("text", folded.text), ("reasoning", folded.reasoning)):
        if got != (meant(view).get(key) or ""):
            yield Violation(f"the {key} is not the upstream's", f"/{key}", meant(view)[key], got)


@check("responses.upstream-calls", given="told")
def upstream_calls(view: View) -> Iterator[Violation]:
    """Each call reaches the client as the upstream made it: id, name, arguments."""
    keys = ("id", "name", "arguments")
    expected = [{key: call[key] for key in keys} for call in meant(view)["tool_calls"]["0"]]
    got = fold(view.objects).calls
    if got != expected:
        yield Violation(f"{len(got)} calls, not the upstream's", expected=expected, got=got)


@check("responses.upstream-usage", given="told")
def upstream_usage(view: View) -> Iterator[Violation]:
    """Every count is the upstream's, cached and reasoning tokens too."""
    said, got = _flat(meant(view)["usage"]), _flat(_usage(fold(view.objects)))
    if got != said:
        yield Violation("the usage is not the upstream's", "/usage", said, got)


@check("responses.never-complete", given="stream")
def never_complete(view: View) -> Iterator[Violation]:
    """A stream whose upstream broke off does not say that the response is complete.

    Passing the bare end on, or cutting the transfer, is honest: the client misses the
    terminal event itself.
    """
    last = fold(view.chunks).terminal or {}
    if last.get("type") in {"response.completed", "response.incomplete"}:
        yield Violation("the upstream broke off", at="last event", got=last.get("type"))


@check("responses.failure", given="stream")
def failure(view: View, *, code: str = "") -> Iterator[Violation]:
    """A stream whose upstream failed ends with an event that says so, and with its code."""
    last = fold(view.chunks).terminal or {}
    held = last.get("response")
    error = held.get("error") if isinstance(held, Mapping) else last.get("error", last)
    if last.get("type") not in {"response.failed", "error"}:
        got = last.get("type")
        yield Violation("no event tells of the failure", "last event", "response.failed", got)
    elif code and (not isinstance(error, Mapping) or error.get("code") != code):
        yield Violation("the code of the error is lost", "/error/code", code, error)


def _usage(folded: Response) -> Mapping[str, JSON]:
    held = folded.whole.get("usage")
    return held if isinstance(held, Mapping) else {}


def _number(counts: Mapping[str, JSON], place: int) -> int:
    got = counts.get(_COUNTS[place])
    return got if isinstance(got, int) else 0


def _flat(counts: Mapping[str, JSON]) -> dict[str, JSON]:
    """The counts that are compared, details beside totals."""
    held = {group: counts.get(group) for group in _DETAILS}
    details = {
        name: group_counts.get(name)
        for group, name in _DETAILS.items()
        if isinstance(group_counts := held[group], Mapping)
    }
    return {name: counts.get(name) for name in _COUNTS} | details
