"""Sets of requirements are frozen, and drift from them is told."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import specs
from conformance.certification import sets
from conformance.errors import UsageError

AGAIN = """\
the rows of specs/requirements are not those of the newest set any more.
Not published yet? Freeze it anew:   python -m conformance.certification {name} --again
Published? Then a row keeps what it demands: withdraw it, and write another with a new id."""


def test_the_rows_of_the_newest_set_are_what_they_were() -> None:
    """No rule changes under a certificate; rows that came later are not scored."""
    name = sets.newest()
    moved = sets.drift(sets.load(name))

    assert (moved.changed, moved.gone) == ((), ()), AGAIN.format(name=name)


def test_every_set_is_read_and_written_alike() -> None:
    """The file's layout does not matter to its digest."""
    for name in specs.names(sets.FOLDER):
        frozen = sets.load(name)

        assert frozen.name == name
        assert list(frozen.rows) == sorted(frozen.rows)
        text = specs.path(*sets.FOLDER.split("/"), f"{name}.yaml").read_text(encoding="utf-8")
        assert sets.as_yaml(frozen) == text
        assert sets.from_json(specs.parse(text, name).value).digest == frozen.digest


def test_freezing_takes_every_row_that_is_judged() -> None:
    """With what all of its cases need, and what binds in it."""
    frozen = sets.freeze("2030-01", date(2030, 1, 31))
    row = frozen.rows["CHAT-005"]

    assert frozen.frozen == "2030-01-31"
    assert sets.drift(frozen) == sets.Drift((), (), (), ())
    assert (row.level, sorted(row.modes), row.strict) == ("MUST", ["blackbox", "wired"], False)
    assert {"chat.n"} <= row.needs
    assert [one.id for one in frozen.rows.values() if one.is_full]


def test_what_has_changed_is_told_from_what_came_later() -> None:
    """And both from what was withdrawn or is unknown."""
    document = sets.freeze("2030-01", date(2030, 1, 31)).document
    rows = dict(document["rows"])
    rows.pop("CHAT-001")
    rows["CHAT-002"] = {**rows["CHAT-002"], "digest": "sha256:" + "0" * 64}
    rows["ZZ-001"] = rows["CHAT-003"]
    left = next(
        row["id"]
        for area in specs.names("requirements")
        for row in specs.load_yaml(f"requirements/{area}.yaml")["requirements"]
        if "excluded" in row or "withdrawn" in row
    )
    rows[left] = rows["CHAT-003"]

    moved = sets.drift(sets.from_json({**document, "rows": rows}))

    assert moved == sets.Drift(("CHAT-002",), ("ZZ-001",), (left,), ("CHAT-001",))


@pytest.mark.parametrize(
    ("key", "value", "is_other"),
    [("title", "other words", False), ("level", "MAY", True), ("with", {"n": 3}, True)],
)
def test_words_may_be_mended_but_not_demands(
    monkeypatch: pytest.MonkeyPatch, key: str, value: Any, is_other: bool
) -> None:
    """A title, a source or a hint binds nobody."""
    frozen = sets.freeze("2030-01", date(2030, 1, 31))
    load = specs.load_yaml

    def changed(rel: str) -> Any:
        document = load(rel)
        if rel != "requirements/chat.yaml":
            return document
        rows = [
            {**row, key: value} if row["id"] == "CHAT-005" else row
            for row in document["requirements"]
        ]
        return {**document, "requirements": rows}

    monkeypatch.setattr(specs, "load_yaml", changed)

    assert sets.drift(frozen).changed == (("CHAT-005",) if is_other else ())


def test_an_unknown_set_names_the_known() -> None:
    """As a wrong choice does everywhere."""
    with pytest.raises(UsageError, match=r"no requirement set '1999-01'; there are .*2026-11"):
        sets.load("1999-01")


def test_the_command_does_not_overwrite_a_set() -> None:
    """Once it is published, a set stays."""
    before = specs.path("requirements", "sets", "2026-11.yaml").read_bytes()

    done = subprocess.run(
        [sys.executable, "-m", "conformance.certification", "2026-11"],
        check=False,
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
    )

    assert done.returncode == 1
    assert "--again freezes it anew" in done.stderr
    assert specs.path("requirements", "sets", "2026-11.yaml").read_bytes() == before
