"""Bounded slices of an exchange that let a person see the failure. Pure.

Rules of this file: at most some 12 KiB a result, cut around the place of the
first violation on either side; octets that are not UTF-8 are shown as escapes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.wire.view import View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.model import JSON, Delivery, Exchange, Headers, UpstreamCall, Violation

BEFORE = 600
AFTER = 1400
MOST_REQUEST = 1500
MOST_HEAD = 1500
MOST_REPLY = 4500
"""Room for the head, and for the place even when every octet before it is an escape."""
MOST_UPSTREAM = 6000
"""Room for all calls of upstreams together; each has an equal part of it."""
SHOWN_CALLS = 6
NEEDLE = 24
"""Octets of the reply before the place, by which it is found in what the upstream wrote."""


def evidence(exchange: Exchange, violations: tuple[Violation, ...]) -> dict[str, JSON]:
    """Request, reply, upstream side and end of ``exchange`` as readable text."""
    place = _octet(exchange, violations[0].at if violations else None)
    found: dict[str, JSON] = {
        "request": _request(exchange),
        "reply": _cut(f"{_head(exchange)}\n{_slice(exchange.octets, place)}", MOST_REPLY),
        "end": _end(exchange),
    }
    if exchange.upstream is not None:
        found["upstream"] = _upstream(exchange.upstream, exchange.octets[:place])
        found["upstream"] += "".join(map(_delivery, exchange.deliveries[:SHOWN_CALLS]))
    return found


def _request(exchange: Exchange) -> str:
    request = exchange.request
    head = f"{request.method} {request.url}\n{_headers(request.headers)}"
    return _cut(f"{head}\n\n{_text(request.body)}", MOST_REQUEST)


def _head(exchange: Exchange) -> str:
    if exchange.status is None:
        return "(no answer)"
    return _cut(f"HTTP {exchange.status}\n{_headers(exchange.headers)}\n", MOST_HEAD)


def _end(exchange: Exchange) -> str:
    detail = f": {exchange.end_detail}" if exchange.end_detail else ""
    return f"{exchange.end.value}{detail} after {exchange.duration_s:.3f} s"


def _upstream(calls: Sequence[UpstreamCall], before: bytes) -> str:
    """The calls one by one; ``before`` is what the client had read up to the place."""
    if not calls:
        return "(the upstream was not called)"
    shown = calls if len(calls) <= SHOWN_CALLS else (*calls[: SHOWN_CALLS - 1], calls[-1])
    room = MOST_UPSTREAM // len(shown) - 2
    texts = [_cut(_call(call, before, room), room) for call in shown]
    if len(calls) > len(shown):
        texts.insert(-1, f"[{len(calls) - len(shown)} calls more]")
    return "\n\n".join(texts)


def _call(call: UpstreamCall, before: bytes, room: int) -> str:
    """One call: a line about it, what the upstream was asked, and what it wrote."""
    about = (
        f"{call.arrived_s:.3f}s {call.upstream} {call.method} {call.path} -> {call.status}"
        f"{f' fault {call.fault}' if call.fault else ''}, {call.octets_sent} octets sent, "
        f"closed by {call.closed}{f'; near miss: {call.near_miss}' if call.near_miss else ''}"
    )
    part = room // 6
    asked = _cut(f"{_headers(call.headers)}\n\n{_text(call.body)}", 2 * part)
    head = _cut(f"HTTP {call.status}\n{_headers(call.reply_headers)}", part)
    place = _same_place(call.written, before)
    wrote = _cut(_slice(call.written, place, part // 3, 2 * part), 2 * part)
    meant = "" if call.written else f"\nmeant: {_cut(str(dict(call.reply)), part)}"
    return "\n".join([about, _marked(asked, "> "), _marked(f"{head}\n\n{wrote}", "< ") + meant])


def _delivery(delivery: Delivery) -> str:
    """What came to the address that the request asked to be called at."""
    return _cut(
        f"\n\ncalled back {delivery.method}\n{_marked(_text(delivery.body), '< ')}", MOST_HEAD
    )


def _marked(text: str, mark: str) -> str:
    """``text`` with ``mark`` before each line, as curl shows who said what."""
    return mark + text.replace("\n", f"\n{mark}")


def _same_place(written: bytes, before: bytes) -> int:
    """Where the upstream wrote what the client read last before the place; 0 when nowhere.

    The same words may come with every event, so it is the same one of them, by number.
    """
    for end in range(len(before), max(0, len(before) - BEFORE), -1):
        needle = before[max(0, end - NEEDLE) : end]
        places = written.split(needle, before.count(needle))
        if len(places) > 1:
            return len(written) - len(places[-1])
    return 0


def _octet(exchange: Exchange, at: str | None) -> int:
    """The octet of the body at which a violation points; 0 when it points elsewhere."""
    kind, _, number = (at or "").partition(" ")
    if kind == "octet" and number.isdigit():
        return int(number)
    if kind == "event" and number.isdigit():
        events = View(exchange).events
        return events[int(number)].offset if int(number) < len(events) else 0
    return 0


def _slice(octets: bytes, place: int, before: int = BEFORE, after: int = AFTER) -> str:
    start = max(0, place - before)
    end = max(place, 0) + after
    head = f"[{start} octets before]…" if start else ""
    tail = f"…[{len(octets) - end} octets after]" if end < len(octets) else ""
    return f"{head}{_text(octets[start:end])}{tail}"


def _headers(headers: Headers) -> str:
    return "\n".join(f"{name}: {value}" for name, value in headers)


def _text(octets: bytes) -> str:
    return octets.decode("utf-8", "backslashreplace")


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}…"
