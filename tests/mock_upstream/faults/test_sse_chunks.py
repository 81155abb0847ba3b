"""Chunks hold less, more or other than the document says."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from mock_upstream.errors import FaultError
from mock_upstream.faults import make
from mock_upstream.frames import Data, Frames


def chunks(read: Callable[[Frames], list[str]], frames: Frames) -> list[Any]:
    """The JSON of each event but [DONE]."""
    return [json.loads(data) for data in read(frames) if data != "[DONE]"]


def test_a_preamble_has_no_choices(
    stream: Frames, strike: Callable[..., Frames], read: Callable[[Frames], list[str]]
) -> None:
    """It has the id of the stream; all else follows."""
    first, *rest = chunks(read, strike(stream, "sse.empty_choices_preamble"))

    assert (first["choices"], first["id"], "prompt_filter_results" in first) == ([], "c", True)
    assert chunks(read, stream) == rest


def test_a_preamble_may_be_blank(
    stream: Frames, strike: Callable[..., Frames], read: Callable[[Frames], list[str]]
) -> None:
    """Azure leaves id, object and model empty."""
    first = chunks(read, strike(stream, "sse.empty_choices_preamble", blank=True))[0]

    assert (first["id"], first["object"], first["model"]) == ("", "", "")


def test_no_chunk_has_a_role(
    stream: Frames, strike: Callable[..., Frames], read: Callable[[Frames], list[str]]
) -> None:
    """The rest of the first delta stays."""
    frames = strike(stream, "sse.no_role")

    deltas = [choice["delta"] for chunk in chunks(read, frames) for choice in chunk["choices"]]
    assert deltas[0] == {"content": ""}
    assert not any("role" in delta for delta in deltas)


def test_no_chunk_has_a_finish_reason(stream: Frames, strike: Callable[..., Frames]) -> None:
    """The finish chunk is gone, the others stay."""
    assert (*stream[:6], *stream[7:]) == strike(stream, "sse.missing_finish")


def test_usage_rides_in_the_finish_chunk(
    stream: Frames, strike: Callable[..., Frames], read: Callable[[Frames], list[str]]
) -> None:
    """No chunk of its own follows."""
    *_, last = chunks(read, strike(stream, "sse.usage_in_finish_chunk"))

    assert (last["choices"][0]["finish_reason"], last["usage"]["total_tokens"]) == ("stop", 3)


def test_a_line_is_as_long_as_asked(
    stream: Frames, strike: Callable[..., Frames], read: Callable[[Frames], list[str]]
) -> None:
    """The line has exactly so many octets, its line end apart, and the text is the same."""
    frames = strike(stream, "sse.giant_line", {"frame": 4}, octets=5000)

    assert isinstance(frames[5], Data)
    assert len(frames[5].octets.removesuffix(b"\n\n")) == 5000
    padded = chunks(read, frames)[4]
    del padded["padding"]
    assert chunks(read, stream)[4] == padded


def test_a_short_giant_is_refused(stream: Frames, strike: Callable[..., Frames]) -> None:
    """The line is longer anyway, or has no octets at all."""
    with pytest.raises(FaultError, match="octets anyway"):
        strike(stream, "sse.giant_line", octets=10)
    with pytest.raises(FaultError, match="1 to 67108864"):
        make("sse.giant_line", {"octets": 0})


@pytest.mark.parametrize(
    "name",
    [
        "sse.empty_choices_preamble",
        "sse.no_role",
        "sse.missing_finish",
        "sse.usage_in_finish_chunk",
    ],
)
def test_a_stream_without_such_events_is_refused(
    name: str, stream: Frames, strike: Callable[..., Frames]
) -> None:
    """A head alone has none."""
    with pytest.raises(FaultError, match="has no"):
        strike(stream[:1], name)


@pytest.mark.parametrize("name", ["sse.empty_choices_preamble", "sse.no_role"])
def test_events_without_choices_cannot_lose_them(
    name: str, stream: Frames, strike: Callable[..., Frames]
) -> None:
    """Other dialects are left alone, loudly."""
    typed = Data(b'event: response.created\ndata: {"type":"response.created"}\n\n', "role")

    with pytest.raises(FaultError, match=r"has no|no choices"):
        strike((stream[0], typed), name)
