"""The README says the same in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

NAMES = ("README.md", "README.zh-CN.md")
BLOCK = re.compile(r"^```.*?^```$", flags=re.MULTILINE | re.DOTALL)
HAN = re.compile("[\u4e00-\u9fff]")


def texts(root: Path) -> list[str]:
    """Both READMEs, the English one first."""
    return [(root / name).read_text(encoding="utf-8") for name in NAMES]


def links(text: str) -> set[str]:
    """Where a README leads and what it shows, the other README set aside."""
    return set(re.findall(r"\]\(([^)\s]+)\)", text)) - set(NAMES)


def headings(text: str) -> list[int]:
    """The level of each heading, in order."""
    return [len(signs) for signs in re.findall(r"^(#+) ", BLOCK.sub("", text), re.MULTILINE)]


def names(text: str) -> set[str]:
    """What stands in code style: commands, options, variables and files."""
    return set(re.findall(r"`([^`\n]+)`", BLOCK.sub("", text)))


def tables(text: str) -> list[int]:
    """How many cells each row of a table has, in order."""
    return [row.count("|") for row in re.findall(r"^\|.*\|$", text, re.MULTILINE)]


def test_each_leads_to_the_other_in_its_first_lines(root: Path) -> None:
    """Whoever opens the wrong one sees the right one at once."""
    english, chinese = ("".join(text.splitlines()[:4]) for text in texts(root))

    assert f"]({NAMES[1]})" in english
    assert f"]({NAMES[0]})" in chinese


@pytest.mark.parametrize(
    "read", [headings, links, BLOCK.findall, names, tables], ids=lambda read: read.__name__
)
def test_they_cannot_drift_apart(root: Path, read: object) -> None:
    """The same sections, links, code blocks, names of things and tables."""
    assert callable(read)
    english, chinese = map(read, texts(root))

    assert english
    assert chinese == english


def test_every_section_is_in_its_language(root: Path) -> None:
    """Each line of prose of the Chinese one is Chinese; the English one names 中转站 alone."""
    english, chinese = (BLOCK.sub("", text) for text in texts(root))
    prose = [line for line in chinese.splitlines() if re.search("[a-z]", line)]

    assert [line for line in prose[1:] if not HAN.search(line)] == []
    assert set(HAN.findall(english)) <= set("中转站简体中文")
