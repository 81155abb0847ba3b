"""Many runs in one SQLite file, so that a requirement can be seen over time.

Rules of this file: a run is added once, however often it is given; what a newer
suite wrote is refused, not guessed at. Writers take turns: each addition is one
transaction that begins with the lock.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.text import line

if TYPE_CHECKING:
    from pathlib import Path

    from reports.document import JSON
    from reports.run import Run

__all__ = ["Entry", "History", "HistoryError", "Point"]

PATIENCE_S = 30.0
"""How long a writer waits for another; one addition takes some milliseconds."""

MOST_MESSAGE = 300

MIGRATIONS: Sequence[str] = (
    """
    CREATE TABLE runs (
        number INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        target TEXT NOT NULL,
        relay TEXT, profile TEXT, model TEXT,
        mode TEXT NOT NULL,
        started_at TEXT NOT NULL,
        suite_version TEXT NOT NULL,
        specs_digest TEXT NOT NULL,
        complete INTEGER NOT NULL,
        documented TEXT NOT NULL,
        strict TEXT NOT NULL,
        requests INTEGER NOT NULL,
        tokens INTEGER NOT NULL,
        usd REAL,
        duration_s REAL NOT NULL
    );
    CREATE INDEX runs_by_time ON runs (started_at, number);
    CREATE TABLE results (
        run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
        id TEXT NOT NULL,
        place TEXT NOT NULL,
        title TEXT NOT NULL,
        area TEXT NOT NULL,
        level TEXT NOT NULL,
        outcome TEXT NOT NULL,
        blame TEXT,
        message TEXT NOT NULL,
        rule TEXT,
        PRIMARY KEY (run, id, place)
    ) WITHOUT ROWID;
    CREATE INDEX results_by_id ON results (id, run);
    """,
)
"""What brings a file from each version to the next; its version is ``user_version``."""


class HistoryError(ValueError):
    """The file is no history, or one of a newer suite."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One run of the history; ``complete`` is 0 for one that was cut."""

    number: int
    target: str
    started_at: str
    relay: str | None
    profile: str | None
    suite_version: str
    specs_digest: str
    complete: int
    documented: str


@dataclass(frozen=True, slots=True)
class Point:
    """One case in one run; ``run`` is the number of its entry."""

    run: int
    id: str
    case: str
    title: str
    area: str
    level: str
    outcome: str
    message: str
    rule: str | None


class History:
    """The runs in a file, which is made when there is none. Close it, or use ``with``.

    Raises :class:`HistoryError` for a file that cannot be read or written.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(file, timeout=PATIENCE_S, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise HistoryError(f"{file}: cannot be opened: {error}") from error
        try:
            self._migrate()
        except BaseException:
            self._db.close()
            raise

    def __enter__(self) -> History:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file. Idempotent."""
        self._db.close()

    def add(self, run: Run) -> bool:
        """Keep ``run``; False when it is there already."""
        key = _key(run)
        with self._turn():
            if self._db.execute("SELECT 1 FROM runs WHERE key = ?", (key,)).fetchone():
                return False
            marks = ",".join("?" * 16)
            added = self._db.execute(f"INSERT INTO runs VALUES (NULL,{marks})", (key, *_row(run)))  # noqa: S608
            number = added.lastrowid
            self._db.executemany(
                "INSERT OR REPLACE INTO results VALUES (?,?,?,?,?,?,?,?,?,?)",
                ((number, *row) for row in _results(run)),
            )
        return True

    def entries(self, target: str | None = None, last: int = 30) -> tuple[Entry, ...]:
        """The last runs, oldest first; only those whose target has ``target`` in it."""
        rows = self._read(
            "SELECT number, target, started_at, relay, profile, suite_version, specs_digest,"
            " complete, documented FROM runs WHERE instr(target, ?) > 0 OR ? = ''"
            " ORDER BY started_at DESC, number DESC LIMIT ?",
            (target or "", target or "", last),
        )
        return tuple(Entry(*row) for row in reversed(rows))

    def points(self, entries: Sequence[Entry], requirement: str | None = None) -> tuple[Point, ...]:
        """What ``entries`` say of ``requirement``, or of all, in the order of ids and runs."""
        marks = ",".join("?" * len(entries))
        rows = self._read(
            "SELECT run, id, place, title, area, level, outcome, message, rule FROM results"  # noqa: S608
            f" WHERE run IN ({marks}) AND (id = ? OR ? IS NULL) ORDER BY area, id, place, run",
            (*(entry.number for entry in entries), requirement, requirement),
        )
        return tuple(Point(*row) for row in rows)

    def _read(self, query: str, values: tuple[object, ...]) -> list[tuple[JSON, ...]]:
        try:
            return self._db.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise HistoryError(f"{self.file}: {error}") from error

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """One transaction, begun with the lock and undone when anything goes wrong."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            raise HistoryError(f"{self.file}: {error}") from error

    def _migrate(self) -> None:
        """Bring the file to the version that this suite knows."""
        with self._turn():
            (version,) = self._db.execute("PRAGMA user_version").fetchone()
            if version > len(MIGRATIONS):
                raise HistoryError(f"{self.file}: written by a newer suite (version {version})")
            for script in MIGRATIONS[version:]:
                for statement in filter(str.strip, script.split(";")):
                    self._db.execute(statement)
            self._db.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        self._db.execute("PRAGMA foreign_keys = ON")


def _key(run: Run) -> str:
    """The same for the same run, whatever directory it lies in."""
    named = (run.target.base_url, run.started_at, run.mode, run.duration_s, len(run.results))
    return hashlib.sha256(repr(named).encode()).hexdigest()


def _row(run: Run) -> tuple[object, ...]:
    target = run.target
    is_ours = run.mode == "embedded"  # its port is another each time
    where = run.mode if is_ours else target.base_url
    texts = (where, target.relay, target.profile, target.model, run.mode,
             run.started_at, run.suite_version, run.specs_digest)  # fmt: skip
    numbers = (run.cost.requests, run.cost.tokens, run.cost.usd, run.duration_s)
    words = (None if one is None else line(one, 300) for one in texts)
    return (*words, run.complete, run.documented, run.strict, *numbers)


def _results(run: Run) -> Iterator[tuple[object, ...]]:
    for one in run.results:
        message = line(one.message, MOST_MESSAGE)
        words = (line(one.title, 200), line(one.area, 60), one.level, one.outcome, one.blame)
        yield (line(one.id, 20), line(one.case, 300), *words, message, one.rule)
