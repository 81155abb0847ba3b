"""Rules of messages in the Anthropic dialect: their events, their content, their counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from conformance.checks.errors import error_of
from conformance.checks.meant import meant
from conformance.checks.message_grammar import breaks
from conformance.checks.registry import check
from conformance.model import JSON, Violation
from conformance.wire.messages import fold
from conformance.wire.view import View

_TYPES: Mapping[int, tuple[str, ...]] = {
    401: ("authentication_error",),
    402: ("billing_error",),
    403: ("permission_error",),
    404: ("not_found_error",),
    409: ("conflict_error",),
    413: ("request_too_large",),
    429: ("rate_limit_error",),
    500: ("api_error",),
    502: ("api_error", "overloaded_error", "timeout_error"),
    503: ("api_error", "overloaded_error", "timeout_error"),
    504: ("timeout_error", "api_error"),
    529: ("overloaded_error",),
}
"""What Anthropic calls a status; a gateway's own 5xx say more or less."""


@check("messages.order", given="whole-message")
def order(view: View, *, rule: str) -> Iterator[Violation]:
    """The events come in their order, as far as ``rule`` speaks of it."""
    for found in breaks(view.chunks):
        if found.rule == rule:
            yield Violation(found.message, at=f"event {found.place}")


@check("messages.no-done", given="whole-message")
def no_done(view: View) -> Iterator[Violation]:
    """No ``[DONE]`` stands in the stream: its end is ``message_stop``."""
    if view.done:
        yield Violation("[DONE] in a stream of events", got=view.done)


@check("messages.stop-fits", given="message")
def stop_fits(view: View) -> Iterator[Violation]:
    """A message that calls a tool stops for it, unless it was cut, and no other does."""
    folded = fold(view.objects)
    calls, reason = bool(folded.of("tool_use")), folded.stop_reason
    if reason == "tool_use" and not calls:
        yield Violation("stop_reason is tool_use, and no tool is called", got=reason)
    if calls and reason in {"end_turn", "stop_sequence"}:
        yield Violation(f"a tool is called, and stop_reason is {reason}", got=reason)


@check("messages.tool-input", given="message")
def tool_input(view: View) -> Iterator[Violation]:
    """The input of each tool is an object; streamed pieces join to the JSON of one."""
    for block in fold(view.objects).of("tool_use"):
        if not isinstance(block.get("input"), Mapping):
            yield Violation("the input of a tool is no JSON object", got=block.get("input"))


@check("messages.usage-grows", given="message")
def usage_grows(view: View) -> Iterator[Violation]:
    """Counts of a stream are cumulative: output is never less than it was."""
    last = 0
    for usage in fold(view.objects).usages:
        output = usage.get("output_tokens")
        if isinstance(output, int) and output < last:
            yield Violation(f"output_tokens falls from {last} to {output}", got=output)
        last = output if isinstance(output, int) else last


@check("messages.usage-told", given="message")
def usage_told(view: View) -> Iterator[Violation]:
    """Input and output are counted, by the end of a stream, and output is not nothing."""
    usage = fold(view.objects).usage
    for key, least in (("input_tokens", 0), ("output_tokens", 1)):
        if not isinstance(usage.get(key), int) or usage[key] < least:
            yield Violation(f"{key} is {usage.get(key)!r}", at=f"/usage/{key}", got=usage.get(key))


@check("messages.cache-sums", given="message")
def cache_sums(view: View) -> Iterator[Violation]:
    """The parts of what was written to the cache are its count together."""
    usage = fold(view.objects).usage
    parts, total = usage.get("cache_creation"), usage.get("cache_creation_input_tokens")
    if not isinstance(parts, Mapping) or total is None:
        return
    got = sum(value for value in parts.values() if isinstance(value, int))
    if got != total:
        yield Violation(f"the parts are {got}, their count {total}", expected=total, got=got)


@check("messages.upstream-usage", given="mirrored-message")
def upstream_usage(view: View, *, keys: Sequence[str]) -> Iterator[Violation]:
    """Each count is the upstream's."""
    said, got = _flat(meant(view)["usage"]), _flat(fold(view.objects).usage)
    for key in keys:
        if got.get(key) != said.get(key):
            yield Violation(
                f"{key} is not the upstream's", f"/usage/{key}", said[key], got.get(key)
            )


@check("messages.upstream-stop", given="mirrored-message")
def upstream_stop(view: View) -> Iterator[Violation]:
    """Why the message stops, and at which sequence, is what the upstream says."""
    folded = fold(view.objects)
    for key, got in (("reason", folded.stop_reason), ("sequence", folded.stop_sequence)):
        said = meant(view).get(f"stop_{key}")
        if got != said:
            yield Violation(f"stop_{key} is {got!r}, the upstream said {said!r}", None, said, got)


@check("messages.upstream-blocks", given="mirrored-message")
def upstream_blocks(
    view: View, *, types: Sequence[str], keys: Sequence[str]
) -> Iterator[Violation]:
    """Blocks of these types reach the client in number and order, with these members."""
    said = [block for block in meant(view)["content"] if block.get("type") in types]
    got = fold(view.objects).of(*types)
    if len(got) != len(said):
        found = f"{len(got)} blocks of {' and '.join(types)}, the upstream sent {len(said)}"
        yield Violation(found, "/content", len(said), len(got))
        return
    for place, (meant_, seen) in enumerate(zip(said, got, strict=True)):
        for key in keys:
            if meant_.get(key) != seen.get(key):
                at = f"block {place} /{key}"
                yield Violation(f"{key} is not the upstream's", at, meant_.get(key), seen.get(key))


@check("messages.answered-by", given="framed")
def answered_by(view: View, *, upstream: str) -> Iterator[Violation]:
    """The client holds the whole message of the upstream that is healthy."""
    said = [one.call.reply.get("text") for one in view.upstream if one.call.upstream == upstream]
    got = fold(view.objects).text
    if got not in said:
        yield Violation(f"the answer is not that of {upstream}", expected=said, got=got)


@check("messages.replayed", given="mirrored")
def replayed(view: View) -> Iterator[Violation]:
    """The messages reach the upstream with each value as the client sent it."""
    asked, _ = view.request_json
    got = view.upstream[-1].json
    sent = got.get("messages") if isinstance(got, Mapping) else None
    for at, said, seen in _differences("/messages", asked["messages"], sent):
        yield Violation("the history is not the client's", at=at, expected=said, got=seen)


@check("messages.headers", given="mirrored")
def headers(view: View, *, names: Sequence[str]) -> Iterator[Violation]:
    """Headers of the dialect reach the upstream; the order of a list says nothing."""
    sent = view.request_headers
    for name in names:
        got = view.upstream[-1].headers.get(name)
        if _listed(got) != _listed(sent.get(name)):
            yield Violation(f"{name} is {got!r} at the upstream", name, sent.get(name), got)


@check("messages.error-shape", given="error")
def error_shape(view: View) -> Iterator[Violation]:
    """An error has the envelope of the dialect."""
    body, error = view.json, error_of(view)
    if not isinstance(body, Mapping) or body.get("type") != "error":
        got = body.get("type") if isinstance(body, Mapping) else view.text[:200]
        yield Violation("the body is not of type error", at="/type", expected="error", got=got)
    for key in ("type", "message"):
        if not isinstance(error.get(key), str):
            yield Violation(f"the error has no {key}", at=f"/error/{key}", got=error.get(key))


@check("messages.error-type", given="dialect-error")
def error_type(view: View) -> Iterator[Violation]:
    """The error's type is the one of its status."""
    got, usual = error_of(view).get("type"), ("invalid_request_error",)
    expected = _TYPES.get(view.status or 0, usual if (view.status or 0) < 500 else ())
    if expected and got not in expected:
        yield Violation(f"{got!r} with status {view.status}", "/error/type", list(expected), got)


@check("messages.error-event", given="told-in-stream")
def error_event(view: View) -> Iterator[Violation]:
    """A failure in mid-stream is an event named ``error`` of the dialect's envelope."""
    for payload in view.payloads:
        said = payload.json if isinstance(payload.json, Mapping) else {}
        if not said.get("error"):
            continue
        if payload.event.event != "error" or said.get("type") != "error":
            got = {"event": payload.event.event, "type": said.get("type")}
            yield Violation("the failure is told by no event of type error", got=got)


@check("messages.key-taken", given="some-served", whole_run=True)
def key_taken(views: Sequence[View], *, place: int) -> Iterator[Violation]:
    """The request at ``place`` is served, for another with the same key is."""
    status = views[place].status
    if status in {401, 403}:
        yield Violation(
            f"status {status} for a key that is taken elsewhere", got=status, exchange=place
        )


@check("messages.counts", given="json", whole_run=True)
def counts(views: Sequence[View], *, more: Sequence[int]) -> Iterator[Violation]:
    """Each request in ``more`` counts more than the first, for it holds more."""
    told = [view.json.get("input_tokens") for view in views]
    for place in more:
        first, got = told[0], told[place]
        if isinstance(first, int) and isinstance(got, int) and got <= first:
            yield Violation(
                f"{got} tokens, and {first} for less",
                expected=f"> {first}",
                got=got,
                exchange=place,
            )


def _listed(value: str | None) -> list[str] | None:
    """The members of a header's list, in one order."""
    return None if value is None else sorted(one.strip() for one in value.split(","))


def _flat(value: Mapping[str, JSON]) -> dict[str, JSON]:
    """Counts by name, those of nested objects under theirs."""
    found = dict(value)
    for key, held in value.items():
        if isinstance(held, Mapping):
            found |= {f"{key}.{name}": count for name, count in held.items()}
    return found


def _differences(at: str, said: JSON, seen: JSON) -> Iterator[tuple[str, JSON, JSON]]:
    """Where two values differ, deepest place first found, in order."""
    if isinstance(said, dict) and isinstance(seen, dict):
        for key in said:
            yield from _differences(f"{at}/{key}", said[key], seen.get(key))
    elif isinstance(said, list) and isinstance(seen, list) and len(said) == len(seen):
        for place, (one, other) in enumerate(zip(said, seen, strict=True)):
            yield from _differences(f"{at}/{place}", one, other)
    elif said != seen:
        yield at, said, seen
