"""Telling a client to leave, and hearing how far it has read, from outside and at any time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["Leave"]


class Leave:
    """One client's way out; it may be told before the client has begun, and after its end."""

    def __init__(self) -> None:
        self.is_told = False
        self.octets = 0
        """Octets of the body that the client has read so far."""
        self.events = 0
        """Events that it has read so far, where somebody counts them."""
        self._limit: asyncio.Timeout | None = None

    def tell(self) -> None:
        """The client closes its connection now, or as soon as it has one."""
        self.is_told = True
        if self._limit is not None:
            self._limit.reschedule(0)

    @contextmanager
    def heeded(self, limit: asyncio.Timeout) -> Iterator[None]:
        """Within the context ``limit`` ends at once when the client is told to leave."""
        self._limit = limit
        if self.is_told:
            self.tell()
        try:
            yield
        finally:
            self._limit = None
