"""Bounded slices of an exchange that let a person see the failure. Pure.

Rules of this file: at most some 8 KiB a result, cut around the place of the
first violation; octets that are not UTF-8 are shown as escapes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.wire.view import View

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformance.model import JSON, Exchange, Headers, UpstreamCall, Violation

BEFORE = 600
AFTER = 1400
MOST_REQUEST = 1500
MOST_HEAD = 1500
MOST_REPLY = 4500
"""Room for the head, and for the place even when every octet before it is an escape."""
MOST_UPSTREAM = 2000


def evidence(exchange: Exchange, violations: tuple[Violation, ...]) -> dict[str, JSON]:
    """Request, reply, upstream side and end of ``exchange`` as readable text."""
    place = _octet(exchange, violations[0].at if violations else None)
    found: dict[str, JSON] = {
        "request": _request(exchange),
        "reply": _cut(f"{_head(exchange)}\n{_slice(exchange.octets, place)}", MOST_REPLY),
        "end": _end(exchange),
    }
    if exchange.upstream is not None:
        found["upstream"] = _upstream(exchange.upstream)
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


def _upstream(calls: Iterable[UpstreamCall]) -> str:
    lines = [
        f"{call.arrived_s:.3f}s {call.upstream} {call.method} {call.path} -> {call.status}"
        f"{f' fault {call.fault}' if call.fault else ''}, {call.octets_sent} octets sent, "
        f"closed by {call.closed}{f'; near miss: {call.near_miss}' if call.near_miss else ''}\n"
        f"  asked: {_cut(_text(call.body), 400)}\n  meant: {_cut(str(dict(call.reply)), 400)}"
        for call in calls
    ]
    return _cut("\n".join(lines) or "(the upstream was not called)", MOST_UPSTREAM)


def _octet(exchange: Exchange, at: str | None) -> int:
    """The octet of the body at which a violation points; 0 when it points elsewhere."""
    kind, _, number = (at or "").partition(" ")
    if kind == "octet" and number.isdigit():
        return int(number)
    if kind == "event" and number.isdigit():
        events = View(exchange).events
        return events[int(number)].offset if int(number) < len(events) else 0
    return 0


def _slice(octets: bytes, place: int) -> str:
    start = max(0, place - BEFORE)
    end = max(place, 0) + AFTER
    before = f"[{start} octets before]…" if start else ""
    after = f"…[{len(octets) - end} octets after]" if end < len(octets) else ""
    return f"{before}{_text(octets[start:end])}{after}"


def _headers(headers: Headers) -> str:
    return "\n".join(f"{name}: {value}" for name, value in headers)


def _text(octets: bytes) -> str:
    return octets.decode("utf-8", "backslashreplace")


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}…"
