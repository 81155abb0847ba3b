"""The project's files speak of the project, not of one machine that it was made on."""

from __future__ import annotations

import re
import sys
from pathlib import Path

TEXT = (
    ".py",
    ".md",
    ".toml",
    ".ini",
    ".txt",
    ".yaml",
    ".yml",
    ".json",
    ".lock",
    ".cfg",
    ".html",
    "",
)
HOME = re.compile(r"(?<![\w.:/-])/(?:home|root|Users)/\w")
"""An absolute path below somebody's home folder."""
ALLOWED = {"tests/conformance/rigs/test_environment.py"}


def test_no_file_names_a_path_of_somebodys_disk(root: Path, files: tuple[Path, ...]) -> None:
    """Paths are relative, temporary or asked for."""
    here = {str(root), sys.prefix}
    found = []
    for path in files:
        if path.suffix in TEXT and path.as_posix() not in ALLOWED:
            text = (root / path).read_text(encoding="utf-8", errors="replace")
            for number, line in enumerate(text.splitlines(), 1):
                if HOME.search(line) or any(place in line for place in here):
                    found.append(f"{path}:{number}: {line.strip()[:100]}")

    assert not found, "\n".join(found)


def test_no_file_is_left_by_an_editor(files: tuple[Path, ...]) -> None:
    """Backups and rejects are not part of the project."""
    left = [str(path) for path in files if path.suffix in {".orig", ".rej", ".bak", ".swp"}]

    assert left == []
