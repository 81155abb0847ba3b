"""Every recording opens in a decoder, and lasts as long as it says."""

from __future__ import annotations

import io
import struct

import av
import pytest

from mock_upstream.media.sound import FORMATS, FRAME_S, RATE, pcm, wav

MAGIC = {"mp3": b"\xff\xf3", "opus": b"OggS", "aac": b"\xff\xf1", "flac": b"fLaC", "wav": b"RIFF"}


@pytest.mark.parametrize("form", MAGIC)
def test_a_decoder_opens_it(form: str) -> None:
    """A second of sound is a second, but for the padding of a codec."""
    content_type, record = FORMATS[form]
    octets = b"".join(record(50, 3))
    with av.open(io.BytesIO(octets), "r") as file:
        frames = list(file.decode(audio=0))
    seconds = sum(frame.samples / frame.sample_rate for frame in frames)

    assert octets.startswith(MAGIC[form])
    assert content_type.startswith("audio/")
    assert seconds == pytest.approx(50 * FRAME_S, abs=0.05)


def test_pcm_is_samples_alone() -> None:
    """Sixteen bits, little-endian, one channel at 24 kHz; a tone, no silence."""
    octets = b"".join(pcm(50))
    samples = struct.unpack(f"<{len(octets) // 2}h", octets)

    assert len(samples) == RATE
    assert max(samples) == 8000


def test_a_wav_is_a_head_and_the_same_samples() -> None:
    """The first piece is the head, which says how much follows."""
    head, *rest = wav(5, 2)

    assert len(head) == 44
    assert struct.unpack_from("<I", head, 40)[0] == len(b"".join(rest))
    assert b"".join(rest) == b"".join(pcm(5, 2))


@pytest.mark.parametrize("form", FORMATS)
def test_the_shortest_is_sound_too(form: str) -> None:
    """One frame is enough, and it comes in at least one piece."""
    assert all(FORMATS[form][1](1, 0))
