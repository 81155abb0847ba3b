"""What to do when a run could judge nothing at all. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from reports.said import said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from conformance.model import JSON

__all__ = ["advice"]

_TODO = {"credentials", "network", "upstream"}
"""What stands in the way and can be mended, as the phrases name it."""


def advice(results: Iterable[Mapping[str, JSON]]) -> str | None:
    """One sentence for a run whose every case stayed open or was skipped; else ``None``."""
    rows = [row for row in results if row["outcome"] != "skip"]
    if not rows or any(row["outcome"] not in {"inconclusive", "error"} for row in rows):
        return None
    reasons = Counter((row["blame"], str(row["message"])) for row in rows)
    (blame, message), count = reasons.most_common(1)[0]
    todo = said(f"todo.{blame if blame in _TODO else 'other'}")
    return said("note.nothing", count=count, all=len(rows), message=message, todo=todo)
