"""Defects of a relay whose client leaves before its answer is over."""

from __future__ import annotations

from conformance.relay.defects.base import Defect, Switch

__all__ = ["CANCEL"]


class RetriesAfterLeave(Defect):
    """A client that leaves before its answer begins is not noticed; other channels are tried."""

    name = "retries_after_leave"
    switches = frozenset({Switch.DEAF_BEFORE_ANSWER})


class UpstreamKeptOpen(Defect):
    """A call whose client left in the stream is neither read on nor closed."""

    name = "upstream_kept_open"
    switches = frozenset({Switch.LEAKS_CALLS})


CANCEL: tuple[type[Defect], ...] = (RetriesAfterLeave, UpstreamKeptOpen)
"""In the order in which they are listed."""
