"""A run has a directory of its own, and ``latest`` leads to it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conformance.errors import UsageError
from conformance.results.directory import RunDirectory


def test_the_default_directory_is_named_and_linked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two runs in one second get two directories; the link leads to the newer."""
    monkeypatch.chdir(tmp_path)

    first = RunDirectory.make(None, stamp="T", target="https://h:1/v1")
    second = RunDirectory.make(None, stamp="T", target="https://h:1/v1")

    assert first.path == Path("reports/out/T-h-1")
    assert second.path == Path("reports/out/T-h-1-2")
    assert Path("reports/out/latest").resolve() == second.path.resolve()


@pytest.mark.parametrize(
    ("target", "name"),
    [("rigs/my rig.yaml", "T-my-rig"), ("embedded", "T-embedded"), ("…", "T-relay")],
)
def test_names_are_safe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str, name: str
) -> None:
    """What the user wrote never leaves the folder."""
    monkeypatch.chdir(tmp_path)

    assert RunDirectory.make(None, stamp="T", target=target).path.name == name


def test_a_chosen_directory_is_used_again_without_old_exchanges(tmp_path: Path) -> None:
    """``--out`` names the directory itself; an older log in it is emptied."""
    (tmp_path / "exchanges.ndjson").write_text("old")

    made = RunDirectory.make(str(tmp_path), stamp="T", target="x")

    assert (made.path, made.exchanges.read_text()) == (tmp_path, "")


def test_a_place_that_cannot_be_written_is_a_usage_error(tmp_path: Path) -> None:
    """The sentence names the option."""
    (tmp_path / "file").write_text("")

    with pytest.raises(UsageError, match="--out"):
        RunDirectory.make(str(tmp_path / "file" / "x"), stamp="T", target="x")


def test_the_logs_of_workers_are_gathered(tmp_path: Path) -> None:
    """One log stays, in order of the workers."""
    made = RunDirectory.make(str(tmp_path), stamp="T", target="x")
    made.exchanges_of("gw1").write_text("b\n")
    made.exchanges_of("gw0").write_text("a\n")

    made.gather()

    assert made.exchanges.read_text() == "a\nb\n"
    assert [file.name for file in tmp_path.iterdir()] == ["exchanges.ndjson"]


def test_hostile_text_is_still_json(tmp_path: Path) -> None:
    """A lone surrogate in a relay's words breaks no file."""
    made = RunDirectory.make(str(tmp_path), stamp="T", target="x")

    file = made.write({"text": "é\ud800"})

    assert json.loads(file.read_text(encoding="utf-8")) == {"text": "é\ud800"}


def test_each_result_is_one_line(tmp_path: Path) -> None:
    """What does not matter to a parser matters to ``grep`` and to ``diff``."""
    made = RunDirectory.make(str(tmp_path), stamp="T", target="x")
    document = {"a": {"b": [1]}, "results": [{"id": 1, "c": [2, 3]}, {"id": 2}], "none": []}

    text = made.write(document).read_text(encoding="utf-8")

    assert json.loads(text) == document
    assert text.splitlines() == [
        "{", '"a": {"b": [1]},', '"results": [', '{"id":1,"c":[2,3]},', '{"id":2}', "],",
        '"none": []', "}",
    ]  # fmt: skip


def test_a_file_system_without_links_goes_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run does not fail for a missing convenience."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Path, "symlink_to", lambda *_: (_ for _ in ()).throw(OSError()))

    assert RunDirectory.make(None, stamp="T", target="x").path.is_dir()
