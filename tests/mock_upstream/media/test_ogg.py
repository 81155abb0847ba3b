"""The pages of an Ogg stand as RFC 3533 says."""

from __future__ import annotations

import struct

from mock_upstream.media import ogg


def test_pages_are_numbered_from_first_to_last() -> None:
    """Head and tags come first, then a page a packet; first and last are marked."""
    octets = b"".join(ogg.silence(3, 24_000))
    starts = [at for at in range(len(octets)) if octets.startswith(b"OggS", at)]

    assert [octets[at + 5] for at in starts] == [2, 0, 0, 0, 4]
    assert [struct.unpack_from("<I", octets, at + 18)[0] for at in starts] == [0, 1, 2, 3, 4]
    assert octets[28:36] == b"OpusHead"


def test_positions_count_at_48_khz() -> None:
    """Each packet is 20 ms, 960 positions."""
    octets = ogg.silence(3, 24_000)[-1]

    assert struct.unpack_from("<Q", octets, 6)[0] == 2880
