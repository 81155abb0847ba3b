"""SubRip and WebVTT from segments.

Rules of this file: text only, byte for byte what a player reads (W3C WebVTT 1;
SubRip has no standard: a number, a line of times with commas, text, an empty line).
"""

from __future__ import annotations

from collections.abc import Sequence

from mock_upstream.protocols.openai.transcript import Segment

__all__ = ["srt", "vtt"]


def srt(segments: Sequence[Segment]) -> str:
    """SubRip; numbers count from 1."""
    cues = (
        f"{number}\n{_time(one.start, ',')} --> {_time(one.end, ',')}\n{one.text}\n"
        for number, one in enumerate(segments, 1)
    )
    return "\n".join(cues) + "\n"


def vtt(segments: Sequence[Segment]) -> str:
    """WebVTT; cues without names."""
    cues = (
        f"\n{_time(one.start, '.')} --> {_time(one.end, '.')}\n{one.text}\n" for one in segments
    )
    return "WEBVTT\n" + "".join(cues)


def _time(seconds: float, mark: str) -> str:
    """``HH:MM:SS`` and milliseconds behind ``mark``."""
    rest, milliseconds = divmod(round(seconds * 1000), 1000)
    minutes, second = divmod(rest, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours:02}:{minute:02}:{second:02}{mark}{milliseconds:03}"
