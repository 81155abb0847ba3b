"""What the public has reported of other relays, as far as a run found the same.

Rules of this file: names reports, judges nothing; a report without a finding stays away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import specs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from conformance.model import JSON

__all__ = ["reported"]

_FOUND = frozenset({"fail", "warn", "known"})


def reported(rows: Iterable[Mapping[str, JSON]]) -> list[dict[str, JSON]]:
    """The reports that the findings among ``rows`` answer, with the threads' addresses."""
    named = {one for row in rows if row["outcome"] in _FOUND for one in row["defects"]}
    if not named:
        return []  # the list is long, and most runs find nothing
    return [
        {
            "id": row["id"],
            "title": row["title"],
            "links": [specs.thread_url(thread) for thread in row["threads"]],
        }
        for row in specs.defects()
        if row["id"] in named
    ]
