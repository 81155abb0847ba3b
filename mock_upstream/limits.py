"""An account's requests and tokens per minute and in all, and how many run at once.

Rules of this file: sliding windows of a minute over times that the caller
gives; what a refusal looks like on the wire is the dialect's business.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from mock_upstream.frames import Headers
from mock_upstream.protocols.openai.headers import rate_limit
from mock_upstream.scenario.model import Limits

WINDOW_S = 60.0

Tell: TypeAlias = Callable[[str, int, int, float], Headers]
"""Kind, size and rest of a limit, and the seconds until its reset, as headers."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is refused; ``error`` is a row of the error catalogue."""

    error: str
    retry_after_s: float | None = None
    """When it would be let in; None: not by waiting."""


@dataclass(slots=True)
class Account:
    """The use of one upstream since its generation began."""

    requests: deque[float] = field(default_factory=deque)
    tokens: deque[tuple[float, int]] = field(default_factory=deque)
    running: int = 0
    arrived: int = 0
    """Requests with the right key, let in or not."""
    entered: int = 0
    """Requests that were let in."""
    tokens_in_all: int = 0

    def arrive(self) -> None:
        """A request has come; it is counted whether it is let in or not."""
        self.arrived += 1

    def refusal(self, limits: Limits, now: float) -> Refusal | None:
        """Why a request that has arrived at ``now`` is over ``limits``, or None."""
        return self._for_good(limits) or self._for_now(limits, now)

    def _for_good(self, limits: Limits) -> Refusal | None:
        """What no waiting mends."""
        if limits.key_requests is not None and self.arrived > limits.key_requests:
            return Refusal("invalid_api_key")
        if limits.down and (self.arrived - 1) % (limits.up + limits.down) >= limits.up:
            return Refusal("service_unavailable")
        if limits.quota_requests is not None and self.entered >= limits.quota_requests:
            return Refusal("insufficient_quota")
        if limits.quota_tokens is not None and self.tokens_in_all >= limits.quota_tokens:
            return Refusal("insufficient_quota")
        return None

    def _for_now(self, limits: Limits, now: float) -> Refusal | None:
        """What a window, or another request, keeps out."""
        self._forget(now)
        if limits.rpm is not None and len(self.requests) >= limits.rpm:
            return Refusal("rate_limit_exceeded", self.requests[0] + WINDOW_S - now)
        if limits.tpm is not None and self.spent >= limits.tpm:
            return Refusal("token_rate_limit_exceeded", self.tokens[0][0] + WINDOW_S - now)
        if limits.concurrency is not None and self.running >= limits.concurrency:
            return Refusal("rate_limit_exceeded", 1.0)
        return None

    @property
    def spent(self) -> int:
        """Tokens of the window."""
        return sum(count for _, count in self.tokens)

    def enter(self, now: float) -> None:
        """A request is let in; pair with :meth:`leave`."""
        self.requests.append(now)
        self.running += 1
        self.entered += 1

    def spend(self, tokens: int, now: float) -> None:
        """Its reply costs ``tokens``."""
        self.tokens.append((now, tokens))
        self.tokens_in_all += tokens

    def leave(self) -> None:
        """A request that was let in is over."""
        self.running -= 1

    def _forget(self, now: float) -> None:
        """Drop what is older than the window."""
        while self.requests and self.requests[0] <= now - WINDOW_S:
            self.requests.popleft()
        while self.tokens and self.tokens[0][0] <= now - WINDOW_S:
            self.tokens.popleft()

    def headers(self, limits: Limits, now: float, tell: Tell = rate_limit) -> Headers:
        """The true headers of the limits, as ``tell`` writes them; none for what is unlimited."""
        if not limits.tells:
            return ()
        found: Headers = ()
        if limits.rpm is not None:
            since = self.requests[-1] if self.requests else None
            left = limits.rpm - len(self.requests)
            found += tell("requests", limits.rpm, left, _reset(since, now))
        if limits.tpm is not None:
            since = self.tokens[-1][0] if self.tokens else None
            left = limits.tpm - self.spent
            found += tell("tokens", limits.tpm, left, _reset(since, now))
        return found


def _reset(since: float | None, now: float) -> float:
    """Seconds until all use is forgotten: the window is then as at first."""
    return 0.0 if since is None else since + WINDOW_S - now
