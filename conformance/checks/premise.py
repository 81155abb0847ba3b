"""What must have come to the client before a check has something to judge.

Rules of this file: each entry says why it does not hold, or ``None``; it looks
at the reply alone. ``given`` has the table, and what needs both sides.
"""

from __future__ import annotations

from collections.abc import Mapping

from conformance.model import End
from conformance.wire.view import DONE, View


def not_any(view: View) -> str | None:
    """Nothing is asked for: even a broken connection is judged."""
    del view
    return None


def not_answered(view: View) -> str | None:
    """A complete HTTP answer came, of whatever status."""
    if view.status is None:
        return f"no answer came (the connection ended with {view.exchange.end})"
    if view.exchange.end is not End.EOF:
        return f"the answer is not complete (it ended with {view.exchange.end})"
    return None


def not_ok(view: View) -> str | None:
    """A complete answer with a 2xx status came."""
    reason = not_answered(view)
    if reason is None and not 200 <= (view.status or 0) < 300:
        reason = f"the status is {view.status}, no success"
    return reason


def not_json(view: View) -> str | None:
    """A success came whose body is a JSON object."""
    reason = not_ok(view)
    if reason is None and not isinstance(view.json, dict):
        reason = "the body is no JSON object"
    return reason


def not_error(view: View) -> str | None:
    """A complete answer with a status of 400 or more came."""
    reason = not_answered(view)
    if reason is None and (view.status or 0) < 400:
        reason = f"the status is {view.status}, no error"
    return reason


def not_events(view: View) -> str | None:
    """A success came as an event stream."""
    if view.status is None or not 200 <= view.status < 300:
        return f"the status is {view.status}, no success"
    return None if view.is_event_stream else "the reply is no event stream"


def not_stream(view: View) -> str | None:
    """A success came as an event stream with at least one chunk."""
    return not_events(view) or (None if view.chunks else "the stream has no chunk")


def not_ended_stream(view: View) -> str | None:
    """An event stream came that ended properly and reports no error, be it empty."""
    reason = not_events(view)
    if reason is None and view.exchange.end is not End.EOF:
        reason = f"the stream is not complete (it ended with {view.exchange.end})"
    if reason is None and view.errors:
        reason = "the stream reports an error"
    return reason


def not_whole_stream(view: View) -> str | None:
    """An event stream with a chunk came that ended properly and reports no error."""
    return not_ended_stream(view) or not_stream(view)


def not_framed(view: View) -> str | None:
    """The success that came, if any, can be read: what it holds may be compared."""
    is_success = 200 <= (view.status or 0) < 300
    if is_success and not view.is_event_stream and view.json_error:
        return "the body is no JSON (SSE-023 and CHAT-119 judge that)"
    if view.is_event_stream and view.stream.invalid_utf8 is not None:
        return "the stream is not UTF-8 (SSE-002 judges that)"
    if any(payload.error and not payload.event.data.startswith(DONE) for payload in view.payloads):
        return "an event of the stream is no JSON (SSE-006 and SSE-011 judge that)"
    return None


def not_legible_stream(view: View) -> str | None:
    """An event stream came, cut or whole, whose events can all be read."""
    return not_stream(view) or not_framed(view)


def not_sound(view: View) -> str | None:
    """A success came that can be read throughout, streamed or not."""
    return not_ok(view) or not_framed(view)


def not_told_in_stream(view: View) -> str | None:
    """An event stream came in which an error object tells of a failure."""
    reason = not_stream(view)
    if reason is None and not any(isinstance(error, Mapping) for error in view.errors):
        reason = "no event has an error object (ERR-003 judges that)"
    return reason
