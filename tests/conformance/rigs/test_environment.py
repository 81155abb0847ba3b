"""The environments of real relays are made once, by one installer, or not at all."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from conformance.errors import SetupError
from conformance.rigs import environment, quiet

LOCK = "some-relay==1.0\n"


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The commands that an installation would have run; none is."""
    seen: list[tuple[str, ...]] = []

    def fake(command: tuple[str, ...]) -> None:
        if len(seen) % 2 == 0:
            Path(command[-1]).mkdir()
        seen.append(command)

    monkeypatch.setattr(environment, "_run", fake)
    return seen


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"XDG_CACHE_HOME": "/cache", "HOME": "/home/a"}, "/cache/relay-conformance/rigs"),
        ({"HOME": "/home/a"}, "/home/a/.cache/relay-conformance/rigs"),
    ],
    ids=["xdg", "home"],
)
def test_the_cache_folder_follows_the_xdg_rules(environ: Mapping[str, str], expected: str) -> None:
    """XDG_CACHE_HOME wins over the home folder."""
    assert Path(expected) == environment.cache_root(environ)


def test_the_first_call_installs_and_the_second_finds_it(
    tmp_path: Path, runs: list[tuple[str, ...]]
) -> None:
    """Two calls give the same folder and one installation, announced once."""
    said: list[str] = []

    first = environment.ensure("relay-1", LOCK, root=tmp_path, log=said.append)
    second = environment.ensure("relay-1", LOCK, root=tmp_path, log=said.append)

    assert first == second
    assert len(runs) == 2
    assert [line.split()[0] for line in said] == ["installing", "installed"]


def test_another_lock_is_another_environment(tmp_path: Path, runs: list[tuple[str, ...]]) -> None:
    """A changed pin never reuses what an older lock installed."""
    first = environment.ensure("relay-1", LOCK, root=tmp_path, log=quiet)
    second = environment.ensure("relay-1", "some-relay==1.1\n", root=tmp_path, log=quiet)

    assert first != second
    assert len(runs) == 4


def test_an_interrupted_installation_is_made_anew(
    tmp_path: Path, runs: list[tuple[str, ...]]
) -> None:
    """A folder without the mark of completion is not trusted."""
    home = environment.ensure("relay-1", LOCK, root=tmp_path, log=quiet).parent
    (home / "ready").unlink()

    environment.ensure("relay-1", LOCK, root=tmp_path, log=quiet)

    assert len(runs) == 4
    assert (home / "ready").exists()


@pytest.mark.parametrize("uv", [None, "/usr/bin/uv"], ids=["pip", "uv"])
def test_both_installers_read_the_lock(tmp_path: Path, uv: str | None) -> None:
    """Whichever installer is there, what it installs is the lock file."""
    create, fill = environment.commands(tmp_path / "env", uv)

    assert str(tmp_path / "env") in create
    assert fill[-2:] == ("-r", str(tmp_path / "env" / "lock.txt"))
    assert (fill[0] == uv) is (uv is not None)


def test_a_failed_installer_is_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error gives the installer's last words and its exit code."""
    failing = (sys.executable, "-c", "print('no network'); raise SystemExit(3)")
    monkeypatch.setattr(environment, "commands", lambda *_: (failing, failing))

    with pytest.raises(SetupError, match=r"ended with 3:\nno network"):
        environment.ensure("relay-1", LOCK, root=tmp_path, log=quiet)


def test_an_installer_that_hangs_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error names the limit."""
    hanging = (sys.executable, "-c", "import signal; signal.pause()")
    monkeypatch.setattr(environment, "commands", lambda *_: (hanging, hanging))
    monkeypatch.setattr(environment, "INSTALL_LIMIT_S", 0.1)

    with pytest.raises(SetupError, match=r"did not end within 0\.1 s"):
        environment.ensure("relay-1", LOCK, root=tmp_path, log=quiet)
