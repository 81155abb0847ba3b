"""Rules of Ideogram's own: what is told of each picture is what the upstream told.

Rules of this file: addresses are not compared, for a relay may keep the pictures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from conformance.checks.registry import check
from conformance.model import JSON, Violation
from conformance.wire.view import View


@check("ideogram.told", given="ok")
def told(view: View, *, under: str, keys: Sequence[str]) -> Iterator[Violation]:
    """The rows ``under`` a name are as many as the upstream's, and alike under ``keys``."""
    said = [_rows(call.call.reply.get("body"), under) for call in view.upstream]
    expected, got = said[-1] if said else [], _rows(view.json, under)
    if not expected or len(got) != len(expected):
        yield Violation("not as many as the upstream's", f"/{under}", len(expected), len(got))
    for index, (theirs, ours) in enumerate(zip(expected, got, strict=False)):
        for key in keys:
            if ours.get(key) != theirs.get(key):
                at = f"/{under}/{index}/{key}"
                yield Violation(f"{key} is not the upstream's", at, theirs.get(key), ours.get(key))


def _rows(body: JSON, under: str) -> list[Mapping[str, JSON]]:
    rows = body.get(under) if isinstance(body, Mapping) else None
    return (
        [one if isinstance(one, Mapping) else {} for one in rows] if isinstance(rows, list) else []
    )
