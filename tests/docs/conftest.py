"""The documents and the code blocks in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = tuple(
    sorted(
        path.relative_to(ROOT).as_posix()
        for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))
    )
)
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: the document it stands in, its language and its text."""

    document: str
    language: str
    text: str


def read_blocks() -> tuple[Block, ...]:
    """Every fenced block of every document, in order."""
    return tuple(
        Block(name, language, text)
        for name in DOCUMENTS
        for language, text in BLOCK.findall((ROOT / name).read_text(encoding="utf-8"))
    )


@pytest.fixture(scope="session")
def blocks() -> tuple[Block, ...]:
    """Every fenced block of every document, in order."""
    return read_blocks()


@pytest.fixture(scope="session")
def mock_url() -> Iterator[str]:
    """The address of a mock upstream that answers everything."""
    from conformance import embedded

    with embedded.mock() as url:
        yield url


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the README."""
    return ROOT
