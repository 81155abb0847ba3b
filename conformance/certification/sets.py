"""Frozen sets of requirements: what a certificate of one date is about.

Rules of this file: a set names rows and the digest of what binds in each, so
that a rule cannot change under a certificate. Rows that came later are judged
but not scored; rows that were withdrawn since are required no more.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import specs
from conformance.catalog import Case
from conformance.catalog import load as catalog
from conformance.errors import UsageError
from conformance.model import JSON

__all__ = ["Drift", "RequirementSet", "SetRow", "drift", "freeze", "from_json", "load", "newest"]

FOLDER = "requirements/sets"
SCHEMA = "meta/requirement-set.schema.json"
NORMATIVE = ("level", "strict", "modes", "needs", "probe", "given", "check", "with", "expect")
"""The keys of a row that decide what it demands; words and sources may be mended."""


@dataclass(frozen=True, slots=True)
class SetRow:
    """One requirement as it was frozen."""

    id: str
    level: str
    modes: frozenset[str]
    needs: frozenset[str]
    strict: bool
    is_full: bool
    """Whether only loads of full size judge it."""
    digest: str


@dataclass(frozen=True, slots=True)
class RequirementSet:
    """A frozen set; ``digest`` is over its whole document."""

    name: str
    frozen: str
    rows: Mapping[str, SetRow]
    document: Mapping[str, JSON]

    @property
    def digest(self) -> str:
        """``sha256:…`` of the document, whatever its layout as YAML."""
        return _digest(self.document)


@dataclass(frozen=True, slots=True)
class Drift:
    """How today's requirements differ from a set's, by their ids."""

    changed: tuple[str, ...]
    gone: tuple[str, ...]
    withdrawn: tuple[str, ...]
    later: tuple[str, ...]


def newest() -> str:
    """The name of the set that new certificates are about."""
    return max(specs.names(FOLDER))


def load(name: str) -> RequirementSet:
    """The set of that name. Raises :class:`UsageError` when there is none."""
    if name not in specs.names(FOLDER):
        known = ", ".join(specs.names(FOLDER))
        raise UsageError(f"no requirement set {name!r}; there are {known}")
    return from_json(specs.check(specs.load_document(f"{FOLDER}/{name}.yaml"), SCHEMA))


def from_json(document: Mapping[str, JSON]) -> RequirementSet:
    """The set in a document that its schema has been checked for."""
    rows = {
        name: SetRow(
            id=name,
            level=row["level"],
            modes=frozenset(row["modes"]),
            needs=frozenset(row.get("needs", ())),
            strict=row.get("strict", False),
            is_full=row.get("load") == "full",
            digest=row["digest"],
        )
        for name, row in document["rows"].items()
    }
    return RequirementSet(document["set"], document["frozen"], rows, document)


def freeze(name: str, today: date) -> RequirementSet:
    """Today's requirements as the set ``name``."""
    rows = {row["id"]: _frozen(row) for row in _judged()}
    return from_json({"set": name, "frozen": today.isoformat(), "rows": dict(sorted(rows.items()))})


def drift(frozen: RequirementSet) -> Drift:
    """What has become of the rows of ``frozen``."""
    judged = {row["id"]: _normative(row) for row in _judged()}
    known = catalog().requirements
    left = [name for name in frozen.rows if name not in judged]
    return Drift(
        changed=tuple(
            name for name, row in frozen.rows.items() if judged.get(name, row.digest) != row.digest
        ),
        gone=tuple(name for name in left if name not in known),
        withdrawn=tuple(name for name in left if name in known),
        later=tuple(name for name in judged if name not in frozen.rows),
    )


def as_yaml(frozen: RequirementSet) -> str:
    """The file of a set, one line for each row."""
    head = [
        f"# Written by `python -m conformance.certification {frozen.name}`; no row is edited.",
        f'set: "{frozen.name}"',
        f'frozen: "{frozen.frozen}"',
        "rows:",
    ]
    rows = (f"  {name}: {json.dumps(row)}" for name, row in frozen.document["rows"].items())
    return "\n".join([*head, *rows]) + "\n"


def _frozen(row: Mapping[str, JSON]) -> dict[str, JSON]:
    """What a set keeps of a row: its own words, and what all of its cases need."""
    known = catalog()
    requirement = known.requirements[row["id"]]
    cases = [Case(requirement, one) for one in known.instances(requirement)]
    keys = {
        "level": row["level"],
        "strict": requirement.strict,
        "modes": sorted(frozenset[str]().union(*(case.modes for case in cases))),
        "needs": sorted(frozenset.intersection(*(case.needs for case in cases))),
        "load": "full" if all(case.instance.probe.is_full for case in cases) else "",
        "digest": _normative(row),
    }
    return {key: value for key, value in keys.items() if value}


def _judged() -> Iterator[Mapping[str, JSON]]:
    """The rows as they are written, but for those that nothing judges."""
    for area in specs.names("requirements"):
        for row in specs.load_yaml(f"requirements/{area}.yaml")["requirements"]:
            if "excluded" not in row and "withdrawn" not in row:
                yield row


def _normative(row: Mapping[str, JSON]) -> str:
    return _digest({key: row[key] for key in ("id", *NORMATIVE) if key in row})


def _digest(value: Mapping[str, JSON]) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
