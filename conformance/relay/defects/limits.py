"""Defects of counting: what a key may use, and when its places are free again."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from conformance.relay.config import ClientKey, Timeouts
from conformance.relay.defects.base import Defect, Switch
from conformance.relay.envelope import Problem, Reason, RelayError

__all__ = ["LIMITS"]


class ConcurrencyOffByOne(Defect):
    """One request more than the key may have runs at a time."""

    name = "concurrency_off_by_one"

    def key(self, key: ClientKey) -> ClientKey:
        """Add a place."""
        return key if key.concurrency is None else replace(key, concurrency=key.concurrency + 1)


class ConcurrencyTooTight(Defect):
    """The last of a key's places is never given out."""

    name = "concurrency_too_tight"

    def key(self, key: ClientKey) -> ClientKey:
        """Take a place away."""
        return key if key.concurrency is None else replace(key, concurrency=key.concurrency - 1)


class WindowTooTight(Defect):
    """The last request of a window is never let in."""

    name = "window_too_tight"

    def key(self, key: ClientKey) -> ClientKey:
        """Take a request away, where more than two are left."""
        return replace(key, rpm=key.rpm - 1) if key.rpm and key.rpm > 2 else key


class LimitCheckedLate(Defect):
    """A request counts against its key's limits once it is answered."""

    name = "limit_checked_late"
    switches = frozenset({Switch.COUNTS_LATE})


class RefusesAfterCall(Defect):
    """A request over the limit is sent upstream, and refused when the answer is there."""

    name = "refuses_after_call"
    switches = frozenset({Switch.CALLS_FIRST})


class SlotLeaksOnAbort(Defect):
    """The place of a client that left is not given back."""

    name = "slot_leaks_on_abort"

    def frees_slot(self, frees: bool, error: BaseException | None) -> bool:
        """Keep it when the client left."""
        return frees and not _has_left(error)


class SlotLeaksOnFailure(Defect):
    """The place of a request whose upstream failed is not given back."""

    name = "slot_leaks_on_failure"

    def frees_slot(self, frees: bool, error: BaseException | None) -> bool:
        """Keep it when the upstream failed."""
        return frees and not _is_told(error, {Reason.UPSTREAM})


class SlotLeaksOnBadRequest(Defect):
    """The place of a request that makes no sense is not given back."""

    name = "slot_leaks_on_bad_request"

    def frees_slot(self, frees: bool, error: BaseException | None) -> bool:
        """Keep it when the request was at fault."""
        return frees and not _is_told(error, {Reason.WRONG_TYPE, Reason.BAD_JSON})


class SlotPinnedByStalledReader(Defect):
    """A client that reads nothing is waited for without end."""

    name = "slot_pinned_by_stalled_reader"

    def timeouts(self, timeouts: Timeouts) -> Timeouts:
        """Never lose patience."""
        return replace(timeouts, write_s=None)


class AbandonedStreamsFillTheRelay(Defect):
    """A key has forty places in all, and those of clients that left are lost."""

    name = "abandoned_streams_fill_the_relay"

    def key(self, key: ClientKey) -> ClientKey:
        """Limit the key that has no limit."""
        return replace(key, concurrency=key.concurrency or 40)

    def frees_slot(self, frees: bool, error: BaseException | None) -> bool:
        """Keep the place when the client left."""
        return frees and not _has_left(error)


class WindowNeverReopens(Defect):
    """A window that is full stays so for an hour, whatever the refusals say."""

    name = "window_never_reopens"

    def key(self, key: ClientKey) -> ClientKey:
        """Make the window an hour long."""
        return replace(key, window_s=3600.0)

    def error(self, problem: Problem) -> Problem:
        """Name a second."""
        is_victim = problem.reason is Reason.LIMIT
        return replace(problem, headers={"Retry-After": "1"}) if is_victim else problem


class RemainingIsMadeUp(Defect):
    """The headers say that all of a window's requests remain."""

    name = "remaining_is_made_up"

    def headers(self, headers: dict[str, str]) -> dict[str, str]:
        """Repeat the limit."""
        limit = headers.get("X-RateLimit-Limit-Requests")
        return headers if limit is None else headers | {"X-RateLimit-Remaining-Requests": limit}


class TokensNotCounted(Defect):
    """Nobody counts the tokens of a window."""

    name = "tokens_not_counted"

    def key(self, key: ClientKey) -> ClientKey:
        """Forget the limit."""
        return replace(key, tpm=None)


class QuotaNotAtomic(Defect):
    """The balance is looked at before an answer and reduced after it."""

    name = "quota_not_atomic"
    switches = frozenset({Switch.CHARGES_LATE})


class FailuresAreCharged(Defect):
    """A request whose upstream failed costs as much as an answer."""

    name = "failures_are_charged"

    def charges(self, charges: bool, error: BaseException | None) -> bool:
        """Charge for the failure too."""
        return charges or _is_told(error, {Reason.UPSTREAM})


class EmptyAnswersAreCharged(Defect):
    """An answer in which the upstream says nothing costs as much as any."""

    name = "empty_answers_are_charged"

    def charges(self, charges: bool, error: BaseException | None) -> bool:
        """Charge for nothing too."""
        return charges or (error is None and self.turn.is_empty)


class LeavingIsFree(Defect):
    """A client that leaves before the end of a stream pays nothing."""

    name = "leaving_is_free"

    def charges(self, charges: bool, error: BaseException | None) -> bool:
        """Forget what it got."""
        return charges and not _has_left(error)


class SpentKeyServed(Defect):
    """A balance that is used up is forgotten when no request is under way."""

    name = "spent_key_served"
    switches = frozenset({Switch.FORGETS_DEBT})


def _has_left(error: BaseException | None) -> bool:
    return isinstance(error, asyncio.CancelledError | ConnectionResetError)


def _is_told(error: BaseException | None, reasons: set[Reason]) -> bool:
    return isinstance(error, RelayError) and error.problem.reason in reasons


LIMITS: tuple[type[Defect], ...] = (
    ConcurrencyOffByOne,
    ConcurrencyTooTight,
    WindowTooTight,
    LimitCheckedLate,
    RefusesAfterCall,
    SlotLeaksOnAbort,
    SlotLeaksOnFailure,
    SlotLeaksOnBadRequest,
    SlotPinnedByStalledReader,
    AbandonedStreamsFillTheRelay,
    WindowNeverReopens,
    RemainingIsMadeUp,
    TokensNotCounted,
    QuotaNotAtomic,
    FailuresAreCharged,
    EmptyAnswersAreCharged,
    LeavingIsFree,
    SpentKeyServed,
)
"""In the order in which they are listed."""
