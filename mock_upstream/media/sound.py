"""Sound that decodes: a tone as samples, silence where a format packs them.

Rules of this file: one channel at 24 kHz, the length is given in frames of 20 ms.
Each format is a head and one packet a frame, so that speech can be sent as it
"is spoken"; joined they are one file.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import TypeAlias

from mock_upstream.media import flac, ogg

__all__ = ["FORMATS", "FRAME_S", "RATE", "adts", "mp3", "pcm", "wav"]

RATE = 24_000
"""Samples a second."""
FRAME_S = 0.02
SAMPLES = 480
"""Samples of one frame."""

Recorder: TypeAlias = Callable[[int, int], tuple[bytes, ...]]
"""How many frames, and a number that decides the tone -> the pieces of the file."""


def pcm(frames: int, number: int = 0) -> tuple[bytes, ...]:
    """Samples alone: 16 bits with a sign, little-endian."""
    return (_tone(number % 8),) * frames


@cache
def _tone(step: int) -> bytes:
    """A frame of a sine with whole periods, so that frames join without a click."""
    periods = 4 + step
    waves = (math.sin(2 * math.pi * periods * at / SAMPLES) for at in range(SAMPLES))
    return struct.pack(f"<{SAMPLES}h", *(round(8000 * wave) for wave in waves))


def wav(frames: int, number: int = 0) -> tuple[bytes, ...]:
    """RIFF WAVE with the true length of what follows."""
    size = frames * SAMPLES * 2
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, RATE, RATE * 2, 2, 16)
    head = struct.pack("<4sI4s", b"RIFF", 36 + size, b"WAVE") + form
    return (head + struct.pack("<4sI", b"data", size), *pcm(frames, number))


def mp3(frames: int, _number: int = 0) -> tuple[bytes, ...]:
    """Silent frames of MPEG-2 layer III, 64 kbit/s: a header and zeros (ISO/IEC 13818-3)."""
    packet = b"\xff\xf3\x84\xc4" + b"\0" * 188
    return (packet,) * max(2, round(frames * SAMPLES / 576))


def adts(frames: int, _number: int = 0) -> tuple[bytes, ...]:
    """Silent frames of AAC-LC behind their ADTS headers (ISO/IEC 13818-7)."""
    silence = bytes.fromhex("00c800802380")
    size = 7 + len(silence)
    fields = (0xFFF, 12), (0, 1), (0, 2), (1, 1), (1, 2), (6, 4), (0, 1), (1, 3), (0, 4)
    more = (size, 13), (0x7FF, 11), (0, 2)
    header = 0
    for value, bits in (*fields, *more):
        header = header << bits | value
    return (header.to_bytes(7) + silence,) * max(2, round(frames * SAMPLES / 1024))


def flac_file(frames: int, _number: int = 0) -> tuple[bytes, ...]:
    """Silence as constant subframes."""
    return flac.silence(frames, RATE, SAMPLES)


def opus(frames: int, _number: int = 0) -> tuple[bytes, ...]:
    """Silence in Ogg Opus."""
    return ogg.silence(frames, RATE)


FORMATS: Mapping[str, tuple[str, Recorder]] = MappingProxyType(
    {
        "mp3": ("audio/mpeg", mp3),
        "opus": ("audio/opus", opus),
        "aac": ("audio/aac", adts),
        "flac": ("audio/flac", flac_file),
        "wav": ("audio/wav", wav),
        "pcm": ("audio/pcm", pcm),
    }
)
"""Response format -> content type and who makes it."""
