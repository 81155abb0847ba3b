"""Formats are a table; rendering writes the files beside the run."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reports.formats import FORMATS, FormatError, render
from reports.run import RunError

Documents = Callable[..., dict[str, Any]]


@pytest.fixture
def run_dir(tmp_path: Path, make_document: Documents, make_failure: Documents) -> Path:
    """A run's directory with its document."""
    text = json.dumps(make_document([make_failure()]))
    (tmp_path / "run.json").write_text(text, encoding="utf-8")
    return tmp_path


def octets(path: Path) -> bytes:
    """What a file holds, or all files of a folder in order."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return b"".join(file.read_bytes() for file in files)


def test_every_format_is_written(run_dir: Path) -> None:
    """Each name gives its file, in the order asked; a name asked twice counts once."""
    paths = render(run_dir, [*FORMATS, "html"])

    assert paths == [run_dir / chosen.filename for chosen in FORMATS.values()]
    for path in paths:
        assert b"SSE-001" in octets(path) or path.name == "badge.json"
    assert (run_dir / "badge.svg").is_file()


def test_the_same_run_gives_the_same_octets(run_dir: Path) -> None:
    """Rendering again changes no octet."""
    first = [octets(path) for path in render(run_dir, FORMATS, "zh")]

    assert [octets(path) for path in render(run_dir, FORMATS, "zh")] == first


def test_a_folder_keeps_nothing_of_an_earlier_rendering(
    run_dir: Path, make_document: Documents
) -> None:
    """Results that the run no longer has would be counted twice."""
    (folder,) = render(run_dir, ["allure"])
    before = {path.name for path in folder.iterdir()}
    (run_dir / "run.json").write_text(json.dumps(make_document([])), encoding="utf-8")

    render(run_dir, ["allure"])

    assert {path.name for path in folder.iterdir()} < before


def test_a_badge_turns_grey_by_the_day_it_is_rendered_on(run_dir: Path) -> None:
    """No other format looks at the day."""
    names = ["badge", "junit"]
    badge, junit = (path.read_bytes() for path in render(run_dir, names))
    late = date(2099, 1, 1)

    assert [path.read_bytes() == junit for path in render(run_dir, ["junit"], today=late)] == [True]
    (path,) = render(run_dir, ["badge"], today=late)
    assert path.read_bytes() != badge
    assert b"expired" in path.read_bytes()


def test_an_unknown_format_names_those_there_are(run_dir: Path) -> None:
    """The error lists the valid names, and nothing is written."""
    with pytest.raises(FormatError, match=r"'pdf': choose html, junit, markdown, "):
        render(run_dir, ["html", "pdf"])

    assert not (run_dir / "report.html").exists()


def test_a_directory_without_a_run_is_named(tmp_path: Path) -> None:
    """No run.json is an error with its path."""
    with pytest.raises(RunError, match=r"run\.json"):
        render(tmp_path, ["junit"])


def test_an_unknown_language_names_those_there_are(run_dir: Path) -> None:
    """A language without phrases is refused by every format."""
    for name in FORMATS:
        with pytest.raises(ValueError, match="choose en, zh"):
            render(run_dir, [name], "fr")
