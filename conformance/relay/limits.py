"""What a key may use: requests and tokens in a window, requests at a time, answers in all.

Rules of this file: a slot is a context; whatever happens inside, it is given
back at the end. What is counted is counted before anything is awaited, so that
requests that come at once cannot all see the same room.
"""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from conformance.relay.config import ClientKey
from conformance.relay.defects.base import Defects, Switch
from conformance.relay.envelope import Reason, RelayError, refusal
from conformance.relay.turn import Turn

__all__ = ["Limiter", "is_owed"]


@dataclass(slots=True)
class _Use:
    """What one key has used; times are of the limiter's clock."""

    admitted: deque[float] = field(default_factory=deque)
    tokens: deque[tuple[float, int]] = field(default_factory=deque)
    running: int = 0
    paid: int = 0
    """Answers that its quota has paid, those under way included."""

    @property
    def spent(self) -> int:
        """Tokens of the window."""
        return sum(count for _, count in self.tokens)


class Limiter:
    """The counters of all keys; ``now`` is a monotonic clock in seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._uses: dict[str, _Use] = defaultdict(_Use)

    @contextmanager
    def slot(self, key: ClientKey, turn: Turn, defects: Defects) -> Iterator[None]:
        """Hold one of the key's places. Raises RelayError (429) when none is free."""
        use, is_late = self._recent(key), defects.has(Switch.COUNTS_LATE)
        if not use.running and defects.has(Switch.FORGETS_DEBT):
            use.paid = 0
        self._check(key, use)
        if not is_late:
            self._count(use)
        use.paid += not defects.has(Switch.CHARGES_LATE)
        turn.at_once, turn.counts_tokens = use.running, key.tpm is not None
        error: BaseException | None = None
        try:
            yield
        except BaseException as caught:
            error = caught
            raise
        finally:
            self._settle(use, turn, error, defects)

    def _check(self, key: ClientKey, use: _Use) -> None:
        """Raises RelayError (429) when the key has no room left."""
        if key.quota is not None and use.paid >= key.quota:
            raise refusal(Reason.NO_BALANCE, "The balance of this API key is used up.")
        if key.concurrency is not None and use.running >= key.concurrency:
            raise _refused("Too many requests at a time for this key.", wait_s=1)
        wait_s = self._reset_s(key)
        if key.rpm is not None and len(use.admitted) >= key.rpm:
            raise _refused("Too many requests per minute for this key.", wait_s=wait_s)
        if key.tpm is not None and use.spent >= key.tpm:
            wait_s = use.tokens[0][0] + key.window_s - self._now()
            raise _refused("Too many tokens per minute for this key.", wait_s=wait_s)

    def _count(self, use: _Use) -> None:
        use.admitted.append(self._now())
        use.running += 1

    def _settle(self, use: _Use, turn: Turn, error: BaseException | None, defects: Defects) -> None:
        """Give the place back, and the money of an answer that was none."""
        if defects.has(Switch.COUNTS_LATE):
            self._count(use)
        is_over = True
        if defects.fold(is_over, lambda d, value: d.frees_slot(value, error)):
            use.running -= 1
        is_charged = defects.fold(is_owed(turn, error), lambda d, value: d.charges(value, error))
        use.paid += is_charged - (not defects.has(Switch.CHARGES_LATE))
        if turn.tokens:
            use.tokens.append((self._now(), turn.tokens))

    def headers(self, key: ClientKey) -> Mapping[str, str]:
        """Return the rate headers of a key with a limit per minute, else none."""
        if key.rpm is None:
            return {}
        use = self._recent(key)
        return {
            "X-RateLimit-Limit-Requests": str(key.rpm),
            "X-RateLimit-Remaining-Requests": str(max(0, key.rpm - len(use.admitted))),
            "X-RateLimit-Reset-Requests": f"{self._reset_s(key):.3f}s",
        }

    def _recent(self, key: ClientKey) -> _Use:
        """Return the use of a key without what has left the window."""
        use, horizon_s = self._uses[key.token], self._now() - key.window_s
        while use.admitted and use.admitted[0] <= horizon_s:
            use.admitted.popleft()
        while use.tokens and use.tokens[0][0] <= horizon_s:
            use.tokens.popleft()
        return use

    def _reset_s(self, key: ClientKey) -> float:
        """Return the seconds until the oldest counted request leaves the window."""
        admitted = self._recent(key).admitted
        return max(0.0, admitted[0] + key.window_s - self._now()) if admitted else 0.0


def is_owed(turn: Turn, error: BaseException | None) -> bool:
    """Whether the key pays: for an answer that says something, and for a part that was left."""
    return turn.is_begun or (error is None and not turn.is_empty)


def _refused(message: str, *, wait_s: float) -> RelayError:
    retry_after = str(max(1, math.ceil(wait_s)))
    return refusal(Reason.LIMIT, message, headers={"Retry-After": retry_after})
