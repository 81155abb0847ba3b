"""Subtitles are what players read."""

from __future__ import annotations

from mock_upstream.protocols.openai.subtitles import srt, vtt
from mock_upstream.protocols.openai.transcript import Segment

SEGMENTS = [Segment(0, 1.5, "One."), Segment(1.5, 3723.042, "Two.")]


def test_subrip() -> None:
    """Numbers from one, commas, an empty line behind each cue."""
    assert srt(SEGMENTS) == (
        "1\n00:00:00,000 --> 00:00:01,500\nOne.\n\n2\n00:00:01,500 --> 01:02:03,042\nTwo.\n\n"
    )


def test_webvtt() -> None:
    """The magic word, points, an empty line before each cue."""
    assert vtt(SEGMENTS) == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:01.500\nOne.\n\n00:00:01.500 --> 01:02:03.042\nTwo.\n"
    )
