"""The directory of a run: where it stands and how its files get there.

Rules of this file: each file is put in place whole; ``latest`` beside the
default directories points at the newest run.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from conformance.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.model import JSON

_TIGHT = (",", ":")
DEFAULT_ROOT = Path("reports") / "out"


@dataclass(frozen=True, slots=True)
class RunDirectory:
    """The files of one run."""

    path: Path

    @classmethod
    def make(cls, out: str | None, *, stamp: str, target: str) -> RunDirectory:
        """A fresh directory: ``out``, or ``reports/out/<stamp>-<target>``.

        Raises :class:`UsageError` when it cannot be made.
        """
        path = Path(out) if out else _unused(DEFAULT_ROOT / f"{stamp}-{_slug(target)}")
        try:
            path.mkdir(parents=True, exist_ok=True)
            (path / "exchanges.ndjson").write_bytes(b"")
        except OSError as error:
            raise UsageError(f"--out {path}: cannot be written: {error.strerror}") from error
        if not out:
            _point(path.parent / "latest", path)
        return cls(path)

    @property
    def exchanges(self) -> Path:
        """The log of exchanges, written as they happen."""
        return self.path / "exchanges.ndjson"

    def exchanges_of(self, worker: str) -> Path:
        """The log of one worker process; :meth:`gather` joins it to the others."""
        return self.path / f"exchanges-{worker}.ndjson"

    def gather(self) -> None:
        """Append the workers' logs to the one log, in order of their names."""
        with self.exchanges.open("ab") as log:
            for part in sorted(self.path.glob("exchanges-*.ndjson")):
                log.write(part.read_bytes())
                part.unlink()

    def write(self, document: Mapping[str, JSON]) -> Path:
        """Put ``run.json`` in place."""
        file = self.path / "run.json"
        draft = self.path / f".run.json.{os.getpid()}"
        text = "{\n" + ",\n".join(_member(*pair) for pair in document.items()) + "\n}\n"
        draft.write_text(text, encoding="utf-8", errors="backslashreplace")
        draft.replace(file)
        return file


def _member(key: str, value: JSON) -> str:
    """One member on a line, a list of objects with each on its own: small, and kind to grep."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        rows = ",\n".join(json.dumps(row, ensure_ascii=False, separators=_TIGHT) for row in value)
        return f"{json.dumps(key)}: [\n{rows}\n]"
    return f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}"


def _slug(target: str) -> str:
    """``target`` as part of a file name: the host of a URL, or the name of a rig."""
    name = urlsplit(target).netloc or Path(target).stem
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.") or "relay"


def _unused(path: Path) -> Path:
    number = 2
    free = path
    while free.exists():
        free = path.with_name(f"{path.name}-{number}")
        number += 1
    return free


def _point(link: Path, path: Path) -> None:
    """Let ``link`` lead to ``path``; a file system without links goes without."""
    draft = link.with_name(f".latest.{os.getpid()}")
    try:
        draft.symlink_to(path.name)
        draft.replace(link)
    except OSError:
        draft.unlink(missing_ok=True)
