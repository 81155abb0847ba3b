"""Known findings: a list that can only get shorter without anybody noticing.

Rules of this file: a row excuses a failure until its end date; a row that
excuses nothing any more, or never did, fails the run until it is deleted.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from conformance.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from conformance.model import JSON

_KEYS = {"id", "case", "reason", "link", "expires"}


@dataclass(frozen=True, slots=True)
class Row:
    """One known finding. ``case`` is a probe instance or a glob; all cases without it."""

    id: str
    reason: str
    expires: date
    case: str | None = None
    link: str | None = None

    def covers(self, requirement: str, case: str) -> bool:
        """Whether the row speaks of this requirement and probe instance."""
        if self.id != requirement:
            return False
        return self.case is None or self.case == case or fnmatchcase(case, self.case)

    def as_json(self) -> dict[str, JSON]:
        """The row as it stands in the file, empty keys left out."""
        pairs = {**asdict(self), "expires": self.expires.isoformat()}
        return {key: value for key, value in pairs.items() if value is not None}


def load(file: Path) -> tuple[Row, ...]:
    """The rows of ``file``. Raises :class:`UsageError` naming file and row."""
    import specs  # noqa: PLC0415 (brings yaml and jsonschema)

    try:
        document = specs.parse(file.read_text(encoding="utf-8"), str(file)).value
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"baseline {file}: cannot be read") from error
    except specs.SpecError as error:
        raise UsageError(f"baseline {error}") from error
    rows = document.get("known") if isinstance(document, dict) else document
    if not isinstance(rows, list):
        raise UsageError(f"baseline {file}: write a list of rows under the key `known`")
    return tuple(_row(row, f"baseline {file}: row {at}") for at, row in enumerate(rows, 1))


def _row(row: JSON, where: str) -> Row:
    if not isinstance(row, dict) or not {"id", "reason", "expires"} <= row.keys() <= _KEYS:
        raise UsageError(f"{where}: write id, reason and expires, and if need be case and link")
    try:
        expires = date.fromisoformat(str(row["expires"]))
    except ValueError as error:
        raise UsageError(f"{where}: expires is {row['expires']!r}; write YYYY-MM-DD") from error
    return Row(str(row["id"]), str(row["reason"]), expires, row.get("case"), row.get("link"))


def match(rows: Sequence[Row], requirement: str, case: str) -> Row | None:
    """The first row that covers the case."""
    return next((row for row in rows if row.covers(requirement, case)), None)


def problems(
    rows: Iterable[Row], seen: Sequence[tuple[str, str]], known: Iterable[str], today: date
) -> tuple[str, ...]:
    """What is wrong with the list itself: expired rows, and rows of nothing.

    ``seen`` holds (requirement, case) of this run; ``known`` every requirement
    id there is, so that a row outside the selection is no mistake.
    """
    ids, judged = set(known), {requirement for requirement, _ in seen}
    return tuple(
        problem for row in rows if (problem := _problem(row, seen, ids, judged, today)) is not None
    )


def _problem(
    row: Row, seen: Sequence[tuple[str, str]], ids: set[str], judged: set[str], today: date
) -> str | None:
    name = row.id if row.case is None else f"{row.id}[{row.case}]"
    if row.expires < today:
        return f"baseline row {name} expired on {row.expires}; mend it or set a new date"
    if row.id not in ids:
        return f"baseline row {name} names no requirement; delete it"
    if row.id in judged and not any(row.covers(*pair) for pair in seen):
        return f"baseline row {name} matches no case; delete it"
    return None


def updated(
    rows: Iterable[Row], failed: Iterable[tuple[str, str, str]], fixed: Iterable[Row], until: date
) -> str:
    """The YAML text of a baseline that also knows ``failed`` (id, case, message)."""
    import yaml  # noqa: PLC0415 (only for --baseline-update)

    gone = set(fixed)
    kept = [row for row in rows if row not in gone]
    new = [
        Row(requirement, message or "failed when the baseline was written", until, case)
        for requirement, case, message in failed
    ]
    document = {"known": [row.as_json() for row in (*kept, *new)]}
    return str(yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=100))
