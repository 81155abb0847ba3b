"""What a newcomer copies from the README is what CI runs."""

from __future__ import annotations

import re
from pathlib import Path


def readme_commands(text: str) -> list[str]:
    """The lines of the README that set up an environment: its two commands."""
    return re.findall(r"^python3 -m venv .*$", text, flags=re.MULTILINE)


def ci_commands(text: str) -> list[str]:
    """The commands of ``.ci/run`` in the order RUN, TESTS."""
    return re.findall(r'^(?:RUN|TESTS)="(.*)"$', text, flags=re.MULTILINE)


def test_ci_runs_the_readmes_two_commands(root: Path) -> None:
    """Both files hold the same two single lines, in the same order."""
    readme = readme_commands((root / "README.md").read_text(encoding="utf-8"))

    assert len(readme) == 2
    assert readme == ci_commands((root / ".ci" / "run").read_text(encoding="utf-8"))


def test_both_commands_install_the_pinned_versions(root: Path) -> None:
    """Neither command lets a version float."""
    for command in readme_commands((root / "README.md").read_text(encoding="utf-8")):
        assert "-c constraints.txt" in command


def test_ci_can_be_executed(root: Path) -> None:
    """``.ci/run`` carries its executable bit."""
    assert (root / ".ci" / "run").stat().st_mode & 0o111
