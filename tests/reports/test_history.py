"""A history keeps each run once, whoever writes beside it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from reports.history import MIGRATIONS, History, HistoryError
from reports.run import Run

MakeRun = Callable[..., Run]


def at(day: int, make_run: MakeRun, rows: list[dict[str, Any]], **changes: Any) -> Run:
    """A run of that day."""
    return make_run(rows, started_at=f"2026-11-{day:02d}T10:00:00Z", **changes)


def test_a_run_is_kept_once(tmp_path: Path, make_run: MakeRun, make_result: Any) -> None:
    """Given again, it is passed over; entries come oldest first."""
    with History(tmp_path / "deep" / "h.sqlite") as db:
        added = [db.add(at(day, make_run, [make_result(1)])) for day in (3, 1, 3)]

        entries = db.entries()
        points = db.points(entries, "SSE-001")

    assert added == [True, True, False]
    assert [entry.started_at[:10] for entry in entries] == ["2026-11-01", "2026-11-03"]
    assert [point.outcome for point in points] == ["pass", "pass"]
    assert entries[0].complete


def test_runs_are_chosen_by_target_and_number(
    tmp_path: Path, make_run: MakeRun, make_result: Any
) -> None:
    """The last ones, of addresses that have the text in them."""
    other = {"base_url": "http://b.example/v1", "profile": None, "model": None, "rig": None,
             "relay": None}  # fmt: skip
    with History(tmp_path / "h.sqlite") as db:
        db.add(at(1, make_run, [make_result(1)]))
        db.add(at(2, make_run, [make_result(2)], target=other))

        assert [entry.target for entry in db.entries("b.example")] == ["http://b.example/v1"]
        assert [entry.started_at[8:10] for entry in db.entries(last=1)] == ["02"]
        assert db.points(db.entries("b.example"), "SSE-001") == ()
        assert len(db.points(db.entries())) == 2


def test_the_bundled_relay_is_one_target(
    tmp_path: Path, make_run: MakeRun, make_result: Any
) -> None:
    """Its port is another in each run."""
    with History(tmp_path / "h.sqlite") as db:
        db.add(at(1, make_run, [make_result(1)], mode="embedded"))

        assert [entry.target for entry in db.entries()] == ["embedded"]


def test_writers_take_turns(tmp_path: Path, make_run: MakeRun, make_result: Any) -> None:
    """Nothing is lost, and the file is made once."""
    file = tmp_path / "h.sqlite"
    runs = [at(day, make_run, [make_result(n) for n in range(1, 30)]) for day in range(1, 17)]

    def add(run: Run) -> bool:
        with History(file) as db:
            return db.add(run)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(add, runs))
    with History(file) as db:
        assert len(db.entries()) == 16


def test_a_newer_file_is_refused(tmp_path: Path) -> None:
    """Its tables may say something else."""
    file = tmp_path / "h.sqlite"
    History(file).close()
    with sqlite3.connect(file) as db:
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    db.close()

    with pytest.raises(HistoryError, match="newer suite"):
        History(file)


@pytest.mark.parametrize("text", ["no database at all " * 100, None])
def test_what_is_no_history_is_said(tmp_path: Path, text: str | None) -> None:
    """A file of another kind, or a folder."""
    file = tmp_path / "h.sqlite"
    file.write_text(text) if text else file.mkdir()

    with pytest.raises(HistoryError, match=r"h\.sqlite"):
        History(file)


def test_a_file_that_loses_its_tables_is_said(tmp_path: Path, make_run: MakeRun) -> None:
    """Reading and writing."""
    with History(tmp_path / "h.sqlite") as db:
        with sqlite3.connect(tmp_path / "h.sqlite") as other:
            other.execute("DROP TABLE results")
            other.execute("DROP TABLE runs")
        other.close()
        with pytest.raises(HistoryError):
            db.entries()
        with pytest.raises(HistoryError):
            db.add(make_run())


def test_hostile_text_is_kept_harmless(tmp_path: Path, hostile_run: Run) -> None:
    """Bounded, and without anything that acts."""
    with History(tmp_path / "h.sqlite") as db:
        assert db.add(hostile_run)

        point = db.points(db.entries())[0]

    assert "\x1b" not in point.message
    assert len(point.message) < 400
