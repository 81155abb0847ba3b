"""The head says something that is not so, or says it oddly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from mock_upstream.errors import FaultError
from mock_upstream.faults import make
from mock_upstream.faults.base import head_of
from mock_upstream.faults.headers import FORMS
from mock_upstream.frames import Frames, Framing, Head, body_of


def test_the_content_type_is_another(stream: Frames, strike: Callable[..., Frames]) -> None:
    """It replaces the true one; the body stays."""
    frames = strike(stream, "headers.wrong_content_type", content_type="text/html")

    assert head_of(frames).headers == (("content-type", "text/html"),)
    assert body_of(stream) == body_of(frames)


@pytest.mark.parametrize(
    ("form", "header"),
    [
        ("seconds", ("retry-after", "3")),
        ("decimal", ("retry-after", "3.5")),
        ("negative", ("retry-after", "-3")),
        ("milliseconds", ("retry-after-ms", "3000")),
        ("text", ("retry-after", "soon")),
        ("empty", ("retry-after", "")),
        ("date", ("retry-after", "Wed, 21 Oct 2099 07:28:00 GMT")),
        ("past_date", ("retry-after", "Wed, 21 Oct 2015 07:28:00 GMT")),
    ],
)
def test_retry_after_has_every_form(
    form: str, header: tuple[str, str], whole: Frames, strike: Callable[..., Frames]
) -> None:
    """The forms of the table are those of the parameter."""
    assert form in FORMS
    assert header in head_of(strike(whole, "headers.retry_after", form=form, seconds=3)).headers


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
