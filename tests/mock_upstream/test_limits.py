"""Windows of requests, tokens and concurrency."""

from __future__ import annotations

import pytest

from mock_upstream.limits import Account, Refusal
from mock_upstream.scenario.model import Limits


def test_requests_are_forgotten_after_a_minute() -> None:
    """The third request of a minute is refused until the first one is a minute old."""
    account, limits = Account(), Limits(rpm=2)
    account.enter(0.0)
    account.enter(10.0)

    refusal = account.refusal(limits, 30.0)

    assert refusal is not None
    assert (refusal.error, refusal.retry_after_s) == ("rate_limit_exceeded", 30.0)
    assert account.refusal(limits, 60.0) is None


def test_tokens_are_counted_once_they_are_spent() -> None:
    """An account over its tokens is refused with the tokens' own error."""
    account, limits = Account(), Limits(tpm=100)
    account.spend(100, 5.0)

    refusal = account.refusal(limits, 6.0)

    assert refusal is not None
    assert (refusal.error, refusal.retry_after_s) == ("token_rate_limit_exceeded", 59.0)


def test_concurrency_counts_what_is_running() -> None:
    """A request may enter when another has left."""
    account, limits = Account(), Limits(concurrency=1)
    account.enter(0.0)
    assert account.refusal(limits, 0.0) is not None

    account.leave()

    assert account.refusal(limits, 0.0) is None


def test_headers_tell_the_truth() -> None:
    """Limit, remainder and reset follow from the window, which is empty after the last use."""
    account = Account()
    account.enter(0.0)
    account.enter(10.0)
    account.spend(30, 0.0)

    headers = dict(account.headers(Limits(rpm=3, tpm=100), 15.0))

    assert headers == {
        "x-ratelimit-limit-requests": "3",
        "x-ratelimit-remaining-requests": "1",
        "x-ratelimit-reset-requests": "55s",
        "x-ratelimit-limit-tokens": "100",
        "x-ratelimit-remaining-tokens": "70",
        "x-ratelimit-reset-tokens": "45s",
    }
    assert account.headers(Limits(rpm=3, tells=False), 0.0) == ()
    assert account.headers(Limits(), 0.0) == ()


def test_tokens_are_forgotten_after_a_minute() -> None:
    """A new window begins empty."""
    account, limits = Account(), Limits(tpm=100)
    account.spend(100, 5.0)

    assert account.refusal(limits, 65.0) is None
    assert account.spent == 0


def answers(limits: Limits, requests: int, tokens: int = 1) -> list[str]:
    """What so many requests, one after the other, are told."""
    account, told = Account(), []
    for _ in range(requests):
        account.arrive()
        refusal = account.refusal(limits, 0.0)
        told.append("in" if refusal is None else refusal.error)
        if refusal is None:
            account.enter(0.0)
            account.spend(tokens, 0.0)
            account.leave()
        else:
            assert refusal.retry_after_s is None
    return told


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        (Limits(quota_requests=2), ["in", "in", "insufficient_quota", "insufficient_quota"]),
        (Limits(quota_tokens=25), ["in", "in", "in", "insufficient_quota"]),
        (Limits(key_requests=1), ["in", "invalid_api_key", "invalid_api_key", "invalid_api_key"]),
        (Limits(up=1, down=2), ["in", "service_unavailable", "service_unavailable", "in"]),
        (Limits(down=3), ["service_unavailable"] * 4),
        (Limits(key_requests=3, up=3, down=1), ["in", "in", "in", "invalid_api_key"]),
    ],
    ids=str,
)
def test_what_no_waiting_mends(limits: Limits, told: list[str]) -> None:
    """A quota that runs out, a key that is revoked, a service that goes up and down."""
    assert answers(limits, 4, tokens=10) == told


def test_a_quota_is_not_a_window() -> None:
    """An hour later it is used up still."""
    account, limits = Account(), Limits(quota_requests=1)
    account.arrive()
    account.enter(0.0)

    account.arrive()

    assert account.refusal(limits, 3600.0) == Refusal("insufficient_quota")
