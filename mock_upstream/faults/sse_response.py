"""A stream of typed events that tells of its own failure, as the Responses API does."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any, Literal

from mock_upstream import errors, jsontext
from mock_upstream.errors import FaultError
from mock_upstream.faults.base import At, Fault, Part, Phase, data_indexes
from mock_upstream.faults.events import content_at, data_at, payload
from mock_upstream.faults.http_error import check_row
from mock_upstream.frames import Data, Frames

__all__ = ["ResponseFailed"]


@dataclass(frozen=True, slots=True)
class ResponseFailed(Fault):
    """The response fails, before ``at``, and its stream says so.

    ``error`` is a row of the error catalogue. ``form`` is the event: the
    terminal ``response.failed`` with the whole response, or a bare ``error``.
    """

    error: str = "server_error"
    form: Literal["failed", "bare"] = "failed"

    name = "sse.response_failed"
    phase = Phase.FRAMES
    exclusive = ("the end of the stream",)
    takes_place = True
    needs = "stream"
    ends = True
    hides = frozenset({Part.TAIL})

    def __post_init__(self) -> None:
        """Raises FaultError when the catalogue has no such row."""
        check_row(self.error)

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The first events, then the failure."""
        before = frames[: content_at(frames, None)] if at is None else at.split(frames)[0]
        found = data_indexes(before)
        first = payload(data_at(before, found[0])) if found else {}
        if not isinstance(first.get("response"), dict):
            raise FaultError("the stream does not begin with a response")
        value = self._event(first["response"]) | {"sequence_number": len(found)}
        octets = f"event: {value['type']}\ndata: ".encode() + jsontext.dumps(value) + b"\n\n"
        return (*before, Data(octets, "error"))

    def _event(self, response: dict[str, Any]) -> dict[str, Any]:
        """The event but for its number."""
        error = errors.failure(self.error).body["error"]
        told = {"code": error["code"] or error["type"], "message": error["message"]}
        if self.form == "bare":
            return {"type": "error", **told, "param": error["param"]}
        failed = {**response, "status": "failed", "error": told, "output": []}
        return {"type": "response.failed", "response": failed}
