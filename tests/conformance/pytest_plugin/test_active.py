"""A session judges a relay when it is asked to, and only then."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from conformance.pytest_plugin.active import SUITE

Runner = Callable[..., subprocess.CompletedProcess[str]]


def test_the_suite_is_a_folder_of_this_package() -> None:
    """What ``--pyargs conformance`` collects."""
    assert (Path(SUITE) / "test_requirements.py").is_file()


def test_collecting_starts_nothing(run_pytest: Runner, tmp_path: Path) -> None:
    """``--collect-only`` lists the items and leaves no file."""
    done = run_pytest("--pyargs", "conformance", "--collect-only", "-q", "-k", "SSE-014")

    assert "test_requirement[SSE-014[" in done.stdout
    assert done.returncode == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--relay-url", "http://h/v1/v1"), 4, "twice"),
        (("--relay-url", "http://127.0.0.1:1"), 3, "no verdict: nothing listens"),
        (("--pyargs", "conformance", "--relay-select", "QQQ"), 4, "matches nothing"),
    ],
)
def test_errors_stop_the_session(
    run_pytest: Runner, arguments: tuple[str, ...], code: int, words: str
) -> None:
    """Wrong use is pytest's usage error; no verdict has its own code."""
    done = run_pytest(*arguments)

    assert done.returncode == code
    assert words in done.stdout + done.stderr


def test_a_relay_without_paths_means_the_suite(run_pytest: Runner, rig_file: Path) -> None:
    """``pytest --relay-rig FILE`` judges; the ini key of an option works too."""
    done = run_pytest("--relay-rig", str(rig_file), "-o", "relay_select=SSE-014", "-q")

    assert done.returncode == 0, done.stdout
    assert "as documented: conformant" in done.stdout


def test_the_suite_among_other_folders_is_skipped(run_pytest: Runner) -> None:
    """Collected by a parent folder, the suite says how it is run."""
    root = Path(SUITE).parent.parent
    own = f"--ignore={root / 'tests'}"

    done = run_pytest(str(root), own, "-q", "--co", "-k", "test_requirement")

    assert "test_requirement[none]" in done.stdout
