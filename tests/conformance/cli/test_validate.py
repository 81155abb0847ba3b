"""``validate`` takes what a run would take, and says what a run would say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import specs
from conformance.cli import code_of
from conformance.cli.validate import checked
from conformance.errors import UsageError

DAY = date(2026, 11, 26)

RIG = """\
version: 1
relay: {kind: mine, base_url: "http://127.0.0.1:4000/v1"}
mock: {control_url: "http://127.0.0.1:9100"}
lanes:
  - {name: lane-0, api_key_env: NOT_SET_HERE, model: lane-0, session: lane-0, upstreams: [primary]}
supports: [chat, models]
"""
BASELINE = "known:\n  - {id: SSE-014, reason: the relay does so, expires: 2026-12-31}\n"
CAPABILITIES = "version: 1\ncapabilities: {chat: claimed}\n"
PRODUCT = "version: 1\nvendor: {name: A, contact: b}\nproduct: {name: P, release: '1'}\n"
PROFILE = "name: mine\ntitle: Mine\n"


def write(folder: Path, text: str) -> Path:
    """A file with that text."""
    file = folder / "file.yaml"
    file.write_text(text)
    return file


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (RIG, "rig"),
        (BASELINE, "baseline"),
        (CAPABILITIES, "capabilities"),
        (PRODUCT, "product"),
        (PROFILE, "profile"),
    ],
    ids=["rig", "baseline", "capabilities", "product", "profile"],
)
def test_a_sound_file_is_known_by_its_keys(tmp_path: Path, text: str, kind: str) -> None:
    """Whatever it is called; no variable is needed."""
    assert checked(write(tmp_path, text), DAY) == (kind, ())


@pytest.mark.parametrize("name", specs.names("profiles"))
def test_the_shipped_profiles_are_sound(name: str) -> None:
    """As everybody's are to be."""
    assert checked(Path(str(specs.path("profiles", f"{name}.yaml"))), DAY) == ("profile", ())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (RIG.replace("lane-0, api", "0, api"), "rig file .*file.yaml:5"),
        (RIG.replace("[chat, models]", "[chat, telepathy]"), "telepathy"),
        ("known: [{id: SSE-014}]", "write id, reason and expires"),
        ("version: 1\ncapabilities: {telepathy: claimed}", "capabilities file .*file.yaml"),
        (PRODUCT.replace("contact", "phone"), "--product .*file.yaml"),
        (PROFILE + "extra: 1\n", "profile .*file.yaml.*extra"),
        ("a: 1", "neither of rig .`lanes`"),
        ("- 1", "neither of rig"),
        ("a: [", "file.yaml"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(tmp_path: Path, text: str, words: str) -> None:
    """By whoever reads it in a run."""
    with pytest.raises(UsageError, match=words):
        checked(write(tmp_path, text), DAY)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    """And octets that are no text."""
    (tmp_path / "b.yaml").write_bytes(b"\xff")

    for name in ("a.yaml", "b.yaml"):
        with pytest.raises(UsageError, match=f"{name}: cannot be read"):
            checked(tmp_path / name, DAY)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("{id: SSE-014, reason: the relay does so, expires: 2026-11-25}", "expired on 2026-11-25"),
        ("{id: SSE-999, reason: the relay does so, expires: 2026-12-31}", "names no requirement"),
        (
            "{id: SSE-014, case: nowhere, reason: the relay does so, expires: 2026-12-31}",
            "matches no case",
        ),
    ],
    ids=["expired", "unknown", "nowhere"],
)
def test_a_baseline_may_be_out_of_date(tmp_path: Path, row: str, words: str) -> None:
    """Its file can be read, but is to be mended."""
    _, stale = checked(write(tmp_path, f"known:\n  - {row}\n"), DAY)

    assert words in stale[0]


def test_the_worst_file_gives_the_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each file has its line."""
    good, old, bad = (tmp_path / name for name in ("good.yaml", "old.yaml", "bad.yaml"))
    good.write_text(CAPABILITIES)
    old.write_text(BASELINE.replace("2026-12-31", "2020-01-01"))
    bad.write_text("a: 1")

    assert code_of(["validate", str(good)]) == 0
    assert code_of(["validate", str(good), str(old)]) == 1
    assert code_of(["validate", str(bad), str(old)]) == 2
    said = capsys.readouterr()
    assert f"{good}: capabilities, fine" in said.out
    assert f"{old}: baseline, out of date" in said.out
    assert "neither of" in said.err
