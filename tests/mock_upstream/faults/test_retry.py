"""When to come back, and how much is left."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mock_upstream.faults import catalogue
from mock_upstream.faults.base import head_of
from mock_upstream.faults.retry import FORMS, VENDORS
from mock_upstream.frames import Frames, Head


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
        ("rfc850_date", ("retry-after", "Wednesday, 21-Oct-99 07:28:00 GMT")),
        ("asctime_date", ("retry-after", "Wed Oct 21 07:28:00 2099")),
        ("iso_date", ("retry-after", "2099-10-21T07:28:00Z")),
        ("unit", ("retry-after", "3s")),
        ("huge", ("retry-after", "99999999999999999999")),
        ("both", ("retry-after-ms", "3000")),
        ("twice", ("retry-after", "3600")),
    ],
)
def test_retry_after_has_every_form(
    form: str, header: tuple[str, str], whole: Frames, strike: Callable[..., Frames]
) -> None:
    """The forms of the table are those of the parameter."""
    assert form in FORMS
    assert header in head_of(strike(whole, "headers.retry_after", form=form, seconds=3)).headers


def test_no_form_is_forgotten() -> None:
    """The parameter names each row of the table."""
    row = next(row for row in catalogue() if row["name"] == "headers.retry_after")

    assert list(FORMS) == row["params"][0]["values"]


def test_an_older_retry_after_is_gone(strike: Callable[..., Frames]) -> None:
    """Unless both are asked for, one is told."""
    frames = (Head(429, (("Retry-After", "9"), ("Retry-After-Ms", "9000"))),)

    told = head_of(strike(frames, "headers.retry_after", form="both", seconds=2)).headers

    assert told == (("retry-after-ms", "2000"), ("retry-after", "2"))


@pytest.mark.parametrize(
    ("vendor", "header"),
    [
        ("openai", ("x-ratelimit-remaining-tokens", "2000")),
        ("anthropic", ("anthropic-ratelimit-input-tokens-remaining", "1600")),
        ("plain", ("x-ratelimit-remaining", "2")),
        ("draft", ("ratelimit", '"default";r=2;t=30')),
    ],
)
def test_limits_are_told_as_each_vendor_does(
    vendor: str, header: tuple[str, str], whole: Frames, strike: Callable[..., Frames]
) -> None:
    """What is left is what was asked."""
    assert vendor in VENDORS
    told = head_of(strike(whole, "headers.rate_limit", vendor=vendor, remaining=2)).headers
    assert header in told
