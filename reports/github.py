"""Annotations of a run: workflow commands that GitHub Actions shows on the job's page.

Rules of this file: what makes the run exit with 1 or 3 is an error, what only
informs is a warning; GitHub keeps ten of each kind and step
(docs.github.com, seen 2026-11-26), so the eleventh is a count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.junit import element_of
from reports.phrases import Phrases
from reports.text import line
from reports.titles import titled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.run import Result, Run

__all__ = ["MOST", "render"]

MOST = 10
"""Annotations of one kind."""

_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = {**_DATA, ":": "%3A", ",": "%2C"}


def render(run: Run, lang: str = "en") -> str:
    """The run as workflow commands, one on each line."""
    phrases = Phrases(lang)
    return "".join(f"{command}\n" for command in _commands(titled(run, lang), phrases))


def _commands(run: Run, phrases: Phrases) -> Iterator[str]:
    if not run.complete:
        yield _command("notice", phrases("cut.title"), phrases("cut.text"))
    for kind in ("error", "warning"):
        found = [result for result in run.results if _kind(result) == kind]
        for result in found[:MOST]:
            yield _command(kind, f"{result.id} {result.title}", _message(result, phrases))
        if len(found) > MOST:
            more = phrases("left.more", count=len(found) - MOST)
            yield _command("notice", phrases(f"annotation.{kind}"), more)


def _kind(result: Result) -> str | None:
    """The kind of annotation that a result deserves; ``None`` for what needs no word."""
    if element_of(result) in {"failure", "error"}:
        return "error"
    return "warning" if result.outcome == "warn" else None


def _message(result: Result, phrases: Phrases) -> str:
    """One paragraph: what broke, whose turn it is, and which case shows it."""
    told = f"{phrases(f'outcome.{result.outcome}')}{phrases('colon')}{result.message}"
    blame = f"{phrases('blame')}{phrases('colon')}{phrases.word('blame', result.blame)}"
    return (
        f"{line(told, 800)}\n{line(f'{result.endpoint} · {result.case}', 200)}\n{line(blame, 60)}"
    )


def _command(kind: str, title: str, message: str) -> str:
    return f"::{kind} title={_escaped(line(title, 200), _PROPERTY)}::{_escaped(message, _DATA)}"


def _escaped(text: str, table: dict[str, str]) -> str:
    """The text as a workflow command takes it: no line end, no separator of its own."""
    return "".join(table.get(character, character) for character in text)
