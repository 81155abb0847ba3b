"""Turns a result into the outcome of a test.

Rules of this file: what is recorded stays in the result; pytest only knows
passed, failed, skipped and xfailed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conformance.model import JSON

PROPERTY = "relay_result"
"""Name of the user property that carries a result, as JSON text, to the leading process."""

_MOST = 1500


def conclude(result: dict[str, JSON]) -> None:
    """Return for pass and warn; otherwise raise what pytest shows for the outcome."""
    outcome, message = result["outcome"], result["message"]
    if outcome in {"skip", "inconclusive"}:
        pytest.skip(f"{outcome}: {message}")
    if outcome == "known":
        pytest.xfail(f"known: {result['known']['reason']}")
    if outcome in {"fail", "fixed", "error"}:
        pytest.fail(text(result), pytrace=False)


def text(result: dict[str, JSON]) -> str:
    """What a person needs to see of a failure, bounded."""
    lines = [
        f"{result['id']} {result['title']} [{result['case']}]",
        f"{result['outcome']}, blame: {result['blame']}: {result['message']}",
    ]
    lines += [f"  at {one['at']}: {one['message']}" for one in result.get("violations", [])[:5]]
    if result.get("expected") is not None:
        lines += [f"expected: {result['expected']!r}", f"actual:   {result['actual']!r}"]
    if result["source"].get("url"):
        lines.append(f"source: {result['source']['url']}")
    if result.get("curl"):
        lines.append(f"again: {result['curl']}")
    return "\n".join(line if len(line) <= _MOST else f"{line[:_MOST]}…" for line in lines)
