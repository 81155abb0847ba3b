"""Content codings: right, half done, or said and not done."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from types import MappingProxyType
from typing import Literal

import brotli

from mock_upstream.errors import FaultError
from mock_upstream.faults.base import At, Fault, Phase, data_indexes, head_of
from mock_upstream.faults.events import data_at
from mock_upstream.faults.headers import with_head, with_header
from mock_upstream.frames import Abort, AbortKind, Data, Frame, Frames

__all__ = ["Coding"]

WINDOW = MappingProxyType({"gzip": 31, "deflate": 15, "raw_deflate": -15})
"""How zlib is told the coding; RFC 9110 section 8.4.1.2: deflate has a zlib wrapper."""

LABELS = MappingProxyType(
    {"gzip": "gzip", "deflate": "deflate", "raw_deflate": "deflate", "br": "br"}
)
QUALITY = 5
"""What servers give a Brotli answer that they make at once; the library's own 11 takes seconds."""
CUT_OCTETS = 4
"""What a truncated body lacks: part of the checksum; every flush is longer."""


After = Literal["wait", "flush", "end"]
"""What becomes of octets that a coder still holds, once it has coded others."""
Coder = Callable[[bytes, After], bytes]


@dataclass(frozen=True, slots=True)
class Coding(Fault):
    """The body has a content coding, said and done as ``form`` tells.

    ``right``: each write is flushed, so that every event can be read when it comes; ``buffered``:
    all octets come in the last write; ``label_only`` and ``coding_only``; ``truncated``: the last
    octets are missing; ``halved``: all that follows the middle is; ``corrupt``: one octet in the
    middle is another. ``raw_deflate`` is what some send for ``deflate``.
    """

    coding: Literal["gzip", "deflate", "raw_deflate", "br"] = "gzip"
    form: Literal[
        "right", "buffered", "label_only", "coding_only", "truncated", "halved", "corrupt"
    ] = "right"

    name = "headers.coding"
    phase = Phase.HEADERS
    exclusive = ("the coding",)

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same body in other octets, behind a label."""
        head = head_of(frames)
        if not data_indexes(frames):
            raise FaultError("the reply has no body")
        if head.length is not None:
            raise FaultError("the length is decided by another fault")
        if self.form != "label_only":
            frames = self._coded(frames)
            frames = HARM.get(self.form, _unharmed)(frames)
        if self.form == "coding_only":
            return frames
        return with_head(frames, with_header(head, "content-encoding", LABELS[self.coding]))

    def _coded(self, frames: Frames) -> Frames:
        """Every data frame coded; the last one ends the coding, unless the body is cut."""
        code = _brotli() if self.coding == "br" else _deflater(WINDOW[self.coding])
        is_whole = not any(isinstance(frame, Abort) and _cuts(frame) for frame in frames)
        last = data_indexes(frames)[-1]
        between: After = "wait" if self.form == "buffered" else "flush"
        out: list[Frame] = []
        for index, frame in enumerate(frames):
            if isinstance(frame, Data):
                ends = index == last and is_whole
                octets = code(frame.octets, "end" if ends else between)
                out += [Data(octets, frame.mark)] if octets else []
            else:
                out.append(frame)
        return tuple(out)


def _deflater(window: int) -> Coder:
    """One of the codings that zlib knows."""
    coder = zlib.compressobj(wbits=window)
    modes = {"wait": zlib.Z_NO_FLUSH, "flush": zlib.Z_SYNC_FLUSH, "end": zlib.Z_FINISH}
    return lambda octets, after: coder.compress(octets) + coder.flush(modes[after])


def _brotli() -> Coder:
    """RFC 7932, which HTTP names br."""
    coder = brotli.Compressor(quality=QUALITY)
    rest = {"wait": bytes, "flush": coder.flush, "end": coder.finish}
    return lambda octets, after: coder.process(octets) + rest[after]()


def _cuts(abort: Abort) -> bool:
    """Whether octets of the body are missing."""
    return not abort.kind.is_late and abort.kind is not AbortKind.NO_LAST_CHUNK


def _unharmed(frames: Frames) -> Frames:
    """The frames as they are."""
    return frames


def _truncated(frames: Frames) -> Frames:
    """The last octets are gone."""
    last = data_indexes(frames)[-1]
    frame = data_at(frames, last)
    return (*frames[:last], Data(frame.octets[:-CUT_OCTETS], frame.mark), *frames[last + 1 :])


def _halved(frames: Frames) -> Frames:
    """Of all octets the first half is there."""
    found = data_indexes(frames)
    left = sum(len(data_at(frames, index).octets) for index in found) // 2
    out: list[Frame] = []
    for frame in frames:
        if isinstance(frame, Data):
            kept, left = frame.octets[:left], max(0, left - len(frame.octets))
            out += [Data(kept, frame.mark)] if kept else []
        else:
            out.append(frame)
    return tuple(out)


def _corrupt(frames: Frames) -> Frames:
    """An octet of the middle is another."""
    found = data_indexes(frames)
    place = found[len(found) // 2]
    frame = data_at(frames, place)
    octets = bytearray(frame.octets)
    octets[len(octets) // 2] ^= 0xFF
    return (*frames[:place], Data(bytes(octets), frame.mark), *frames[place + 1 :])


HARM: Mapping[str, Callable[[Frames], Frames]] = MappingProxyType(
    {"truncated": _truncated, "halved": _halved, "corrupt": _corrupt}
)
