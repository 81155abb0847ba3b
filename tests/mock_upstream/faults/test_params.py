"""Parameters of a script become fields, and fields become the catalogue."""

from __future__ import annotations

from typing import Any

import pytest

from mock_upstream.errors import FaultError
from mock_upstream.faults.http_error import HttpError
from mock_upstream.faults.latency import SlowFirstByte
from mock_upstream.faults.params import build, describe
from mock_upstream.faults.retry import RetryAfter
from mock_upstream.faults.sse_pieces import Bytewise, Split


@pytest.mark.parametrize(
    ("text", "seconds"), [("200ms", 0.2), ("1.5s", 1.5), ("2m", 120.0), ("0s", 0.0)]
)
def test_a_duration_has_a_unit(text: str, seconds: float) -> None:
    """The field holds seconds."""
    assert SlowFirstByte(seconds) == build(SlowFirstByte, {"delay": text})  # type: ignore[arg-type]  # a float is equal to it


@pytest.mark.parametrize(
    ("cls", "params", "message"),
    [
        (SlowFirstByte, {"delay": 2}, "latency.slow_first_byte: `delay` is 2; it must be a dur"),
        (SlowFirstByte, {"delay": "2"}, "latency.slow_first_byte: `delay` is '2'; it must be"),
        (SlowFirstByte, {"after_head": 1}, "latency.slow_first_byte: `after_head` is 1; it must"),
        (Bytewise, {"octets": True}, "sse.bytewise: `octets` is True; it must be of type integer"),
        (Bytewise, {"octet": 1}, "sse.bytewise has no parameter 'octet'; it has: octets, gap"),
        (RetryAfter, {"form": "x"}, "headers.retry_after: `form` is 'x'; allowed: seconds, dec"),
    ],
    ids=str,
)
def test_a_wrong_parameter_is_refused(cls: type[Any], params: dict[str, Any], message: str) -> None:
    """The message says what it must be, the pointer which one it was."""
    with pytest.raises(FaultError) as caught:
        build(cls, params)
    assert str(caught.value).startswith(message)
    assert f"/{next(iter(params))}" == caught.value.pointer


def test_null_is_a_value_where_the_field_may_be_none() -> None:
    """As for a header that is not sent."""
    assert HttpError() == build(HttpError, {"retry_after": None})


def test_fields_are_described() -> None:
    """Type, default, unit and values, as a script writes them."""
    assert describe(Bytewise) == [
        {"name": "octets", "type": "integer", "default": 1, "unit": "octets"},
        {"name": "gap", "type": "duration", "default": "0s", "unit": "ms, s or m"},
    ]
    assert describe(Split)[1]["default"] == "2ms"
    assert describe(RetryAfter)[0]["values"][:2] == ["seconds", "decimal"]
    assert describe(HttpError)[2]["type"] == "integer"


def test_plain_values_are_taken_as_they_are() -> None:
    """A word of the list, and a number of the right type."""
    assert build(RetryAfter, {"form": "date", "seconds": 2}) == RetryAfter("date", 2)
