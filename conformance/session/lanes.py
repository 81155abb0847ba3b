"""Leases lanes to probes; one probe at a time on a lane."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from conformance.errors import SetupError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Sequence

    from conformance.rigs import Lane


WISHED = frozenset({"impatient"})
"""Roles that spare time: a default lane does as well."""


def roles(lanes: Iterable[Lane]) -> frozenset[str]:
    """What probes can be carried out on ``lanes``."""
    found = frozenset(lane.role for lane in lanes)
    return found | WISHED if "default" in found else found


class LanePool:
    """Free lanes by role. Belongs to the event loop that leases from it."""

    def __init__(self, lanes: Iterable[Lane]) -> None:
        self._free: dict[str, asyncio.LifoQueue[Lane]] = {}
        for lane in lanes:
            self._free.setdefault(lane.role, asyncio.LifoQueue()).put_nowait(lane)

    @asynccontextmanager
    async def lease(self, role: str) -> AsyncIterator[Lane]:
        """A lane of ``role``, waited for and given back. Raises :class:`SetupError` for none."""
        if role in WISHED and role not in self._free:
            role = "default"
        if role not in self._free:
            raise SetupError(f"the rig has no lane with the role {role!r}")
        lane = await self._free[role].get()
        try:
            yield lane
        finally:
            self._free[role].put_nowait(lane)


def share(lanes: Sequence[Lane], index: int, total: int) -> tuple[Lane, ...]:
    """The lanes of worker ``index`` of ``total``.

    Default lanes are divided; lanes with a special role are everybody's, because
    all probes on them stand in one group, which one worker runs.
    """
    default = [lane for lane in lanes if lane.role == "default"]
    special = [lane for lane in lanes if lane.role != "default"]
    return (*default[index::total], *special)
