"""Limits are counted for each key and given back on every way out."""

from __future__ import annotations

import pytest

from conformance.relay.config import ClientKey
from conformance.relay.envelope import RelayError
from conformance.relay.limits import Limiter


class Clock:
    """A clock that stands still until it is set."""

    now_s = 1000.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now_s


def test_requests_per_minute_are_limited() -> None:
    """The third request waits until the first one is a minute old."""
    clock, key = Clock(), ClientKey("k", rpm=2)
    limiter = Limiter(clock)
    for _ in range(2):
        with limiter.slot(key):
            clock.now_s += 10

    with pytest.raises(RelayError) as caught, limiter.slot(key):
        pass

    assert caught.value.problem.status == 429
    assert caught.value.problem.headers == {"Retry-After": "40"}
    assert limiter.headers(key) == {
        "X-RateLimit-Limit-Requests": "2",
        "X-RateLimit-Remaining-Requests": "0",
        "X-RateLimit-Reset-Requests": "40.000s",
    }
    clock.now_s += 40
    with limiter.slot(key):
        assert limiter.headers(key)["X-RateLimit-Remaining-Requests"] == "0"


def test_place_is_given_back_after_a_failure() -> None:
    """An exception inside does not keep the place."""
    limiter, key = Limiter(Clock()), ClientKey("k", concurrency=1)

    with pytest.raises(KeyError), limiter.slot(key):
        raise KeyError
    with limiter.slot(key), pytest.raises(RelayError) as caught, limiter.slot(key):
        pass

    assert caught.value.problem.headers == {"Retry-After": "1"}


def test_key_without_limits_is_free() -> None:
    """Nothing is refused and no rate header is shown."""
    limiter, key = Limiter(Clock()), ClientKey("k")

    with limiter.slot(key), limiter.slot(key):
        assert limiter.headers(key) == {}


def test_reset_is_zero_when_nothing_counts() -> None:
    """An unused key has no time to wait."""
    assert Limiter(Clock()).headers(ClientKey("k", rpm=1))["X-RateLimit-Reset-Requests"] == "0.000s"
