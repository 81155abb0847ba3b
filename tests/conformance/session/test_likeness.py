"""Two answers are alike when only what is different each time differs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from conformance.model import End, Exchange, Read, UpstreamCall
from conformance.session.likeness import MOST_LINES, differences

Make = Callable[..., Exchange]


def answer(make: Make, body: str, **fields: object) -> Exchange:
    """An exchange with that body."""
    return make(reads=(Read(0.1, body.encode()),), **fields)


ALIKE = [
    ('{"id":"chatcmpl-1","created":5}', '{"id":"chatcmpl-2","created":6}'),
    ('{"error":{"message":"no (request id: 20260101abcd)"}}',
     '{"error":{"message":"no (request id: 20260202efgh)"}}'),
    ('data: {"id": "a\\"b", "n": 1}\n\n', 'data: {"id": "c", "n": 1}\n\n'),
    ("asked with 0a1b2c3d", "asked with ffee0011"),
]  # fmt: skip
UNLIKE = [
    ("data: [DONE]\n\n", ""),
    ('data: {"n": 1}\n\n', 'data: {"n":1}\n\n'),
    ('{"n":1}', '{"n":2}'),
    ('{"model":"gpt"}', '{"model":"other"}'),
]


@pytest.mark.parametrize(("then", "now"), ALIKE, ids=range(len(ALIKE)))
def test_ids_times_and_nonces_are_set_aside(make_exchange: Make, then: str, now: str) -> None:
    """They are different each time."""
    assert differences(answer(make_exchange, then), answer(make_exchange, now)) == []


@pytest.mark.parametrize(("then", "now"), UNLIKE, ids=range(len(UNLIKE)))
def test_all_else_counts(make_exchange: Make, then: str, now: str) -> None:
    """Down to the white space."""
    (told,) = differences(answer(make_exchange, then), answer(make_exchange, now))

    assert told.startswith("the body:\n--- then\n+++ now")


def test_status_end_and_headers_are_told_by_name(make_exchange: Make) -> None:
    """One sentence each; dates and ids of requests are idle."""
    old = make_exchange(status=200, headers=(("Date", "a"), ("X-A", "1"), ("X-Request-Id", "1")))
    new = make_exchange(
        status=502, end=End.RESET, headers=(("Date", "b"), ("X-A", "2"), ("X-B", "1"))
    )

    assert differences(old, new) == [
        "status: then 200, now 502",
        "the end of the reply: then eof, now reset",
        "header x-a: then '1', now '2'",
        "header x-b: only now",
    ]
    assert differences(new, old)[-1] == "header x-b: only then"


def test_a_live_model_may_say_something_else(make_exchange: Make) -> None:
    """In as many events as it likes, but in the same form."""
    event = 'data: {{"choices":[{{"index":0,"delta":{{"content":"{}"}}}}]}}\n\n'
    then = answer(make_exchange, event.format("Hi") + event.format("there"))
    now = answer(make_exchange, event.format("Good day"))
    odd = answer(make_exchange, event.format("Good day").replace("delta", "message"))

    assert differences(then, now) != []
    assert differences(then, now, is_live=True) == []
    assert differences(then, odd, is_live=True) != []


def test_a_body_that_we_left_is_not_compared(make_exchange: Make) -> None:
    """It stops anywhere."""
    one, other = (answer(make_exchange, text, end=End.LEFT) for text in ("a", "b"))

    assert differences(one, other) == []


def test_the_upstreams_side_counts(make_exchange: Make) -> None:
    """What the relay asked is half of what it did."""
    call = UpstreamCall("primary", "POST", "/v1/x", (), b'{"top_p":1}', 0.0, status=200)
    one = make_exchange(upstream=(call,))
    other = make_exchange(upstream=(replace(call, body=b"{}", fault="f"),))

    (told,) = differences(one, other)

    assert '-primary POST /v1/x -> 200: {"top_p":1}' in told
    assert "+primary POST /v1/x -> 200 f: {}" in told


def test_a_long_difference_is_cut(make_exchange: Make) -> None:
    """The answers themselves stand in the record."""
    lines = "".join(f"line {'x' * number}\n" for number in range(100))

    (told,) = differences(answer(make_exchange, lines), answer(make_exchange, ""))

    assert len(told.splitlines()) == MOST_LINES + 2
    assert told.endswith("more lines")
