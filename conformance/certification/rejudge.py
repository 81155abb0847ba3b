"""Judges the recorded exchanges of a bundle again and compares.

Rules of this file: only the suite that made a bundle can judge it as it did, so
the comparison is for the same version and the same specs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from conformance.catalog import load
from conformance.certification.score import Scope
from conformance.certification.sets import RequirementSet
from conformance.model import JSON, Mode
from conformance.wire import jsontext

__all__ = ["contradictions", "unasked"]


def contradictions(document: Mapping[str, JSON], log: bytes) -> Iterator[str]:
    """Each result that the recorded exchanges do not bear out."""
    from conformance.session.again import judged_again  # noqa: PLC0415 (the whole judge)

    with TemporaryDirectory() as folder:
        (Path(folder) / "exchanges.ndjson").write_bytes(log)
        _, today = judged_again(Path(folder), document, strict=False)
    again = {(row["id"], row["case"]): row for row in _plain(today["results"])}
    for row in document["results"]:
        name, key = f"{row['id']}[{row['case']}]", (row["id"], row["case"])
        if not row["exchanges"]:
            if row["outcome"] != "skip":
                yield f"{name} is {row['outcome']} without any exchange"
        elif key not in again:
            yield f"{name} is no case that its exchanges are judged by"
        elif again[key]["outcome"] != row["outcome"]:
            yield f"{name} is {row['outcome']}, but its exchanges say {again[key]['outcome']}"
        elif parts := _other_parts(again[key], row):
            yield f"{name} says something else than its exchanges: {', '.join(parts)}"


def _other_parts(one: Mapping[str, JSON], other: Mapping[str, JSON]) -> list[str]:
    """The members that differ; one that is null may as well be absent."""
    return sorted(part for part in one.keys() | other.keys() if one.get(part) != other.get(part))


def _plain(rows: JSON) -> JSON:
    """Rows as a document has them, tuples and numbers as JSON writes them."""
    return jsontext.loads(json.dumps(rows, ensure_ascii=False).encode("utf-8", "backslashreplace"))


def unasked(document: Mapping[str, JSON], frozen: RequirementSet, scope: Scope) -> Iterator[str]:
    """Each case of a required row that the run left out without a reason in the scope."""
    found = {(row["id"], row["case"]): row for row in document["results"]}
    claimed = frozenset(scope.capabilities)
    for case in load(scope.profile).cases(Mode(scope.mode)):
        row = frozen.rows.get(case.requirement.id)
        if row is None or not scope.requires(row) or not case.needs <= claimed:
            continue
        if case.instance.probe.is_full and scope.load != "full":
            continue
        result = found.get((row.id, case.instance.key))
        if result is None:
            yield f"{case.id} is required, but the run left it out"
        elif not result["exchanges"]:
            yield f"{case.id} is required, but was not judged: {result['message'][:200]}"
