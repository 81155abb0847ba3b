"""Hostile folders and archives are not read."""

from __future__ import annotations

import os
import stat
import zipfile
from pathlib import Path

import pytest

from conformance.certification import files
from conformance.certification.files import BundleError, read
from conformance.errors import UsageError


def archive(tmp_path: Path, *names: str, octets: bytes = b"x") -> Path:
    """A zip archive with files of these names."""
    file = tmp_path / "a.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            made.writestr(zipfile.ZipInfo(name), octets, zipfile.ZIP_DEFLATED)
    return file


def test_folder_and_archive_give_the_same(tmp_path: Path) -> None:
    """Names with slashes, octets as they are."""
    folder = tmp_path / "f"
    (folder / "runs").mkdir(parents=True)
    (folder / "runs" / "a.json").write_bytes(b"x")

    assert read(folder) == read(archive(tmp_path, "runs/a.json")) == {"runs/a.json": b"x"}


@pytest.mark.parametrize(
    "name",
    [
        "../a",
        "/etc/passwd",
        "a/../b",
        "a\\b",
        "C:a",
        "./a",
        ".hidden",
        "a//b",
        "a\nb",
        "é",
        "a" * 99,
    ],
)
def test_a_name_that_is_not_plain_is_refused(tmp_path: Path, name: str) -> None:
    """Nothing is unpacked, and yet nothing climbs."""
    with pytest.raises(BundleError, match="no plain name"):
        read(archive(tmp_path, name))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_twice_is_refused(tmp_path: Path) -> None:
    """Two readers might take two different files."""
    with pytest.raises(BundleError, match="there twice"):
        read(archive(tmp_path, "a", "a"))


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    """Neither to a file nor to a folder."""
    for name, target in (("f", "/etc/hostname"), ("d", "/etc")):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "link").symlink_to(target)

        with pytest.raises(BundleError, match="it is not followed"):
            read(folder)


def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    """Opening a pipe would wait for ever."""
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(BundleError, match="no plain file"):
        read(tmp_path)


def test_a_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    """Its kind stands in the archive."""
    file = tmp_path / "a.zip"
    info = zipfile.ZipInfo("link")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(file, "w") as made:
        made.writestr(info, "/etc/passwd")

    with pytest.raises(BundleError, match="is a link"):
        read(file)


def test_a_huge_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small archive may hold a large file; the limit is on what comes out."""
    monkeypatch.setattr(files, "MOST_FILE", 1000)
    packed = archive(tmp_path, "a", octets=b"0" * 1001)
    folder = tmp_path / "f"
    folder.mkdir()
    (folder / "a").write_bytes(b"0" * 1001)

    assert packed.stat().st_size < 200
    for place in (packed, folder):
        with pytest.raises(BundleError, match="a is too large: no more than 1000 octets"):
            read(place)


def test_an_archive_that_lies_about_a_size_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The octets are counted as they come."""
    monkeypatch.setattr(files, "MOST_FILE", 1000)
    packed = archive(tmp_path, "a", octets=b"0" * 5000)
    octets = packed.read_bytes().replace((5000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    packed.write_bytes(octets)

    with pytest.raises(BundleError):
        read(packed)


def test_all_files_together_have_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In octets and in number."""
    packed = archive(tmp_path, "a", "b", "c")
    monkeypatch.setattr(files, "MOST", 2)
    with pytest.raises(BundleError, match="c is too large"):
        read(packed)
    monkeypatch.setattr(files, "MOST_FILES", 1)
    with pytest.raises(BundleError, match="more than 1 files"):
        read(packed)


def test_what_is_no_archive_is_said(tmp_path: Path) -> None:
    """A file that is no zip, and a place where nothing is."""
    (tmp_path / "a.zip").write_bytes(b"PK no")

    with pytest.raises(BundleError, match="no sound zip archive"):
        read(tmp_path / "a.zip")
    with pytest.raises(UsageError, match="no bundle is there"):
        read(tmp_path / "gone")
