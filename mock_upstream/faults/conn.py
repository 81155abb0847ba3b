"""The connection is accepted and dies before a reply begins."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from mock_upstream.faults.base import At, Fault, Part, Phase
from mock_upstream.frames import Abort, AbortKind, Frames, Head

__all__ = ["CloseBeforeHead", "RstBeforeHead"]

EVERYTHING = frozenset(Part) - {Part.TIME}


def _before_head(frames: Frames, kind: AbortKind) -> Frames:
    """What stands before the head, then the abort."""
    head = next(index for index, frame in enumerate(frames) if isinstance(frame, Head))
    return (*frames[:head], Abort(kind))


@dataclass(frozen=True, slots=True)
class CloseBeforeHead(Fault):
    """The request is read, then the connection is closed (FIN) without an octet."""

    name = "conn.close_before_head"
    phase = Phase.STATUS
    exclusive = ("the reply",)
    hides = EVERYTHING

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """An orderly close alone."""
        return _before_head(frames, AbortKind.FIN)


@dataclass(frozen=True, slots=True)
class RstBeforeHead(Fault):
    """The request is read, then the connection is reset (RST) without an octet."""

    name = "conn.rst_before_head"
    phase = Phase.STATUS
    exclusive = ("the reply",)
    hides = EVERYTHING

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """A reset alone."""
        return _before_head(frames, AbortKind.RST)
