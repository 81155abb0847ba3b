"""Limits are counted for each key and given back on every way out."""

from __future__ import annotations

import asyncio
from contextlib import AbstractContextManager, ExitStack, suppress
from typing import Any

import pytest

from conformance.relay import defects as known
from conformance.relay.config import ClientKey
from conformance.relay.defects.base import Defects
from conformance.relay.envelope import Problem, Reason, RelayError, refusal
from conformance.relay.limits import Limiter
from conformance.relay.turn import Turn

FAILED = RelayError(Problem(Reason.UPSTREAM, 502, "the upstream failed"))
MALFORMED = refusal(Reason.WRONG_TYPE, "the request makes no sense")
LEFT = asyncio.CancelledError()


class Account:
    """One key before a limiter, its clock, and the defects at work."""

    def __init__(self, *defects: str, **limits: Any) -> None:
        self.now_s = 1000.0
        self.limiter = Limiter(lambda: self.now_s)
        self.key = ClientKey("k", **limits)
        self._defects = defects

    def slot(self, **turn: Any) -> AbstractContextManager[None]:
        """A place for one request."""
        asked = Turn("r", **turn)
        active = Defects(tuple(known.find(name)(asked) for name in self._defects))
        key = active.fold(self.key, lambda d, value: d.key(value))
        return self.limiter.slot(key, asked, active)

    def use(self, ends_in: BaseException | None = None, **turn: Any) -> int:
        """1 when a request is let in, however it ends; 0 when it is refused."""
        let_in = 0
        with suppress(RelayError, asyncio.CancelledError), self.slot(**turn):
            let_in = 1
            if ends_in is not None:
                raise ends_in
        return let_in

    def refusal(self) -> RelayError:
        """The refusal of the next request."""
        with pytest.raises(RelayError) as caught, self.slot():
            pass
        return caught.value

    def left(self) -> str:
        """What the headers say is left of the window."""
        return self.limiter.headers(self.key)["X-RateLimit-Remaining-Requests"]


def test_requests_per_minute_are_limited() -> None:
    """The third request waits until the first one is a minute old."""
    account = Account(rpm=2)
    for _ in range(2):
        account.use()
        account.now_s += 10

    refused = account.refusal()

    assert refused.problem.status == 429
    assert refused.problem.headers == {"Retry-After": "40"}
    assert account.limiter.headers(account.key) == {
        "X-RateLimit-Limit-Requests": "2",
        "X-RateLimit-Remaining-Requests": "0",
        "X-RateLimit-Reset-Requests": "40.000s",
    }
    account.now_s += 40
    with account.slot():
        assert account.left() == "0"


def test_a_window_may_be_short() -> None:
    """It reopens after its own length."""
    account = Account(rpm=1, window_s=4)
    account.use()

    assert account.refusal().problem.headers == {"Retry-After": "4"}
    account.now_s += 4
    assert account.use() == 1


def test_tokens_of_a_window_are_limited() -> None:
    """What was spent is known at the end; the request after that is refused."""
    account = Account(tpm=100, window_s=10)

    assert account.use(tokens=60) + account.use(tokens=60) == 2
    assert account.refusal().problem.headers == {"Retry-After": "10"}
    account.now_s += 10
    assert account.use() == 1


@pytest.mark.parametrize("way", [None, FAILED, MALFORMED, LEFT, KeyError("bug")])
def test_a_place_is_given_back_on_every_way(way: BaseException | None) -> None:
    """Whoever comes next has it."""
    account = Account(concurrency=1)

    with suppress(KeyError):
        account.use(way)
    with account.slot():
        assert account.refusal().problem.headers == {"Retry-After": "1"}


@pytest.mark.parametrize(
    ("way", "turn", "cost"),
    [(None, {}, 1), (FAILED, {}, 0), (LEFT, {}, 0), (LEFT, {"is_begun": True}, 1)],
)
def test_a_balance_pays_for_answers_only(
    way: BaseException | None, turn: dict[str, Any], cost: int
) -> None:
    """The part of an answer that its client left is one."""
    account = Account(quota=1)

    account.use(way, **turn)

    assert account.use() == 1 - cost


def test_a_balance_is_taken_before_the_answer() -> None:
    """Two at once are not both paid by one; the refusal speaks of money, not of time."""
    account = Account(quota=1)

    with account.slot():
        problem = account.refusal().problem

    assert (problem.code, dict(problem.headers)) == ("insufficient_quota", {})


def test_key_without_limits_is_free() -> None:
    """Nothing is refused and no rate header is shown; how many run is known."""
    account, turn = Account(), Turn("r")

    with account.slot(), account.limiter.slot(account.key, turn, Defects()):
        assert account.limiter.headers(account.key) == {}
        assert turn.at_once == 2


def test_reset_is_zero_when_nothing_counts() -> None:
    """An unused key has no time to wait."""
    account = Account(rpm=1)

    assert account.limiter.headers(account.key)["X-RateLimit-Reset-Requests"] == "0.000s"


@pytest.mark.parametrize(
    ("name", "limits", "way", "then"),
    [
        ("slot_leaks_on_abort", {"concurrency": 1}, LEFT, 0),
        ("slot_leaks_on_abort", {"concurrency": 1}, FAILED, 1),
        ("slot_leaks_on_failure", {"concurrency": 1}, FAILED, 0),
        ("slot_leaks_on_failure", {"concurrency": 1}, MALFORMED, 1),
        ("slot_leaks_on_bad_request", {"concurrency": 1}, MALFORMED, 0),
        ("slot_leaks_on_bad_request", {"concurrency": 1}, LEFT, 1),
        ("concurrency_too_tight", {"concurrency": 1}, None, 0),
        ("tokens_not_counted", {"tpm": 1}, None, 1),
        ("failures_are_charged", {"quota": 1}, FAILED, 0),
        ("failures_are_charged", {"quota": 1}, MALFORMED, 1),
        ("spent_key_served", {"quota": 1}, None, 1),
    ],
)
def test_a_defect_miscounts_one_thing(
    name: str, limits: dict[str, int], way: BaseException | None, then: int
) -> None:
    """What happens to the request after one that ended so."""
    account = Account(name, **limits)

    account.use(way, tokens=5)

    assert account.use() == then


@pytest.mark.parametrize(
    ("name", "limits", "at_once"),
    [
        ("concurrency_off_by_one", {"concurrency": 1}, 2),
        ("concurrency_too_tight", {"concurrency": 3}, 2),
        ("limit_checked_late", {"concurrency": 1, "rpm": 1}, 4),
        ("quota_not_atomic", {"quota": 1}, 4),
        ("spent_key_served", {"quota": 1}, 1),
        ("abandoned_streams_fill_the_relay", {}, 4),
        ("abandoned_streams_fill_the_relay", {"concurrency": 2}, 2),
    ],
)
def test_a_defect_lets_so_many_in_at_once(name: str, limits: dict[str, int], at_once: int) -> None:
    """Of four requests, none of which ends before the last has come."""
    account, let_in = Account(name, **limits), 0

    with ExitStack() as stack:
        for _ in range(4):
            with suppress(RelayError):
                stack.enter_context(account.slot())
                let_in += 1

    assert let_in == at_once


def test_streams_that_are_left_fill_the_relay() -> None:
    """Forty of them, and nobody else is let in."""
    account = Account("abandoned_streams_fill_the_relay")

    assert sum(account.use(LEFT) for _ in range(50)) == 40


def test_a_window_never_reopens() -> None:
    """Whatever the refusal said."""
    account = Account("window_never_reopens", rpm=1, window_s=4)
    account.use()

    account.now_s += 5

    assert account.use() == 0
