"""Content codings, right and wrong."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

import brotli
import pytest

from mock_upstream.errors import FaultError
from mock_upstream.faults.base import head_of
from mock_upstream.frames import Abort, AbortKind, Data, Frames, Head, body_of

CODINGS = ("gzip", "deflate", "raw_deflate", "br")
WINDOW = {"gzip": 31, "deflate": 15, "raw_deflate": -15}


def reader_of(coding: str) -> tuple[Callable[[bytes], bytes], Callable[[], bool]]:
    """What undoes the coding as it comes, and whether that has come to its end."""
    if coding == "br":
        unpacker = brotli.Decompressor()
        return unpacker.process, unpacker.is_finished
    inflater: Any = zlib.decompressobj(wbits=WINDOW[coding])
    return inflater.decompress, lambda: inflater.eof


@pytest.mark.parametrize("coding", CODINGS)
def test_every_event_can_be_read_when_it_comes(
    coding: str, stream: Frames, strike: Callable[..., Frames]
) -> None:
    """Each write is flushed, and the last one ends the coding."""
    frames = strike(stream, "headers.coding", coding=coding)

    read, ended = reader_of(coding)
    for before, after in zip(stream[1:], frames[1:], strict=True):
        assert isinstance(before, Data)
        assert isinstance(after, Data)
        assert (before.octets, before.mark) == (read(after.octets), after.mark)
    assert ended()
    label = coding.removeprefix("raw_")
    assert ("content-encoding", label) in head_of(frames).headers


@pytest.mark.parametrize("coding", CODINGS)
def test_all_octets_may_come_last(
    coding: str, stream: Frames, strike: Callable[..., Frames]
) -> None:
    """But for the first ones of the coding, nothing is written before."""
    frames = strike(stream, "headers.coding", form="buffered", coding=coding)

    last = frames[-1]
    assert isinstance(last, Data)
    assert len(body_of(frames)) - len(last.octets) <= 10
    assert reader_of(coding)[0](body_of(frames)) == body_of(stream)


def test_label_and_coding_may_part(whole: Frames, strike: Callable[..., Frames]) -> None:
    """One without the other."""
    label = strike(whole, "headers.coding", form="label_only")
    coding = strike(whole, "headers.coding", form="coding_only")

    assert body_of(label) == body_of(whole)
    assert ("content-encoding", "gzip") in head_of(label).headers
    assert zlib.decompress(body_of(coding), 31) == body_of(whole)
    assert head_of(coding) == head_of(whole)


@pytest.mark.parametrize("form", ["truncated", "halved", "corrupt"])
def test_a_coding_may_be_broken(form: str, whole: Frames, strike: Callable[..., Frames]) -> None:
    """A reader that checks finds out."""
    octets = body_of(strike(whole, "headers.coding", form=form))

    with pytest.raises(zlib.error):
        zlib.decompress(octets, 31)


@pytest.mark.parametrize("coding", CODINGS)
def test_half_of_a_body_is_a_beginning(
    coding: str, stream: Frames, strike: Callable[..., Frames]
) -> None:
    """What came before the middle can be read, and the end of the coding is missing."""
    whole = body_of(strike(stream, "headers.coding", coding=coding))
    half = body_of(strike(stream, "headers.coding", coding=coding, form="halved"))

    read, ended = reader_of(coding)
    plain = read(half)
    assert half == whole[: len(whole) // 2]
    assert plain
    assert body_of(stream).startswith(plain)
    assert not ended()


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize(
    ("kind", "ends"), [(AbortKind.FIN, False), (AbortKind.NO_LAST_CHUNK, True)]
)
def test_a_body_that_is_cut_does_not_end_its_coding(
    coding: str, kind: AbortKind, ends: bool, stream: Frames, strike: Callable[..., Frames]
) -> None:
    """Unless all of it is there."""
    frames = strike((*stream[:4], Abort(kind)), "headers.coding", coding=coding)

    read, ended = reader_of(coding)
    assert read(body_of(frames)) == body_of(stream[:4])
    assert (ended(), frames[-1]) == (ends, Abort(kind))


def test_what_cannot_be_coded_is_refused(whole: Frames, strike: Callable[..., Frames]) -> None:
    """No body, or a length that is told already."""
    with pytest.raises(FaultError, match="no body"):
        strike((Head(200),), "headers.coding")
    with pytest.raises(FaultError, match="length is decided"):
        strike(strike(whole, "body.truncated_json", ending="fin"), "headers.coding")
