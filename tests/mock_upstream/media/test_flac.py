"""The frames of a FLAC stand as RFC 9639 says."""

from __future__ import annotations

import hashlib

from mock_upstream.media import flac


def test_the_head_says_what_follows() -> None:
    """STREAMINFO has rate, one channel, 16 bits, the samples and their digest."""
    head, *frames = flac.silence(3, 24_000, 480)
    packed = int.from_bytes(head[18:26])

    assert head[:8] == b"fLaC\x80\0\0\x22"
    assert (packed >> 44, packed >> 36 & 31, packed & 2**36 - 1) == (24_000, 15, 3 * 480)
    assert head[26:] == hashlib.md5(bytes(3 * 480 * 2), usedforsecurity=False).digest()
    assert len(frames) == 3


def test_a_frame_begins_with_the_sync_code_and_counts() -> None:
    """The number of a frame is written as UTF-8 writes a character."""
    frames = flac.silence(200, 24_000, 480)[1:]

    assert {frame[:2] for frame in frames} == {b"\xff\xf8"}
    assert frames[199][4:6] == chr(199).encode()
