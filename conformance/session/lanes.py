"""Leases lanes to probes; one probe at a time on a lane."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from conformance.errors import SetupError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Sequence

    from conformance.rigs import Lane

DEFAULT = "default"
STRANGER = "stranger"
"""The role of a lane whose key alone is used, to ask for what is another's."""
WISHED = frozenset({"impatient"})
"""Roles that spare time: a default lane does as well."""


def roles(lanes: Iterable[Lane]) -> frozenset[str]:
    """What probes can be carried out on ``lanes``."""
    found = frozenset(lane.role for lane in lanes)
    return found | WISHED if DEFAULT in found else found


class LanePool:
    """Free lanes by role. Belongs to the event loop that leases from it.

    The lane that was free for longest goes first: what a probe leaves behind in
    the relay meets another as late as can be. However many lanes there are, no
    more probes are under way than there are default ones.
    """

    def __init__(self, lanes: Iterable[Lane]) -> None:
        self._lanes = lanes = tuple(lanes)
        most = sum(lane.role == DEFAULT for lane in lanes)
        self._under_way = asyncio.Semaphore(max(most, 1))
        self._free: dict[str, asyncio.Queue[Lane]] = {}
        for lane in lanes:
            self._free.setdefault(lane.role, asyncio.Queue()).put_nowait(lane)

    def stranger(self, lane: Lane) -> Lane | None:
        """A lane whose key is somebody else's: one that nobody leases, if there is such a one."""
        others = [one for one in self._lanes if one.api_key and one.api_key != lane.api_key]
        return min(others, key=lambda one: one.role != STRANGER, default=None)

    @asynccontextmanager
    async def lease(self, role: str) -> AsyncIterator[Lane]:
        """A lane of ``role``, waited for and given back. Raises :class:`SetupError` for none."""
        if role in WISHED and role not in self._free:
            role = DEFAULT
        if role not in self._free:
            raise SetupError(f"the rig has no lane with the role {role!r}")
        lane = await self._free[role].get()
        try:
            async with self._under_way:
                yield lane
        finally:
            self._free[role].put_nowait(lane)


def share(lanes: Sequence[Lane], index: int, total: int) -> tuple[Lane, ...]:
    """The lanes of worker ``index`` of ``total``.

    Default lanes are divided; lanes with a special role are everybody's, because
    all probes on them stand in one group, which one worker runs.
    """
    default = [lane for lane in lanes if lane.role == DEFAULT]
    special = [lane for lane in lanes if lane.role != DEFAULT]
    return (*default[index::total], *special)
