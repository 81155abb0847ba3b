"""Rules of chat answers that are spoken, and of the citations of a web search.

Rules of this file: the first choice is judged. Sound that is streamed may be cut
anywhere in its base64, or each piece may be base64 of its own: both are read.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterator, Sequence

from conformance.checks.meant import meant
from conformance.checks.registry import check
from conformance.model import Violation
from conformance.wire.chat import Choice
from conformance.wire.media import sound_of
from conformance.wire.view import View


def sounds(choice: Choice) -> list[bytes]:
    """The sound of a choice in each way in which its pieces can be read; empty when in none."""
    pieces = _texts(choice, "data")
    found = []
    for portions in (pieces, ["".join(pieces)]):
        try:
            found.append(b"".join(base64.b64decode(one, validate=True) for one in portions))
        except (binascii.Error, ValueError):
            continue
    return [octets for octets in found if octets]


def transcript(choice: Choice) -> str:
    """What the sound says, as the answer has it."""
    return "".join(_texts(choice, "transcript"))


@check("voice.present", given="sound")
def present(view: View) -> Iterator[Violation]:
    """An answer that is wanted as sound has the sound, and a transcript."""
    choice = _first(view)
    for key in ("data", "transcript"):
        if not any(piece.get(key) for piece in choice.audio):
            yield Violation(f"the sound has no {key}", at=f"/audio/{key}")


@check("voice.format", given="spoken")
def format_(view: View, *, expected: str) -> Iterator[Violation]:
    """The sound is of the format that was asked for; bare samples have no marks at all."""
    wanted = None if expected == "pcm16" else expected
    if wanted not in [sound_of(octets) for octets in sounds(_first(view))]:
        yield Violation("other sound, or none that decodes", at="/audio/data", expected=expected)


@check("voice.same", given="voiced")
def same(view: View) -> Iterator[Violation]:
    """Sound and transcript are the upstream's."""
    made, choice = meant(view)["audio"], _first(view)
    found = sounds(choice)
    if made["sha256"] not in [hashlib.sha256(octets).hexdigest() for octets in found]:
        seen = f"{len(found[0])} octets" if found else "no octets"
        yield Violation(f"{seen} of sound, not those of the upstream", at="/audio/data")
    if transcript(choice) != made["transcript"]:
        expected, got = made["transcript"], transcript(choice)
        yield Violation("another transcript", "/audio/transcript", expected, got)


@check("citations.same", given="searched")
def citations(view: View) -> Iterator[Violation]:
    """The citations are those that the upstream made, in their order."""
    expected, got = meant(view)["annotations"], _first(view).annotations
    if got != expected:
        yield Violation("other citations", at="/annotations", expected=expected, got=got)


def _first(view: View) -> Choice:
    return view.choices[min(view.choices)] if view.choices else Choice(0)


def _texts(choice: Choice, key: str) -> Sequence[str]:
    return [value for piece in choice.audio if isinstance(value := piece.get(key), str)]
