"""A virtual environment of its own for each real relay, made once and kept.

Rules of this file: nothing about one relay. An environment is named after the
relay, its version and the digest of its lock, so a changed lock is a new one;
the file ``ready`` in it says that the installation came to its end.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from conformance.errors import SetupError
from reports.said import said

INSTALL_LIMIT_S = 900
"""Some 150 packages over a slow line; seen: 5 s with uv, 60 s with pip."""
TAIL_LINES = 15


def cache_root(environ: Mapping[str, str]) -> Path:
    """The folder for what can be made again, by the XDG base directory rules."""
    base = environ.get("XDG_CACHE_HOME") or Path(environ.get("HOME", "~")).expanduser() / ".cache"
    return Path(base) / "relay-conformance" / "rigs"


def ensure(name: str, lock: str, *, root: Path, log: Callable[[str], None]) -> Path:
    """The ``bin`` folder of an environment that holds exactly the pins of ``lock``.

    ``name`` is for people (``litellm-1.106.2``), ``lock`` the text of a
    requirements file. Raises :class:`SetupError` with the installer's last words.
    """
    home = root / f"{name}-{hashlib.sha256(lock.encode()).hexdigest()[:8]}"
    root.mkdir(parents=True, exist_ok=True)
    with _only_one(home.with_suffix(home.suffix + ".lock")):
        if not (home / "ready").exists():
            log(said("rig.installing", name=name, home=home))
            _install(home, lock)
            log(said("rig.installed", name=name))
    return home / "bin"


@contextmanager
def _only_one(path: Path) -> Iterator[None]:
    """Hold the lock file; a second installer waits, and a dead one lets go."""
    with path.open("w", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _install(home: Path, lock: str) -> None:
    shutil.rmtree(home, ignore_errors=True)
    create, fill = commands(home, shutil.which("uv"))
    _run(create)
    (home / "lock.txt").write_text(lock, encoding="utf-8")
    _run(fill)
    (home / "ready").touch()


def commands(home: Path, uv: str | None) -> tuple[tuple[str, ...], ...]:
    """The two commands that make ``home`` and fill it, with ``uv`` when present."""
    python, pins = str(home / "bin" / "python"), str(home / "lock.txt")
    if uv:
        return (
            (uv, "venv", "-q", "--python", sys.executable, str(home)),
            (uv, "pip", "install", "-q", "--python", python, "-r", pins),
        )
    return (
        (sys.executable, "-m", "venv", str(home)),
        (python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "-r", pins),
    )


def _run(command: tuple[str, ...]) -> None:
    try:
        done = subprocess.run(  # noqa: S603 (a list of our own words, no shell)
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=INSTALL_LIMIT_S,
            check=False,
            env={**os.environ, "UV_NO_PROGRESS": "1"},
        )
    except subprocess.TimeoutExpired as error:
        message = f"{' '.join(command)!r} did not end within {INSTALL_LIMIT_S} s"
        raise SetupError(message) from error
    if done.returncode:
        message = f"{' '.join(command)!r} ended with {done.returncode}:\n{tail(done.stdout)}"
        raise SetupError(message)


def tail(text: str) -> str:
    """The last lines of a log, for an error message."""
    return "\n".join(text.splitlines()[-TAIL_LINES:])
