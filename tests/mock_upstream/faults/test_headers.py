"""The head says something that is not so, or says it oddly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mock_upstream.errors import FaultError
from mock_upstream.faults import make
from mock_upstream.faults.base import head_of
from mock_upstream.frames import Frames, Head, body_of


def test_the_content_type_is_another(stream: Frames, strike: Callable[..., Frames]) -> None:
    """It replaces the true one; the body stays."""
    frames = strike(stream, "headers.wrong_content_type", content_type="text/html")

    assert head_of(frames).headers == (("content-type", "text/html"),)
    assert body_of(stream) == body_of(frames)


def test_the_type_may_be_missing_or_be_told_twice(
    stream: Frames, strike: Callable[..., Frames]
) -> None:
    """Both need a reply that has one."""
    assert head_of(strike(stream, "headers.no_content_type")).headers == ()
    told = head_of(strike(stream, "headers.two_content_types", second="a/b")).headers
    assert told == (*head_of(stream).headers, ("content-type", "a/b"))
    for name in ("headers.no_content_type", "headers.two_content_types"):
        with pytest.raises(FaultError, match="no Content-Type"):
            strike((Head(200),), name)


def test_a_header_is_for_the_next_hop_alone(whole: Frames, strike: Callable[..., Frames]) -> None:
    """``Connection`` names it."""
    headers = dict(head_of(strike(whole, "headers.hop_by_hop", header="x-foo")).headers)

    assert (headers["connection"], "x-foo" in headers) == ("x-foo", True)


def test_the_connection_is_said_to_close(whole: Frames, strike: Callable[..., Frames]) -> None:
    """By one header more."""
    assert ("connection", "close") in head_of(strike(whole, "headers.close")).headers


def test_headers_are_big(whole: Frames, strike: Callable[..., Frames]) -> None:
    """So many values of so many octets."""
    more = head_of(strike(whole, "headers.big", octets=9, count=3)).headers[1:]

    assert [(f"x-padding-{number}", "x" * 9) for number in range(3)] == list(more)


@pytest.mark.parametrize(
    ("name", "params", "pointer"),
    [
        ("headers.wrong_content_type", {"content_type": "a\r\nb: c"}, "/with/content_type"),
        ("headers.two_content_types", {"second": "a\n"}, "/with/second"),
        ("headers.hop_by_hop", {"header": "close"}, "/with/header"),
        ("headers.big", {"octets": 2**21}, "/with/octets"),
        ("headers.big", {"count": 0}, "/with/octets"),
    ],
)
def test_what_a_head_cannot_hold_is_refused(
    name: str, params: dict[str, Any], pointer: str
) -> None:
    """The pointer leads to the parameter."""
    with pytest.raises(FaultError) as caught:
        make(name, params)

    assert caught.value.pointer == pointer
