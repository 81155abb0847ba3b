"""A capabilities file says what is claimed, and why all else is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.catalog.declared import Declared, read
from conformance.errors import UsageError


def test_a_declaration_is_read(tmp_path: Path) -> None:
    """Short by hand, or long as it is written."""
    file = tmp_path / "c.yaml"
    file.write_text(
        "version: 1\n"
        "models: {chat: m, images.edits: e}\n"
        "capabilities:\n"
        "  chat: claimed\n"
        "  models: {state: claimed, reason: seen}\n"
        "  embeddings: {state: absent, reason: '404: gone'}\n"
        "  cors: {state: unsure}\n"
        "  responses: absent\n"
    )

    assert read(file) == Declared(
        claimed=("chat", "models"),
        doubts={"embeddings": "absent: 404: gone", "cors": "unsure", "responses": "absent"},
        models={"chat": "m", "images.edits": "e"},
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "`relay-conformance probe` makes one"),
        ("{", "not YAML"),
        ("version: 1", "'capabilities' is a required property"),
        ("version: 1\ncapabilities: {chatt: claimed}", "'chatt' is not one of"),
        ("version: 1\ncapabilities: {chat: yes}", "'yes' is not one of ['claimed'"),
        ("version: 1\ncapabilities: {chat: {state: sure}}", "/capabilities/chat/state"),
        ("version: 1\nkey: sk\ncapabilities: {}", "known are capabilities, models, probed"),
    ],
)
def test_a_file_that_cannot_be_used_says_where(
    tmp_path: Path, text: str | None, words: str
) -> None:
    """With the words that may stand there."""
    file = tmp_path / "c.yaml"
    if text is not None:
        file.write_text(text)

    with pytest.raises(UsageError) as caught:
        read(file)

    assert words in str(caught.value)
    assert "c.yaml" in str(caught.value)
