"""A rig file says how a relay is wired, and is read as it was written."""

from __future__ import annotations

from pathlib import Path

import pytest

import specs
from conformance.errors import UsageError
from conformance.rigs.document import Lane, Rig, load, write

RIG = Rig(
    kind="reference",
    base_url="http://h/v1",
    version="1",
    control_url="http://m",
    supports=("chat",),
    notes="n",
    lanes=(
        Lane("lane-0", "lane-0", "sk-lane-0", "lane-0", ("primary", "backup")),
        Lane("limited-0", "m", "sk-x", "s", ("primary",), role="limited", limits={"rpm": 2}),
        Lane("lane-1", "m", "sk-y", "t", ("primary",), models={"embeddings": "e"}),
    ),
)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """The document is valid, and no draft of it stays."""
    file = tmp_path / "sub" / "rig.yaml"

    write(RIG, file)

    assert load(file) == RIG
    specs.validator("meta/rig.schema.json").validate(RIG.as_json())
    assert [one.name for one in file.parent.iterdir()] == ["rig.yaml"]


def test_a_key_can_be_named_by_variable(tmp_path: Path) -> None:
    """The key is looked up, and never written."""
    lane = Lane("lane-0", "m", "sk-secret", "s", ("primary",), api_key_env="MY_KEY")
    file = tmp_path / "rig.yaml"
    write(Rig("x", "http://h/v1", (lane,), baseline=Path("b.yaml")), file)

    assert "sk-secret" not in file.read_text()
    found = load(file, {"MY_KEY": "sk-secret"})
    assert found.lanes == (lane,)
    assert found.baseline == tmp_path / "b.yaml"
    with pytest.raises(UsageError, match="MY_KEY, which is not set"):
        load(file, {})


def test_another_address_can_stand_in_front() -> None:
    """Only the relay's address changes."""
    assert RIG.at("http://proxy/v1").base_url == "http://proxy/v1"
    assert RIG.at(None) is RIG


@pytest.mark.parametrize(
    ("text", "words"),
    [(None, "up --write"), ("{", "not YAML"), ("version: 1\nlanes: []\n", "rig.yaml")],
)
def test_a_broken_rig_file_is_a_usage_error(tmp_path: Path, text: str | None, words: str) -> None:
    """The error names the file and what is wrong in it."""
    file = tmp_path / "rig.yaml"
    if text:
        file.write_text(text)

    with pytest.raises(UsageError, match=words):
        load(file)
