"""Bounds and cleans text that a relay may have chosen: the only place for it.

Rules of this file: nothing is dropped in silence. A character that could act
on a terminal, a parser or the reading direction is replaced by a visible name,
so that evidence stays evidence; a cut says how much there was. Escaping for
HTML, XML or Markdown is the business of each format, after this.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["CUT_NOTE", "HARD_LIMIT", "clean", "fit", "line", "pretty"]

HARD_LIMIT = 64_000
"""Characters; no single value of a report is longer, whatever a format asks."""

CUT_NOTE = "… [cut; {total} characters in all]"
"""What follows a text that was cut; ``total`` counts the whole of it."""

_TOO_DEEP = "[nested too deeply to show]"

# C0 but tab and line feed, DEL, C1; soft hyphen; marks of direction; zero width
# space, line and paragraph separators, invisible operators; byte order mark;
# surrogates, noncharacters (illegal in XML 1.0) and the invisible tag characters.
# Joiners (U+200C, U+200D) stay: scripts and emoji need them.
_HOSTILE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U000e0000-\U000e0fff"
    + "".join(
        f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17)
    )
    + "]"
)

_NAMES = {0x00: "NUL", 0x07: "BEL", 0x08: "BS", 0x0D: "CR", 0x1B: "ESC", 0x7F: "DEL"}

_SPACE = re.compile(r"\s+")


def _name(match: re.Match[str]) -> str:
    """A visible stand-in such as ``⟨ESC⟩`` or ``⟨U+202E⟩``."""
    code = ord(match.group())
    return f"⟨{_NAMES.get(code) or f'U+{code:04X}'}⟩"


def clean(value: str, limit: int = HARD_LIMIT, note: str = CUT_NOTE) -> str:
    """Text of at most ``limit`` characters (plus the note) in which nothing acts.

    Line feeds and tabs stay. A second pass changes nothing.
    """
    shown = _HOSTILE.sub(_name, value[: limit + 1])
    if len(value) <= limit and len(shown) <= limit:
        return shown
    return shown[:limit] + note.format(total=len(value))


def line(value: str, limit: int, note: str = "…") -> str:
    """The text on one line: each run of white space is one space."""
    return clean(_SPACE.sub(" ", value[: limit * 4]).strip(), limit, note)


def pretty(value: Any, limit: int, note: str = CUT_NOTE) -> str:  # noqa: ANN401 (any JSON value)
    """A JSON value as indented JSON text, so that ``"1"`` and ``1`` differ."""
    try:
        text = json.dumps(value, ensure_ascii=False, indent=2)
    except RecursionError:
        return _TOO_DEEP
    return clean(text, limit, note)


def fit(pieces: Iterable[str], octets: int) -> Sequence[str]:
    """The leading pieces that take no more than ``octets`` together, in UTF-8."""
    kept: list[str] = []
    for piece in pieces:
        octets -= len(piece.encode())
        if octets < 0:
            break
        kept.append(piece)
    return kept
