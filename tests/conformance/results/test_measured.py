"""Figures are measured from exchanges that went well."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from conformance.model import End, Exchange, Read, SentRequest, UpstreamCall
from conformance.results.measured import Measurer

Make = Callable[..., Exchange]
STREAM = (("Content-Type", "text/event-stream; charset=utf-8"),)
POST = SentRequest("POST", "http://h/v1/chat/completions", (), b"{}")


def measured(*exchanges: Exchange) -> dict[str, Any]:
    """Value by name."""
    measurer = Measurer()
    for one in exchanges:
        measurer.add(one)
    return {row["name"]: row["value"] for row in measurer.rows()}


def call(**fields: Any) -> UpstreamCall:
    """An upstream that answers after half a second."""
    plain = {"status": 200, "sent": ((10.5, 5), (11.0, 5)), **fields}
    return UpstreamCall("primary", "POST", "/v1/x", (), b"", 10.0, **plain)


def test_a_black_box_gives_first_bytes_and_long_calls(make_exchange: Make) -> None:
    """The median, and the slowest twentieth where there are enough."""
    many = [
        make_exchange(id=f"x/{n}", request=POST, ttfb_s=n / 10, duration_s=float(n), upstream=None)
        for n in range(1, 21)
    ]

    found = measured(*many)

    assert found == {"first_byte_median": 1.05, "first_byte_p95": 2.0, "longest_call": 20.0}


def test_a_wired_run_gives_what_the_relay_adds(make_exchange: Make) -> None:
    """Counted on two clocks that are never compared."""
    one = make_exchange(reads=(Read(0.52, b"{}"),), upstream=(call(),), ttfb_s=0.5, duration_s=1)

    assert measured(one) == {"added_latency_median": 0.02, "longest_call": 1}


@pytest.mark.parametrize(
    "fields",
    [
        {"status": 500},
        {"end": End.TRUNCATED},
        {"status": None},
        {"volley": "v"},
    ],
)
def test_what_went_wrong_is_no_figure(make_exchange: Make, fields: dict[str, Any]) -> None:
    """Nor is a crowd."""
    assert measured(make_exchange(upstream=None, duration_s=5, **fields)) == {}


@pytest.mark.parametrize("calls", [(), (call(fault="f"),), (call(), call()), (call(sent=()),)])
def test_latency_needs_one_sound_call(make_exchange: Make, calls: tuple[UpstreamCall, ...]) -> None:
    """Retries and faults take their own time."""
    one = make_exchange(reads=(Read(0.5, b"{}"),), upstream=calls)

    assert "added_latency_median" not in measured(one)


def test_signs_of_life_are_counted_until_the_first_word(make_exchange: Make) -> None:
    """Comments and pings; later ones belong to the stream."""
    reads = (
        Read(1.0, b": ping\n\n"),
        Read(2.0, b'event: ping\ndata: {"type":"ping"}\n\n'),
        Read(3.5, b"data: {}\n\n"),
        Read(9.0, b": ping\n\n"),
    )
    one = make_exchange(probe="long-silence", headers=STREAM, reads=reads, upstream=())

    assert measured(one) == {"heartbeat_interval": 1.0, "longest_silence": 1.5}


def test_a_relay_without_heartbeats_has_its_silence(make_exchange: Make) -> None:
    """The interval is not made up."""
    reads = (Read(4.0, b"data: {}\n\n"),)
    one = make_exchange(probe="longer-silence[wait=30s]", headers=STREAM, reads=reads, upstream=())
    other = make_exchange(probe="chat-stream", headers=STREAM, reads=reads, upstream=())

    assert measured(one, other) == {"longest_silence": 4.0}


def test_a_figure_names_exchanges(make_exchange: Make) -> None:
    """Those that are nearest to it, and a few of them."""
    measurer = Measurer()
    for number in range(5):
        measurer.add(
            make_exchange(id=f"x/{number}", request=POST, ttfb_s=float(number), upstream=None)
        )

    first = measurer.rows()[0]

    assert first == {
        "name": "first_byte_median", "value": 2.0, "unit": "s", "count": 5,
        "exchanges": ["x/2", "x/1", "x/3"],
    }  # fmt: skip
