"""Defects of how a stream ends whose upstream failed on the way."""

from __future__ import annotations

from dataclasses import replace

from conformance.model import JSON
from conformance.relay import jsontext
from conformance.relay.config import Timeouts
from conformance.relay.defects.base import Defect
from conformance.relay.retry import Cause, Failure, UpstreamError
from conformance.relay.sse import DONE, Kind, OutEvent

__all__ = [
    "CleanStopOnCut",
    "CrashOnEmptyChoices",
    "DoneAfterError",
    "DropInbandError",
    "ErrorEventNoType",
    "FlatErrorEvent",
    "HangOnStall",
]


class _CleanStop(Defect):
    """A defect that makes failures of some causes look like a natural end."""

    _hidden: frozenset[Cause] = frozenset()
    _last: dict[str, JSON] | None = None

    def chunk(self, chunk: dict[str, JSON]) -> list[dict[str, JSON]]:
        """Remember what a chunk of this stream looks like."""
        if chunk["choices"]:
            self._last = chunk
        return [chunk]

    def broken(self, events: list[OutEvent], failure: Failure) -> list[OutEvent]:
        """Make up a finish reason and a terminator."""
        if failure.cause not in self._hidden or self._last is None:
            return events
        index = self._last["choices"][0]["index"]
        choice = {"index": index, "delta": {}, "finish_reason": "stop"}
        stop = jsontext.dump({**self._last, "choices": [choice]})
        return [OutEvent(Kind.CHUNK, stop), OutEvent(Kind.DONE, DONE)]


class CleanStopOnCut(_CleanStop):
    """An answer that the upstream broke off ends with ``stop`` and [DONE]."""

    name = "clean_stop_on_cut"
    _hidden = frozenset({Cause.CUT, Cause.STALL, Cause.BAD_EVENT, Cause.UNFINISHED})


class DropInbandError(_CleanStop):
    """The upstream's error event is dropped; the stream ends with ``stop`` and [DONE]."""

    name = "drop_inband_error"
    _hidden = frozenset({Cause.INBAND})


class DoneAfterError(Defect):
    """[DONE] follows the error event."""

    name = "done_after_error"

    def broken(self, events: list[OutEvent], failure: Failure) -> list[OutEvent]:
        """Add the terminator."""
        return [*events, OutEvent(Kind.DONE, DONE)]


class FlatErrorEvent(Defect):
    """The error event is named ``error`` and its data has no error object."""

    name = "flat_error_event"

    def broken(self, events: list[OutEvent], failure: Failure) -> list[OutEvent]:
        """Take the error out of its object."""
        return [_flat(event) if event.kind is Kind.ERROR else event for event in events]


class ErrorEventNoType(Defect):
    """The error object of an error event lacks ``type``."""

    name = "error_event_no_type"

    def broken(self, events: list[OutEvent], failure: Failure) -> list[OutEvent]:
        """Take it out."""
        return [_typeless(event) if event.kind is Kind.ERROR else event for event in events]


class CrashOnEmptyChoices(Defect):
    """A chunk without choices that is not the usage chunk ends the stream with an error."""

    name = "crash_on_empty_choices"

    def chunk(self, chunk: dict[str, JSON]) -> list[dict[str, JSON]]:
        """Fail where the first choice is looked for."""
        if not chunk["choices"] and not chunk.get("usage"):
            raise UpstreamError(Failure(Cause.BAD_EVENT))
        return [chunk]

    text_chunk = chunk


class HangOnStall(Defect):
    """An upstream that fell silent is waited for without end."""

    name = "hang_on_stall"

    def timeouts(self, timeouts: Timeouts) -> Timeouts:
        """Switch the limit off."""
        return replace(timeouts, idle_s=None)


def _typeless(event: OutEvent) -> OutEvent:
    told = jsontext.decode(event.data or "")
    error = {name: value for name, value in told.get("error", {}).items() if name != "type"}
    return replace(event, data=jsontext.dump({**told, "error": error} if error else told))


def _flat(event: OutEvent) -> OutEvent:
    told = jsontext.decode(event.data or "")
    error = told.get("error", told)
    flat = {name: error[name] for name in ("message", "type", "code")}
    return replace(event, event="error", data=jsontext.dump(flat))
