"""Badges of a run or a certificate: shields.io endpoint JSON, and SVG of the same words.

Rules of this file: a badge says until when it holds. A file cannot look at the
clock, so it carries that date, and whoever renders it after the date gets a
grey one. No script, no link, no foreign font in the SVG.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from html import escape
from typing import TYPE_CHECKING

from reports.phrases import Phrases
from reports.text import line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.run import Run

__all__ = ["LIFETIME", "Badge", "of_level", "of_run", "render"]

LIFETIME = timedelta(days=90)
"""How long the badge of a plain run holds; relays and their upstreams change weekly."""

CACHE_S = 3_600
"""Seconds that shields.io may show what it has fetched."""

GREY = "6e7781"
COLORS = {"conformant": "1a7f37", "not conformant": "cf222e", "no verdict": GREY}
LEVELS = {"L0": "0969da", "L1": "1b7c83", "L2": "1a7f37"}
"""Colours on which white text has a contrast of at least 4.5 (WCAG 2.2, 1.4.3)."""

HEIGHT, PAD, WIDE, NARROW = 20, 6, 11.0, 6.6
"""Pixels; a letter of 11 px Verdana takes 6.6 on average, a Chinese sign 11."""


@dataclass(frozen=True, slots=True)
class Badge:
    """Two fields of text, the colour of the second, and a sentence for whoever points at it."""

    label: str
    message: str
    color: str
    title: str

    def as_json(self) -> str:
        """For ``https://img.shields.io/endpoint?url=…`` (schema version 1)."""
        value = {
            "schemaVersion": 1,
            "label": self.label,
            "message": self.message,
            "color": self.color,
            "cacheSeconds": CACHE_S,
        }
        return json.dumps(value, ensure_ascii=False, indent=1) + "\n"

    def as_svg(self) -> str:
        """A picture of the same, for where shields.io cannot reach."""
        left, right = _width(self.label), _width(self.message)
        told = escape(f"{self.label}: {self.message}")
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="{HEIGHT}" '
            f'role="img" aria-label="{told}">\n'
            f"<title>{escape(self.title)}</title>\n"
            f'<rect width="{left}" height="{HEIGHT}" fill="#24292f"/>\n'
            f'<rect x="{left}" width="{right}" height="{HEIGHT}" fill="#{self.color}"/>\n'
            '<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">\n'
            f"{_text(self.label, 0, left)}{_text(self.message, left, right)}"
            "</g>\n</svg>\n"
        )


def render(run: Run, lang: str = "en", today: date | None = None) -> Mapping[str, str]:
    """``badge.json`` and ``badge.svg`` of a run."""
    badge = of_run(run, lang, today)
    return {"badge.json": badge.as_json(), "badge.svg": badge.as_svg()}


def of_run(run: Run, lang: str = "en", today: date | None = None) -> Badge:
    """The verdict as documented, the profile, and from when until when it holds."""
    phrases = Phrases(lang)
    verdict = run.documented if run.complete else "no verdict"
    subject = (phrases(f"verdict.{verdict}"), line(run.target.profile or "", 40))
    issued = _day(run.started_at)
    if issued is None:
        return _badge(phrases, subject, line(run.started_at, 40), COLORS[verdict])
    return _dated(phrases, subject, (issued, issued + LIFETIME), COLORS[verdict], today)


def of_level(
    level: str,
    *,
    profile: str,
    issued: date,
    expires: date,
    lang: str = "en",
    today: date | None = None,
) -> Badge:
    """The badge of a certificate: level of evidence, profile, and both its dates."""
    subject = (line(level, 10), line(profile, 40))
    return _dated(Phrases(lang), subject, (issued, expires), LEVELS.get(level, GREY), today)


def _dated(
    phrases: Phrases,
    subject: tuple[str, ...],
    term: tuple[date, date],
    color: str,
    today: date | None,
) -> Badge:
    """A badge in its term; a grey one that says so after its last day."""
    issued, expires = (day.isoformat() for day in term)
    if today is not None and today > term[1]:
        over = phrases("badge.expired", date=expires)
        return _badge(phrases, (over, *subject), "", GREY)
    return _badge(phrases, subject, phrases("badge.term", start=issued, end=expires), color)


def _badge(phrases: Phrases, subject: tuple[str, ...], term: str, color: str) -> Badge:
    label = phrases("badge.label")
    message = " · ".join(part for part in (*subject, term) if part)
    return Badge(label, message, color, f"{label}{phrases('colon')}{message}")


def _day(stamp: str) -> date | None:
    """The day of a time in UTC; ``None`` for what is no time."""
    try:
        moment = datetime.fromisoformat(stamp)
        return moment.astimezone(UTC).date() if moment.tzinfo else moment.date()
    except (ValueError, OverflowError):
        return None


def _width(text: str) -> int:
    """Pixels of a field, so measured that no font has to be asked."""
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    return round(wide * WIDE + (len(text) - wide) * NARROW) + 2 * PAD


def _text(text: str, x: int, width: int) -> str:
    """One field; ``textLength`` makes it fit whatever font is there."""
    length = width - 2 * PAD
    return f'<text x="{x + PAD}" y="14" textLength="{length}">{escape(text)}</text>\n'
