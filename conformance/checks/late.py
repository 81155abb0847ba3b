"""Whether we were too late ourselves to accuse anybody of lateness. Pure.

Rules of this file: only a verdict that rests on times can be spoilt by ours; the
table names those rules. A relay that was given its time is judged by it.
"""

from __future__ import annotations

from collections.abc import Sequence

from conformance.model import End
from conformance.wire.view import View

__all__ = ["LATE_S", "TIMED", "too_late"]

LATE_S = 2.0
"""As much as the rules about times allow for; a longer halt of ours explains a breach."""
SHARE = 0.5
"""Of the time that a reply was given: with more of it lost, the relay has not had it."""

TIMED = frozenset(
    {
        "audio.incremental",
        "cancel.no-further-calls",
        "cancel.prompt",
        "cuts.in-time",
        "limits.at-once",
        "limits.in-window",
        "limits.over",
        "limits.window-room",
        "sse.incremental",
        "upstream.rests",
        "upstream.returns",
    }
)
"""Checks that compare moments."""


def too_late(check: str | None, views: Sequence[View]) -> str | None:
    """Why a violation may be our own doing; ``None`` where it is not."""
    for view in views:
        exchange = view.exchange
        is_cut = exchange.end is End.TIMEOUT and exchange.late_s >= SHARE * exchange.duration_s
        if exchange.late_s and (is_cut or (check in TIMED and exchange.late_s >= LATE_S)):
            return f"we were {exchange.late_s:.1f} s late ourselves while {exchange.id} was sent"
    return None
