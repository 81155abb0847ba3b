"""Rules of sound: which format comes, as it is spoken, and what was heard in it.

Rules of this file: octets are judged as octets; a transcript is judged in the
form that was asked for.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator, Mapping
from math import inf

from conformance.checks.meant import meant
from conformance.checks.registry import check
from conformance.model import JSON, Violation
from conformance.wire.media import sound_of
from conformance.wire.view import View

TYPES: Mapping[str, frozenset[str]] = {
    "mp3": frozenset({"audio/mpeg", "audio/mp3"}),
    "opus": frozenset({"audio/opus", "audio/ogg"}),
    "aac": frozenset({"audio/aac", "audio/aacp", "audio/x-aac"}),
    "flac": frozenset({"audio/flac", "audio/x-flac"}),
    "wav": frozenset({"audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave"}),
    "pcm": frozenset({"audio/pcm", "audio/l16"}),
}
ANY = "application/octet-stream"
"""What the document itself says of every format."""

_SRT = re.compile(
    r"(?:\d+\n\d\d:\d\d:\d\d,\d{3} --> \d\d:\d\d:\d\d,\d{3}\n(?:[^\n]+\n)*(?:\n+|\Z))*\n*"
)
_VTT = re.compile(
    r"WEBVTT[^\n]*(?:\n|\Z)(?:\n+(?:[^\n]*\n)?(?:\d\d:)?\d\d:\d\d\.\d{3} --> "
    r"(?:\d\d:)?\d\d:\d\d\.\d{3}[^\n]*\n(?:[^\n]+\n?)*)*\n*"
)
_GRAMMARS = {"srt": _SRT, "vtt": _VTT}


@check("audio.format", given="ok")
def format_(view: View, *, expected: str) -> Iterator[Violation]:
    """The octets are sound of the format that was asked for; PCM has no marks at all."""
    got = sound_of(view.octets)
    if expected == "pcm":
        if got is not None or not view.octets or len(view.octets) % 2:
            yield Violation("no bare samples", expected=expected, got=view.octets[:8].hex())
    elif got != expected:
        yield Violation(f"the octets are {got}", expected=expected, got=view.octets[:8].hex())


@check("audio.content-type", given="ok")
def content_type(view: View, *, expected: str) -> Iterator[Violation]:
    """The media type names the format, or says that these are octets."""
    if view.content_type not in TYPES[expected] | {ANY}:
        yield Violation(
            "another media type",
            at="/headers/content-type",
            expected=sorted(TYPES[expected]),
            got=view.content_type,
        )


@check("audio.same", given="ok")
def same(view: View) -> Iterator[Violation]:
    """The sound, or the text of a transcript, is the upstream's, octet for octet."""
    digest = meant(view).get("sha256")
    octets = spoken(view) if view.is_event_stream else view.octets
    if octets is None or hashlib.sha256(octets).hexdigest() != digest:
        seen = "no octets" if octets is None else f"{len(octets)} octets"
        yield Violation(f"{seen}, not those of the upstream", expected=digest)


def spoken(view: View) -> bytes | None:
    """The sound in the events of a stream; None when one of them holds none."""
    deltas = _texts(view, "speech.audio.delta", "audio")
    try:
        return b"".join(base64.b64decode(delta, validate=True) for delta in deltas)
    except (binascii.Error, ValueError):
        return None


@check("audio.incremental", given="awaited")
def incremental(view: View) -> Iterator[Violation]:
    """Sound arrives while the upstream still speaks, not all at once at the end."""
    first = min((read.at_s for read in view.exchange.reads if read.octets), default=inf)
    released_s = view.exchange.released_s
    if released_s is not None and first > released_s:
        waited = f"{released_s:.1f} s after the request"
        yield Violation(f"no octet came before the upstream went on, {waited}", got=round(first, 3))


@check("audio.stream-order", given="stream")
def stream_order(view: View, *, kind: str) -> Iterator[Violation]:
    """Events of ``kind``: some deltas, then one that says it is done, and no more."""
    names = [chunk.get("type") for chunk in view.chunks if isinstance(chunk, Mapping)]
    if names != [*[f"{kind}.delta"] * (len(names) - 1), f"{kind}.done"] or len(names) < 2:
        got = list(dict.fromkeys(map(str, names)))
        yield Violation("other events, or in another order", expected=f"{kind}.*", got=got)


@check("audio.transcript", given="ok")
def transcript(view: View) -> Iterator[Violation]:
    """What was heard is what the upstream heard: in JSON, in the deltas, and in the last event."""
    wanted = meant(view).get("text")
    if not view.is_event_stream:
        told = {"/text": view.json.get("text") if isinstance(view.json, Mapping) else None}
    else:
        kind = "transcript.text"
        told = {
            "deltas": "".join(_texts(view, f"{kind}.delta", "delta")),
            "done": "".join(_texts(view, f"{kind}.done", "text")),
        }
    for place, text in told.items():
        if wanted is None or text != wanted:
            yield Violation("another text", at=place, expected=wanted, got=text)


@check("audio.speakers", given="told")
def speakers(view: View) -> Iterator[Violation]:
    """Each segment is told with its words and its speaker, in order, whole or as events."""
    expected = meant(view).get("speakers") or []
    body = view.json if isinstance(view.json, Mapping) else {}
    kind = "transcript.text.segment"
    told = [
        one
        for one in (view.chunks if view.is_event_stream else body.get("segments") or ())
        if isinstance(one, Mapping) and one.get("type") == kind
    ]
    got = [[one.get("speaker"), one.get("text")] for one in told]
    if not expected or got != expected:
        yield Violation("other speakers or words", at="/segments", expected=expected, got=got)


@check("audio.bare", given="ok")
def bare(view: View) -> Iterator[Violation]:
    """Plain text is the text itself, in no JSON; where nothing was heard it is empty."""
    text = view.text.strip()
    if text and (text[0] in '"{[' or view.json_error is None):
        yield Violation("no bare text", expected="text", got=view.text[:80])


@check("audio.subtitles", given="ok")
def subtitles(view: View, *, expected: str) -> Iterator[Violation]:
    """The body is SubRip or WebVTT as players read it, with as many cues as were heard."""
    text = view.text.removeprefix("\ufeff").replace("\r\n", "\n")
    if not _GRAMMARS[expected].fullmatch(text):
        yield Violation(f"no {expected}", expected=expected, got=view.text[:80])


@check("audio.text-type", given="ok")
def text_type(view: View) -> Iterator[Violation]:
    """Text and subtitles are not called JSON, HTML or events."""
    kind = view.content_type or "no type"
    if not (kind.startswith("text/") or kind == "application/x-subrip") or kind in {
        "text/html",
        "text/event-stream",
    }:
        yield Violation("another media type", at="/headers/content-type", got=kind)


def _texts(view: View, kind: str, key: str) -> list[str]:
    """The text under ``key`` of each event of a type."""
    found: list[JSON] = [
        chunk.get(key)
        for chunk in view.chunks
        if isinstance(chunk, Mapping) and chunk.get("type") == kind
    ]
    return [str(one) for one in found]
