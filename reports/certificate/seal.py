"""The badge of a certificate on a given day.

Rules of this file: a badge holds until the last day of its certificate; whoever
writes it after that day, or of a bundle that was refused, gets a grey one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from reports.badge import GREY, Badge, of_level
from reports.certificate.words import say
from reports.document import JSON
from reports.phrases import Phrases

__all__ = ["badge_of"]


def badge_of(claims: Mapping[str, JSON] | None, today: date | None = None) -> Badge:
    """The badge of ``claims`` as of ``today``; ``None`` are those of no sound bundle."""
    if claims is None:
        label, refused = Phrases("en")("badge.label"), say("refused", "en")
        return Badge(label, refused, GREY, f"{label}: {refused}")
    return of_level(
        claims["level"],
        profile=claims["scope"]["profile"],
        issued=date.fromisoformat(claims["issued"]),
        expires=date.fromisoformat(claims["expires"]),
        today=today,
    )
