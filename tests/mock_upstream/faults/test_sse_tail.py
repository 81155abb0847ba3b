"""The last lines of a stream are not what a client waits for."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from mock_upstream.errors import FaultError
from mock_upstream.faults import make
from mock_upstream.frames import Data, Frames, body_of


def test_done_is_missing(stream: Frames, strike: Callable[..., Frames]) -> None:
    """All else is there."""
    assert stream[:-1] == strike(stream, "sse.missing_done")


def test_done_comes_twice(stream: Frames, strike: Callable[..., Frames]) -> None:
    """The last frame is repeated."""
    assert (*stream, stream[-1]) == strike(stream, "sse.double_done")


@pytest.mark.parametrize("name", ["sse.missing_done", "sse.double_done"])
def test_a_stream_without_done_is_refused(
    name: str, stream: Frames, strike: Callable[..., Frames]
) -> None:
    """There is nothing to leave out or repeat."""
    with pytest.raises(FaultError, match="no \\[DONE\\]"):
        strike(stream[:-1], name)


def test_the_last_event_stays_open(
    stream: Frames, strike: Callable[..., Frames], read: Callable[[Frames], list[str]]
) -> None:
    """A reader that obeys HTML does not see it."""
    frames = strike(stream, "sse.no_final_blank_line")

    assert body_of(stream)[:-1] == body_of(frames)
    assert read(stream)[:-1] == read(frames)


def test_an_open_end_needs_events(stream: Frames, strike: Callable[..., Frames]) -> None:
    """A head alone is refused."""
    with pytest.raises(FaultError, match="no events"):
        strike(stream[:1], "sse.no_final_blank_line")


def test_an_error_ends_the_stream(
    stream: Frames, strike: Callable[..., Frames], read: Callable[[Frames], list[str]]
) -> None:
    """The events before it arrive; nothing follows it."""
    frames = strike(stream, "sse.error_in_band", {"frame": 3})

    *before, error = read(frames)
    assert read(stream)[:3] == before
    assert json.loads(error)["error"]["type"] == "server_error"


@pytest.mark.parametrize("form", ["event", "flat"])
def test_an_error_has_other_forms(
    form: str, stream: Frames, strike: Callable[..., Frames], read: Callable[[Frames], list[str]]
) -> None:
    """Both have an event name; the flat one has no ``error`` object."""
    frames = strike(stream, "sse.error_in_band", form=form, error="slow_down")

    last = frames[-1]
    assert isinstance(last, Data)
    assert last.octets.startswith(b"event: error\ndata: {")
    assert (form == "event") == ("error" in json.loads(read(frames)[-1]))


def test_an_error_of_messages_has_a_type_of_its_own(
    stream: Frames, strike: Callable[..., Frames], read: Callable[[Frames], list[str]]
) -> None:
    """Beside the error, which has a type and a message and no more."""
    frames = strike(stream, "sse.error_in_band", form="message", error="anthropic_overloaded")

    assert json.loads(read(frames)[-1]) == {
        "type": "error",
        "error": {"type": "overloaded_error", "message": "Overloaded"},
    }


def test_done_may_follow_the_error(
    stream: Frames, strike: Callable[..., Frames], read: Callable[[Frames], list[str]]
) -> None:
    """As some upstreams do."""
    assert read(strike(stream, "sse.error_in_band", done=True))[-1] == "[DONE]"


def test_the_error_is_one_of_the_catalogue() -> None:
    """Another name is refused."""
    with pytest.raises(FaultError, match="unknown error"):
        make("sse.error_in_band", {"error": "nope"})


@pytest.mark.parametrize(("at", "kept"), [(None, 4), ({"frame": 0}, 1), ({"mark": "done"}, 8)])
def test_a_page_comes_in_place_of_the_rest(
    at: dict[str, object] | None, kept: int, stream: Frames, strike: Callable[..., Frames]
) -> None:
    """It is no event, and the message ends properly behind it."""
    frames = strike(stream, "sse.page_in_band", at)

    assert stream[:kept] == frames[:-1]
    assert body_of(frames[-1:]).startswith(b"<html>")
