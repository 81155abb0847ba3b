"""What to do when a run could judge nothing at all. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from conformance.model import JSON

__all__ = ["advice"]

_TODO = {
    "credentials": "mend the account or the key, and run again",
    "network": "check the address and the way to it, and run again",
    "upstream": "check the relay's channels and their upstreams, and run again",
}


def advice(results: Iterable[Mapping[str, JSON]]) -> str | None:
    """One sentence for a run whose every case stayed open or was skipped; else ``None``."""
    rows = [row for row in results if row["outcome"] != "skip"]
    if not rows or any(row["outcome"] not in {"inconclusive", "error"} for row in rows):
        return None
    reasons = Counter((row["blame"], str(row["message"])) for row in rows)
    (blame, message), count = reasons.most_common(1)[0]
    todo = _TODO.get(str(blame), "see the reasons in the report")
    return f"nothing could be judged; {count} of {len(rows)} times: {message}; {todo}"
