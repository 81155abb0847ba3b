"""``/audio/speech``: octets of one of six formats as they are spoken, or events.

Rules of this file: how long the sound is follows from the words; what it is made
of is the business of ``media``.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType

from mock_upstream import text
from mock_upstream.frames import Data
from mock_upstream.jsontext import JSON
from mock_upstream.media.sound import FORMATS
from mock_upstream.protocols.openai import fields, rules, said
from mock_upstream.protocols.openai.rules import Check
from mock_upstream.protocols.openai.said import Asked, Said
from mock_upstream.reply import Failure

__all__ = ["speak"]

FRAMES_PER_TOKEN = 5
"""A token is spoken in a tenth of a second."""
MAX_FRAMES = 3000
FRAMES_PER_PIECE = 10
MAX_INPUT = 4096
STREAM_FORMATS = ("sse", "audio")


def _input(path: str, value: JSON) -> Failure | None:
    """Words, not too many."""
    wrong = rules.string(path, value)
    if wrong or len(value) <= MAX_INPUT:
        return wrong
    message = (
        f"Invalid '{path}': string too long. Expected a string with maximum length "
        f"{MAX_INPUT}, but got a string with length {len(value)} instead."
    )
    return rules.bad("string_above_max_length", message, path)


def _voice(path: str, value: JSON) -> Failure | None:
    """A name, or the id of a voice of one's own."""
    is_own = isinstance(value, Mapping) and isinstance(value.get("id"), str)
    return None if isinstance(value, str) or is_own else rules.wrong_type(path, "a string", value)


def _format(path: str, value: JSON) -> Failure | None:
    """One of the six formats."""
    return None if value in tuple(FORMATS) else rules.invalid_value(path, value, FORMATS)


def _stream_format(path: str, value: JSON) -> Failure | None:
    """Octets, or events."""
    is_known = value in STREAM_FORMATS
    return None if is_known else rules.invalid_value(path, value, STREAM_FORMATS)


FIELDS: Mapping[str, Check] = MappingProxyType(
    {
        "model": rules.string,
        "input": _input,
        "voice": _voice,
        "instructions": rules.string,
        "response_format": _format,
        "speed": rules.decimal(0.25, 4),
        "stream_format": _stream_format,
    }
)
REQUIRED = ("model", "input", "voice")


def speak(asked: Asked) -> Said | Failure:
    """What is said to a request for speech."""
    wrong = fields.refused(asked.body, asked.headers, FIELDS, REQUIRED)
    if wrong is not None:
        return wrong
    body = asked.body
    kind = body.get("response_format") or "mp3"
    content_type, record = FORMATS[kind]
    words = text.count(body["input"])
    count = min(MAX_FRAMES, max(1, round(words * FRAMES_PER_TOKEN / (body.get("speed") or 1))))
    pieces = _pieces(record(count, text.digest(asked.seed, body["input"], body["voice"])))
    usage = {"input_tokens": words, "output_tokens": count, "total_tokens": words + count}
    whole = b"".join(pieces)
    summary = {
        "model": body["model"],
        "format": kind,
        "octets": len(whole),
        "sha256": said.sha256(whole),
        "usage": usage,
    }
    if body.get("stream_format") == "sse":
        frames = said.events(asked, _events(pieces, usage))
    else:
        frames = said.voiced(asked, pieces, content_type)
    return Said(frames, summary, words + count)


def _pieces(packets: Sequence[bytes]) -> list[bytes]:
    """The packets in the portions in which they are sent; the first is the head alone."""
    starts = [0, *range(1, len(packets), FRAMES_PER_PIECE), len(packets)]
    return [b"".join(packets[start:end]) for start, end in pairwise(starts)]


def _events(pieces: Sequence[bytes], usage: Mapping[str, JSON]) -> Iterator[Data]:
    """The sound in base64, then what it cost."""
    for piece in pieces:
        audio = base64.b64encode(piece).decode("ascii")
        yield said.event({"type": "speech.audio.delta", "audio": audio})
    yield said.event({"type": "speech.audio.done", "usage": dict(usage)}, "done")
