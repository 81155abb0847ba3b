"""Whole pytest sessions with the plugin, in processes of their own; one rig serves them all."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conformance import rigs

Session = subprocess.CompletedProcess[str]


@pytest.fixture(scope="session")
def rig_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The rig file of a clean reference relay with two lanes."""
    file = tmp_path_factory.mktemp("rig") / "rig.yaml"
    with rigs.start("reference", lanes=2) as rig:
        rigs.write(rig, file)
        yield file


@pytest.fixture
def run_pytest(tmp_path: Path) -> Callable[..., Session]:
    """Runs pytest in an empty folder with our plugin and xdist, whatever is installed here."""

    def run(*arguments: str) -> Session:
        clean = {name: value for name, value in os.environ.items() if "PYTEST" not in name}
        command = [
            sys.executable, "-m", "pytest", "--disable-plugin-autoload", "-p", "relay_conformance",
            "-p", "xdist", "-p", "no:cacheprovider", *arguments,
        ]  # fmt: skip
        return subprocess.run(
            command,
            cwd=tmp_path,
            env=clean,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run
