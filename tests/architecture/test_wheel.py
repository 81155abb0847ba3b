"""The wheel holds the packages with all their data, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PACKAGES = ("conformance", "mock_upstream", "reports", "specs")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def names(root: Path, tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """The files inside a wheel built from this tree."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=root,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return frozenset(archive.namelist())


def test_the_wheel_holds_every_file_of_the_packages(
    names: frozenset[str], files: tuple[Path, ...]
) -> None:
    """Code, specs and report templates are all inside."""
    wanted = {path.as_posix() for path in files if path.parts[0] in PACKAGES}

    assert wanted - names == set()


def test_the_wheel_holds_nothing_foreign(names: frozenset[str], files: tuple[Path, ...]) -> None:
    """Beside the packages there is only the wheel's own description."""
    own = {path.as_posix() for path in files if path.parts[0] in PACKAGES}

    foreign = {name for name in names - own if ".dist-info/" not in name}

    assert foreign == set()


@pytest.mark.parametrize("suffix", [".schema.json", ".yaml", ".html.j2"])
def test_the_wheel_holds_data(names: frozenset[str], suffix: str) -> None:
    """Schemas, rows and templates travel with the code."""
    assert any(name.endswith(suffix) for name in names)


def test_the_licence_travels_along(names: frozenset[str]) -> None:
    """The Apache text is in the wheel's description."""
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


@pytest.mark.parametrize("package", PACKAGES)
def test_the_packages_say_that_they_are_typed(names: frozenset[str], package: str) -> None:
    """Type checkers of our users read our annotations (PEP 561)."""
    assert f"{package}/py.typed" in names
