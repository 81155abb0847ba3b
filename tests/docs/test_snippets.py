"""The YAML and Python of the documents are valid and do what is said."""

from __future__ import annotations

import contextlib
import io
from typing import Any

import pytest

import specs


def yaml_of(blocks: tuple[Any, ...], key: str) -> list[Any]:
    """The YAML blocks whose first object has ``key``."""
    values = [
        specs.parse(block.text, block.document).value
        for block in blocks
        if block.language == "yaml"
    ]
    return [value for value in values if isinstance(value, dict) and key in value]


def test_the_scripts_keep_their_schema(blocks: tuple[Any, ...]) -> None:
    """Every mock script that a document shows is one that the mock takes."""
    scripts = yaml_of(blocks, "upstreams")

    assert scripts
    for script in scripts:
        assert list(specs.validator("meta/script.schema.json").iter_errors(script)) == []


def test_the_rig_files_keep_their_schema(blocks: tuple[Any, ...]) -> None:
    """Every rig file that a document shows is one that the suite takes."""
    rigs = yaml_of(blocks, "lanes")

    assert rigs
    for rig in rigs:
        assert list(specs.validator("meta/rig.schema.json").iter_errors(rig)) == []


def test_the_capabilities_files_keep_their_schema(blocks: tuple[Any, ...]) -> None:
    """Every capabilities file that a document shows is one that a run takes."""
    files = yaml_of(blocks, "capabilities")

    assert files
    for file in files:
        assert list(specs.validator("meta/capabilities.schema.json").iter_errors(file)) == []


def test_the_baselines_keep_their_schema(blocks: tuple[Any, ...]) -> None:
    """Every baseline that a document shows is one that a run takes."""
    files = yaml_of(blocks, "known")

    assert files
    for file in files:
        assert list(specs.validator("meta/baselines.schema.json").iter_errors(file)) == []


def test_the_requirement_row_keeps_its_schema(blocks: tuple[Any, ...]) -> None:
    """The row of the guide is a row that the catalogue takes."""
    text = next(block.text for block in blocks if "- id: CHAT-099" in block.text)
    rows = specs.parse(text, "guide").value
    area = {"area": "chat", "title": "Chat", "requirements": rows}

    assert list(specs.validator("meta/requirements.schema.json").iter_errors(area)) == []


@pytest.mark.filterwarnings("default")
def test_the_sdk_snippet_reads_the_mocks_answer(blocks: tuple[Any, ...], mock_url: str) -> None:
    """The README's Python prints an answer when it is pointed at a mock."""
    text = next(block.text for block in blocks if "from openai import OpenAI" in block.text)
    out = io.StringIO()

    with contextlib.redirect_stdout(out):
        exec(compile(text.replace("http://127.0.0.1:9100", mock_url), "README.md", "exec"), {})

    assert out.getvalue().strip()
