"""Which channels are called, in which order, and when the relay gives up.

Rules of this file: what a failure means is the policy's to say (``retry``);
this file only walks. A cancelled walk calls no further channel.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from math import inf
from typing import TypeVar

from conformance.relay.config import Channel
from conformance.relay.envelope import RelayError
from conformance.relay.relayed import problem_of
from conformance.relay.retry import Cause, Failure, RetryPolicy, UpstreamError

__all__ = ["Health", "Walk", "candidates"]

T = TypeVar("T")


class Health:
    """Which channels rest; ``now`` is a monotonic clock in seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._rests_until: dict[str, float] = {}

    def note(self, channel: Channel, rest_s: float) -> None:
        """Let the channel rest from now on; a shorter rest ends no longer one."""
        if channel.may_rest:
            until = self._now() + rest_s
            self._rests_until[channel.name] = max(until, self._rests_until.get(channel.name, until))

    def rests(self, channel: Channel) -> bool:
        """Whether the channel is only to be called when there is no other."""
        return self._now() < self._rests_until.get(channel.name, -inf)


def candidates(
    channels: tuple[Channel, ...], alias: str, policy: RetryPolicy, health: Health
) -> Iterator[Channel]:
    """Yield the channels to call for an alias, those that rest last."""
    able = sorted((c for c in channels if alias in c.models), key=lambda c: c.priority)
    able.sort(key=health.rests)
    calls = [channel for channel in able for _ in range(policy.tries_per_channel)]
    yield from calls[: policy.max_calls]


class Walk:
    """One request's way along its channels; asked again, it goes on where it stood."""

    def __init__(self, channels: Iterator[Channel], policy: RetryPolicy, health: Health) -> None:
        self._channels = channels
        self._policy = policy
        self._health = health

    async def first(self, attempt: Callable[[Channel], Awaitable[T]]) -> T | None:
        """Return the first answer that a channel gives; ``None`` if no channel is left.

        Raises RelayError with the last failure when every channel failed.
        """
        last: RelayError | None = None
        for channel in self._channels:
            try:
                if self._health.rests(channel) and not self._policy.calls_resting:
                    raise UpstreamError(Failure(Cause.CONNECT))
                return await attempt(channel)
            except UpstreamError as caught:
                last = RelayError(problem_of(caught.failure, channel))
                if self._policy.is_final(caught.failure):
                    break
                self._health.note(channel, self._policy.rest_s(caught.failure))
        if last is not None:
            raise last
        return None
