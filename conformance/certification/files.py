"""Reads the files of a bundle, a folder or a zip archive, as hostile input.

Rules of this file: nothing is unpacked. Only plain files with plain names are
read, no link is followed, and neither one file nor all may exceed a limit,
whatever an archive says of their sizes.
"""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from io import FileIO
from pathlib import Path
from typing import IO

from conformance.errors import UsageError

__all__ = ["MOST", "BundleError", "Files", "read"]

MOST_FILES = 200
MOST_FILE = 256 * 2**20
MOST = 2**30
"""Octets of a file, and of all; a run with every requirement records some 20 MB."""

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,80}(?:/[A-Za-z0-9_][A-Za-z0-9._-]{0,80}){0,3}")

Files = dict[str, bytes]
"""The octets of each file by its name in the bundle."""


class BundleError(ValueError):
    """A bundle is none that may be read; the message says why."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One file that is announced; ``open`` gives its octets."""

    name: str
    size: int
    open: Callable[[], FileIO | IO[bytes]]


def read(path: Path) -> Files:
    """Every file of the bundle at ``path``.

    Raises :class:`UsageError` when nothing is there, :class:`BundleError` when
    what is there is not read.
    """
    if path.is_dir():
        return _read(_in_folder(path))
    if not path.is_file():
        raise UsageError(f"{path}: no bundle is there; name its folder or its zip archive")
    try:
        with zipfile.ZipFile(path) as archive:
            return _read(_in_archive(archive))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError) as error:
        raise BundleError(f"{path.name} is no sound zip archive: {error}") from error


def _read(entries: Iterator[_Entry]) -> Files:
    found: Files = {}
    left = MOST
    for entry in entries:
        if not _NAME.fullmatch(entry.name):
            raise BundleError(f"the name {entry.name[:80]!r} is refused: it is no plain name")
        if entry.name in found:
            raise BundleError(f"{entry.name} is there twice")
        if len(found) >= MOST_FILES:
            raise BundleError(f"there are more than {MOST_FILES} files")
        found[entry.name] = _bounded(entry, min(MOST_FILE, left))
        left -= len(found[entry.name])
    return found


def _bounded(entry: _Entry, most: int) -> bytes:
    """The octets; what the archive says of their number is not believed."""
    if entry.size <= most:
        with entry.open() as file:
            octets = file.read(most + 1)
        if len(octets) <= most:
            return octets
    raise BundleError(f"{entry.name} is too large: no more than {most} octets are read")


def _in_folder(folder: Path) -> Iterator[_Entry]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        mode = path.lstat().st_mode
        if stat.S_ISDIR(mode):
            continue
        if not stat.S_ISREG(mode):
            raise BundleError(f"{name[:80]!r} is a link or no plain file; it is not followed")
        yield _Entry(name, path.lstat().st_size, partial(FileIO, path))


def _in_archive(archive: zipfile.ZipFile) -> Iterator[_Entry]:
    for info in archive.infolist():
        if info.is_dir():
            continue
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind not in {0, stat.S_IFREG}:
            raise BundleError(f"{info.filename[:80]!r} is a link or no plain file; it is not read")
        if info.flag_bits & 1:
            raise BundleError(f"{info.filename[:80]!r} is encrypted")
        yield _Entry(info.filename, info.file_size, partial(archive.open, info))
