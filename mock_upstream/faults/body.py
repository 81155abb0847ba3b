"""A JSON body that is no proper JSON text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import Literal

from mock_upstream import jsontext
from mock_upstream.errors import FaultError
from mock_upstream.faults.base import At, Fault, Phase, head_of
from mock_upstream.faults.headers import with_head
from mock_upstream.frames import Abort, AbortKind, Data, Frames, body_of

__all__ = ["DuplicateKeys", "TruncatedJson"]


def _with_body(frames: Frames, octets: bytes) -> Frames:
    """``frames`` with all data replaced by one frame at the place of the first."""
    first = next(index for index, frame in enumerate(frames) if isinstance(frame, Data))
    rest = tuple(frame for frame in frames[first + 1 :] if not isinstance(frame, Data))
    return (*frames[:first], Data(octets), *rest)


def _body(frames: Frames) -> bytes:
    """The body octets. Raises FaultError when there are too few to harm."""
    octets = body_of(frames)
    if len(octets) < 2:
        raise FaultError("the reply has no body")
    return octets


@dataclass(frozen=True, slots=True)
class TruncatedJson(Fault):
    """The JSON text stops at ``at`` (default: half of it).

    ``ending`` says how: a complete HTTP message whose JSON is incomplete, or
    a message cut short by FIN or RST.
    """

    ending: Literal["complete", "fin", "rst"] = "complete"

    name = "body.truncated_json"
    phase = Phase.END
    exclusive = ("the JSON body",)
    takes_place = True
    needs = "json"
    ends = True

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The first octets, then the ending."""
        octets = _body(frames)
        place = at or At(octet=len(octets) // 2)
        before, _ = place.split(frames)
        kept = body_of(before)
        if self.ending == "complete":
            return (*(frame for frame in before if not isinstance(frame, Data)), Data(kept))
        whole = replace(head_of(frames), length=len(octets))
        return (*with_head(before, whole), Abort(AbortKind(self.ending)))


@dataclass(frozen=True, slots=True)
class DuplicateKeys(Fault):
    """The JSON object has ``key`` twice; the first value is null, the last the true one."""

    key: str = "model"

    name = "body.duplicate_keys"
    phase = Phase.FRAMES
    exclusive = ("the JSON body",)
    needs = "json"

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same object with one key more."""
        octets = _body(frames)
        value = jsontext.loads(octets)
        if not isinstance(value, dict) or self.key not in value:
            raise FaultError(f"the body has no key {self.key!r}", pointer="/key")
        return _with_body(frames, b"{" + jsontext.dumps(self.key) + b":null," + octets[1:])
