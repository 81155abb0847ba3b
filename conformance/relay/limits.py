"""Requests per minute and requests at a time, counted for each client key.

A slot is a context: whatever happens inside, it is given back at the end.
"""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from conformance.relay.config import ClientKey
from conformance.relay.envelope import Reason, RelayError, refusal

__all__ = ["Limiter"]

_WINDOW_S = 60.0


class Limiter:
    """The counters of all keys; ``now`` is a monotonic clock in seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._admitted: dict[str, deque[float]] = defaultdict(deque)
        self._running: dict[str, int] = defaultdict(int)

    @contextmanager
    def slot(self, key: ClientKey) -> Iterator[None]:
        """Hold one of the key's places. Raises RelayError (429) when none is free."""
        admitted = self._recent(key)
        if key.concurrency is not None and self._running[key.token] >= key.concurrency:
            raise _refused("Too many requests at a time for this key.", wait_s=1)
        if key.rpm is not None and len(admitted) >= key.rpm:
            raise _refused("Too many requests per minute for this key.", wait_s=self._reset_s(key))
        admitted.append(self._now())
        self._running[key.token] += 1
        try:
            yield
        finally:
            self._running[key.token] -= 1

    def headers(self, key: ClientKey) -> Mapping[str, str]:
        """Return the rate headers of a key with a limit per minute, else none."""
        if key.rpm is None:
            return {}
        return {
            "X-RateLimit-Limit-Requests": str(key.rpm),
            "X-RateLimit-Remaining-Requests": str(max(0, key.rpm - len(self._recent(key)))),
            "X-RateLimit-Reset-Requests": f"{self._reset_s(key):.3f}s",
        }

    def _recent(self, key: ClientKey) -> deque[float]:
        admitted = self._admitted[key.token]
        while admitted and admitted[0] <= self._now() - _WINDOW_S:
            admitted.popleft()
        return admitted

    def _reset_s(self, key: ClientKey) -> float:
        """Return the seconds until the oldest counted request leaves the window."""
        admitted = self._recent(key)
        return max(0.0, admitted[0] + _WINDOW_S - self._now()) if admitted else 0.0


def _refused(message: str, *, wait_s: float) -> RelayError:
    retry_after = str(max(1, math.ceil(wait_s)))
    return refusal(Reason.LIMIT, message, headers={"Retry-After": retry_after})
