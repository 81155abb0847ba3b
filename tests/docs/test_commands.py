"""Every command that the documents show exists, with the options that they show."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from typing import Any

import click
import pytest

from conformance.cli import cli as suite
from mock_upstream.cli import main as mock

PROGRAMS: dict[str, click.Command] = {"relay-conformance": suite, "mock-upstream": mock}


def shown(text: str) -> Iterator[list[str]]:
    """The words of each of our commands in a shell block."""
    for line in text.splitlines():
        for part in re.split(r"&&|\|", line):
            words = shlex.split(part.rstrip("& "), comments=True)
            if words and words[0].removeprefix(".venv/bin/") in PROGRAMS:
                yield [words[0].removeprefix(".venv/bin/"), *words[1:]]


def problem(words: list[str]) -> str | None:
    """What a command line says that the program does not know, or None."""
    command = PROGRAMS[words[0]]
    rest = words[1:]
    while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
        found = command.commands.get(rest[0])
        if found is None:
            return f"{words[0]} has no command {rest[0]}"
        command, rest = found, rest[1:]
    known = {name for each in command.params for name in (*each.opts, *each.secondary_opts)}
    unknown = [word for word in rest if word.startswith("--") and word.split("=")[0] not in known]
    return f"{' '.join(words)}: unknown {', '.join(unknown)}" if unknown else None


def test_every_command_of_the_documents_exists(blocks: tuple[Any, ...]) -> None:
    """No document shows a command or an option that is not there."""
    lines = [words for block in blocks if block.language == "sh" for words in shown(block.text)]

    found = [line for line in map(problem, lines) if line]

    assert lines
    assert found == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("relay-conformance run", None),
        ("mock-upstream serve --port 9100", None),
        ("mock-upstream sing", "mock-upstream has no command sing"),
        ("mock-upstream serve --loud", "mock-upstream serve --loud: unknown --loud"),
    ],
)
def test_the_comparison_sees_what_is_missing(line: str, expected: str | None) -> None:
    """Unknown commands and options are told from known ones."""
    assert problem(line.split()) == expected
