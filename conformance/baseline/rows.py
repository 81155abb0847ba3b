"""The rows of a baseline, and what is wrong with them.

Rules of this file: a row excuses a failure until its end date; a row that
excuses nothing any more, or never did, fails the run until it is deleted.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from conformance.errors import UsageError
from reports.said import said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from conformance.model import JSON

DAYS = 90
"""How long a row that the suite writes or proposes excuses a failure."""

SHORTEST = 10
"""Characters of a reason, as ``specs/meta/baselines.schema.json`` has it."""

_KEYS = {"id", "case", "reason", "link", "expires"}


@dataclass(frozen=True, slots=True)
class Row:
    """One known finding. ``case`` is a probe instance or a glob; all cases without it."""

    id: str
    reason: str
    expires: date
    case: str | None = None
    link: str | None = None
    file: str = field(default="", compare=False)
    lines: tuple[int, int] = field(default=(0, 0), compare=False)
    """First and last line of the row in ``file``."""

    @property
    def name(self) -> str:
        """``SSE-014[chat-stream]``."""
        return self.id if self.case is None else f"{self.id}[{self.case}]"

    @property
    def place(self) -> str:
        """``baseline.yaml:12``, or ``the baseline`` for a row that stands in no file."""
        return f"{self.file}:{self.lines[0]}" if self.file else said("row.baseline")

    @property
    def deletion(self) -> str:
        """What to do with a row that is needed no more."""
        first, last = self.lines
        if not self.file:
            return said("row.delete")
        key = "row.delete_line" if first == last else "row.delete_lines"
        return said(key, first=first, last=last, file=self.file)

    def covers(self, requirement: str, case: str) -> bool:
        """Whether the row speaks of this requirement and probe instance."""
        if self.id != requirement:
            return False
        return self.case is None or self.case == case or fnmatchcase(case, self.case)

    def expired(self, today: date) -> str | None:
        """Since when the row excuses nothing; ``None`` for one in date."""
        days = (today - self.expires).days
        if days <= 0:
            return None
        return f"expired on {self.expires}, {days} {'day' if days == 1 else 'days'} ago"

    def as_row(self) -> dict[str, JSON]:
        """The row as it stands in a file, empty keys left out."""
        pairs = {"id": self.id, "case": self.case, "reason": self.reason, "link": self.link}
        given = {key: value for key, value in pairs.items() if value is not None}
        return {**given, "expires": self.expires.isoformat()}

    def as_json(self) -> dict[str, JSON]:
        """The row as ``run.json`` carries it: with its place, where it has one."""
        return {**self.as_row(), **({"place": self.place} if self.file else {})}


def load(file: Path) -> tuple[Row, ...]:
    """The rows of ``file``. Raises :class:`UsageError` naming file and row."""
    import specs  # noqa: PLC0415 (brings yaml and jsonschema)

    try:
        document = specs.parse(file.read_text(encoding="utf-8"), str(file))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"baseline {file}: cannot be read") from error
    except specs.SpecError as error:
        raise UsageError(f"baseline {error}") from error
    value = document.value
    pointer, rows = ("/known", value.get("known")) if isinstance(value, dict) else ("", value)
    if not isinstance(rows, list):
        raise UsageError(f"baseline {file}: write a list of rows under the key `known`")
    return tuple(
        replace(
            _row(row, f"baseline {file}: row {at + 1}"),
            file=str(file),
            lines=_lines(document.lines, f"{pointer}/{at}"),
        )
        for at, row in enumerate(rows)
    )


def _lines(lines: Mapping[str, int], pointer: str) -> tuple[int, int]:
    """The first and last line at which something of ``pointer`` begins."""
    own = [line for key, line in lines.items() if key == pointer or key.startswith(f"{pointer}/")]
    return min(own), max(own)


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
    told = {"place": row.place, "name": row.name, "deletion": row.deletion}
    if row.expired(today):
        days = (today - row.expires).days
        since = said("row.day") if days == 1 else said("row.days", count=days)
        return said("row.expired", date=row.expires, days=since, **told)
    if row.id not in ids:
        return said("row.no_requirement", **told)
    if row.id in judged and not any(row.covers(*pair) for pair in seen):
        return said("row.no_case", **told)
    return None


def to_paste(requirement: str, case: str, message: str, until: date) -> str:
    """A line for a baseline that excuses one case; its reason is for a person to better."""
    reason = "".join(char if char.isprintable() else " " for char in message)[:120].strip()
    told = f"the relay says or does: {reason}" if len(reason) < SHORTEST else reason
    row = Row(requirement, told, until, case).as_row()
    pairs = (
        f"{key}: {value if key in {'id', 'expires'} else json.dumps(value, ensure_ascii=False)}"
        for key, value in row.items()
    )
    return f"- {{{', '.join(pairs)}}}"
