"""A relay's own words say when it may be asked again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from conformance.session.pace import FIRST_BACKOFF_S, LONGEST_S, Pace, seconds

TODAY = datetime(2026, 11, 26, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", 12.0),
        ("1.5", 1.5),
        ("6m0s", 360.0),
        ("20ms", 0.02),
        ("1h2m3s", 3723.0),
        (str(int(TODAY.timestamp()) + 9), 9.0),
        ("2026-11-26T12:00:07Z", 7.0),
        ("2026-11-26T12:00:07", 7.0),
        ("2026-11-26T11:00:00Z", 0.0),
        ("Thu, 26 Nov 2026 12:00:00 GMT", None),
        ("soon", None),
        ("", None),
        ("-1", None),
        ("5s later", None),
    ],
)
def test_a_wait_is_read_as_relays_write_it(text: str, expected: float | None) -> None:
    """Seconds, durations of Go, Unix times, dates; nonsense is nothing."""
    assert seconds(text, TODAY) == expected


@pytest.mark.parametrize(
    ("status", "headers", "expected"),
    [
        (429, {"retry-after": "3"}, 3.0),
        (429, {"retry-after-ms": "250"}, 0.25),
        (429, {"retry-after": "3600"}, LONGEST_S),
        (429, {}, FIRST_BACKOFF_S),
        (503, {"retry-after": "2"}, 2.0),
        (200, {"retry-after": "2"}, 0.0),
        (200, {"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "4s"}, 4.0),
        (200, {"x-ratelimit-remaining-requests": "1", "x-ratelimit-reset-requests": "4s"}, 0.0),
        (200, {"x-ratelimit-remaining-tokens": "100", "x-ratelimit-reset-tokens": "6m"}, 60.0),
        (200, {"x-ratelimit-remaining-tokens": "9000", "x-ratelimit-reset-tokens": "6m"}, 0.0),
        (200, {"ratelimit-remaining": "0", "ratelimit-reset": "5"}, 5.0),
        (200, {"x-ratelimit-remaining-requests": "0"}, 0.0),
        (200, {"x-ratelimit-remaining-requests": "-1", "x-ratelimit-reset-requests": "4s"}, 0.0),
        (None, {}, 0.0),
    ],
)
def test_the_next_request_waits(
    status: int | None, headers: dict[str, str], expected: float
) -> None:
    """As long as the relay says, and never absurdly long."""
    pace = Pace()

    pace.saw(status, headers, 100.0, TODAY)

    assert pace.wait_s(100.0) == pytest.approx(expected)


def test_refusals_without_a_word_wait_twice_as_long_each_time() -> None:
    """Until one is served."""
    pace = Pace()
    waits = []
    for _ in range(3):
        pace.saw(429, {}, 0.0, TODAY)
        waits.append(pace.wait_s(0.0))
    pace.saw(200, {}, 0.0, TODAY)

    assert waits == [1.0, 2.0, 4.0]
    assert pace.refusals == 0


def test_a_shorter_word_does_not_undo_a_longer_one() -> None:
    """Each holds until it is over, and is counted."""
    pace = Pace()
    pace.saw(429, {"retry-after": "9"}, 0.0, TODAY)
    pace.saw(429, {"retry-after": "1"}, 0.0, TODAY)
    pace.waited(9.0)

    assert [pace.wait_s(0.0), pace.wait_s(9.0)] == [9.0, 0.0]
    assert (pace.waits, pace.waited_s) == (1, 9.0)
