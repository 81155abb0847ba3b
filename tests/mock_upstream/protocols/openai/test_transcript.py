"""A recording says the same each time, over all of its length."""

from __future__ import annotations

import pytest

from mock_upstream.media.sound import wav
from mock_upstream.protocols.openai.transcript import Transcript, duration_of, heard

WAV = b"".join(wav(100))


def test_the_recording_decides_the_words() -> None:
    """The same octets say the same; a script knows better."""
    one, other = (heard(octets, seed=1, locale="en_US") for octets in (WAV, WAV + b"\0"))

    assert one == heard(WAV, seed=1, locale="en_US")
    assert one.text != other.text
    assert heard(WAV, seed=1, locale="en_US", words="Hi.").text == "Hi."


@pytest.mark.parametrize(
    ("octets", "seconds"), [(WAV, 2.0), (bytes(8000), 1.0), (b"RIFF", 0.001), (b"", 0)]
)
def test_a_wav_tells_its_length(octets: bytes, seconds: float) -> None:
    """Anything else is guessed by its size."""
    assert duration_of(octets) == pytest.approx(seconds, abs=0.001)


def test_segments_and_words_cover_the_time() -> None:
    """Each begins where the last one ended."""
    transcript = Transcript("One two. Three!", 3)

    for pieces in (transcript.segments, transcript.words):
        assert (pieces[0].start, pieces[-1].end) == (0, 3)
        assert [one.end for one in pieces[:-1]] == [one.start for one in pieces[1:]]
    assert [one.text for one in transcript.segments] == ["One two.", "Three!"]
    assert [one.text for one in transcript.words] == ["One", "two.", "Three!"]


def test_silence_is_one_empty_segment() -> None:
    """Subtitles of nothing still are subtitles."""
    assert [one.text for one in Transcript("", 1).segments] == [""]
