"""Which process of pytest-xdist gets which test.

Rules of this file: imported only when pytest-xdist distributes. The groups are
given here and not as ``xdist_group`` marks, whose suffix on node ids pytest 9.2
no longer takes (pytest-xdist 3.8).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

from conformance.pytest_plugin.active import ITEM

if TYPE_CHECKING:
    from collections.abc import Mapping


class ByProbe(LoadScopeScheduling):  # type: ignore[misc]  # untyped library
    """Cases of one group run in one process; other tests go anywhere."""

    def __init__(self, config: Any, log: Any, groups: Mapping[str, str]) -> None:  # noqa: ANN401 (xdist's own types)
        super().__init__(config, log)
        self._groups = groups

    def _split_scope(self, nodeid: str) -> str:
        """The group of a test; xdist calls it for each."""
        return group_in(nodeid, self._groups)


def group_in(nodeid: str, groups: Mapping[str, str]) -> str:
    """The group of the case that ``nodeid`` names; a foreign test is its own group."""
    case = nodeid.partition(ITEM)[2].removesuffix("]")
    return groups.get(case, nodeid)
