"""Where a message ends is told wrongly, twice, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from mock_upstream.errors import FaultError
from mock_upstream.faults import make
from mock_upstream.faults.base import head_of
from mock_upstream.frames import Frames, Framing, Head, body_of
from mock_upstream.octets import wire


def test_the_length_is_another(whole: Frames, strike: Callable[..., Frames]) -> None:
    """It differs from the octets of the body by what was asked."""
    frames = strike(whole, "headers.wrong_content_length", difference=-5)

    assert len(body_of(whole)) - 5 == head_of(frames).length


def test_a_right_length_is_no_fault() -> None:
    """A difference of nought is refused."""
    with pytest.raises(FaultError, match="no fault"):
        make("headers.wrong_content_length", {"difference": 0})


def test_a_length_below_nought_is_refused(whole: Frames, strike: Callable[..., Frames]) -> None:
    """The message says how long the body is."""
    with pytest.raises(FaultError, match="the body has 22 octets only"):
        strike(whole, "headers.wrong_content_length", difference=-23)


def test_a_body_without_length_cannot_have_a_wrong_one(
    whole: Frames, strike: Callable[..., Frames]
) -> None:
    """A chunked reply is refused."""
    head = whole[0]
    assert isinstance(head, Head)
    with pytest.raises(FaultError, match="not framed by a Content-Length"):
        strike((replace(head, framing=Framing.CHUNKED), *whole[1:]), "headers.wrong_content_length")


def test_a_chunked_body_may_have_a_length_too(whole: Frames, strike: Callable[..., Frames]) -> None:
    """Both headers are on the wire, and the chunks are right."""
    octets = wire(strike(whole, "headers.length_and_chunked", difference=3)).octets

    head, _, body = octets.partition(b"\r\n\r\n")
    assert b"content-length: 25\r\nTransfer-Encoding: chunked" in head
    assert body == b"16\r\n" + body_of(whole) + b"\r\n0\r\n\r\n"
    with pytest.raises(FaultError, match="22 octets only"):
        strike(whole, "headers.length_and_chunked", difference=-23)


def test_a_body_may_end_with_its_connection(whole: Frames, strike: Callable[..., Frames]) -> None:
    """Neither length nor chunks are told."""
    head = head_of(strike(whole, "headers.no_length"))

    assert (head.framing, head.length) == (Framing.CLOSE, None)


@pytest.mark.parametrize("name", ["headers.no_length", "headers.wrong_content_length"])
def test_a_length_that_another_fault_needs_stays(
    name: str, whole: Frames, strike: Callable[..., Frames]
) -> None:
    """A body cut short is one because of its length."""
    cut = strike(whole, "body.truncated_json", ending="fin")

    with pytest.raises(FaultError, match="decided by another fault"):
        strike(cut, name)
