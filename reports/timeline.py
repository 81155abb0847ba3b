"""Requirements over time, drawn from the history. Pure.

Rules of this file: one sign for each run, oldest first; a gap is a run that did
not judge it. Targets are never mixed in one line.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, TypeAlias

from reports.html import SIGNS
from reports.pages import page
from reports.phrases import Phrases
from reports.several import gravest
from reports.text import line

if TYPE_CHECKING:
    from reports.history import Entry, Point

__all__ = ["WRITERS", "Line", "Story", "as_json", "html", "stories", "text"]

MOST_LINES = 2000
"""Lines of a page; the JSON has all."""

_ABSENT = "·"


@dataclass(frozen=True, slots=True)
class Line:
    """One requirement, or one of its cases, run by run; ``None``: not judged in that run."""

    name: str
    title: str
    level: str
    outcomes: tuple[str | None, ...]
    events: tuple[tuple[str, str, str], ...]
    """(time, outcome, message) of each run in which the outcome changed."""

    @property
    def is_even(self) -> bool:
        """Whether it was kept, or left out, all the time."""
        return {one for one in self.outcomes if one is not None} <= {"pass", "skip"}


@dataclass(frozen=True, slots=True)
class Story:
    """One target over time; ``turns`` are the places of runs with other rules than before."""

    target: str
    entries: tuple[Entry, ...]
    lines: tuple[Line, ...]
    turns: tuple[int, ...]

    @property
    def odd(self) -> tuple[Line, ...]:
        """The lines with something to tell."""
        return tuple(one for one in self.lines if not one.is_even)


def stories(
    entries: Sequence[Entry], points: Sequence[Point], *, by_case: bool
) -> tuple[Story, ...]:
    """One story for each target; a line for each case, or for each requirement."""
    targets = dict.fromkeys(entry.target for entry in entries)
    return tuple(
        _story(name, tuple(one for one in entries if one.target == name), points, by_case=by_case)
        for name in targets
    )


def _story(
    target: str, entries: tuple[Entry, ...], points: Sequence[Point], *, by_case: bool
) -> Story:
    numbers = {entry.number for entry in entries}
    found: dict[str, list[Point]] = {}
    for point in points:
        if point.run in numbers:
            name = f"{point.id}[{point.case}]" if by_case else point.id
            found.setdefault(name, []).append(point)
    digests = [entry.specs_digest for entry in entries]
    turns = tuple(at for at in range(1, len(entries)) if digests[at] != digests[at - 1])
    lines = tuple(_line(name, rows, entries) for name, rows in found.items())
    return Story(target, entries, lines, turns)


def _line(name: str, points: list[Point], entries: tuple[Entry, ...]) -> Line:
    by_run: dict[int, list[Point]] = {}
    for point in points:
        by_run.setdefault(point.run, []).append(point)
    outcomes = tuple(_outcome(by_run.get(entry.number)) for entry in entries)
    events = []
    before = None
    for entry, outcome in zip(entries, outcomes, strict=True):
        if outcome is not None and outcome != before:
            rows = by_run[entry.number]
            message = next(one.message for one in rows if one.outcome == outcome)
            events.append((entry.started_at, outcome, message))
            before = outcome
    newest = points[-1]
    return Line(name, newest.title, newest.level, outcomes, tuple(events))


def _outcome(points: Iterable[Point] | None) -> str | None:
    return None if points is None else gravest(one.outcome for one in points)


def text(found: Iterable[Story], lang: str = "en", *, is_whole: bool = False) -> str:
    """Lines for a terminal."""
    phrases = Phrases(lang)
    told = [one for story in found for one in _lines(story, phrases, is_whole=is_whole)]
    return "".join(f"{one}\n" for one in told or [phrases("history.none")])


def _lines(story: Story, phrases: Phrases, *, is_whole: bool) -> Iterator[str]:
    yield line(f"{story.target} ({phrases('history.runs', count=len(story.entries))})", 200)
    for at, entry in enumerate(story.entries, 1):
        turn = f" · {phrases('history.turn')}" if at - 1 in story.turns else ""
        cut = "" if entry.complete else f" · {phrases('cut.title')}"
        verdict = phrases(f"verdict.{entry.documented}")
        yield f"  {at:>3}  {line(entry.started_at, 20)}  {verdict}{cut}{turn}"
    shown = story.lines if is_whole else story.odd
    width = max((len(line(one.name, 60)) for one in shown), default=0)
    for one in shown:
        signs = "".join(_sign(outcome) for outcome in one.outcomes)
        yield f"{line(one.name, 60):{width}} {one.level:8} {signs}  {line(one.title, 80)}"
        if len(shown) <= 20:
            yield from (f"      {_event(event, phrases)}" for event in one.events)
    yield phrases("matrix.even", count=len(story.lines) - len(shown))


def _event(event: tuple[str, str, str], phrases: Phrases) -> str:
    when, outcome, message = event
    colon = phrases("colon") if message else ""
    return f"{line(when, 20)} {phrases(f'outcome.{outcome}')}{colon}{line(message, 160)}"


def _sign(outcome: str | None) -> str:
    return _ABSENT if outcome is None else SIGNS[outcome]


def html(found: Iterable[Story], lang: str = "en", *, is_whole: bool = False) -> str:
    """One self-contained page."""
    pairs = [(story, story.lines if is_whole else story.odd) for story in found]
    shown = [(story, lines[:MOST_LINES], len(lines)) for story, lines in pairs]
    return page("history.html.j2", lang, stories=shown, signs=SIGNS)


def as_json(found: Iterable[Story], lang: str = "en", *, is_whole: bool = False) -> str:
    """One JSON document."""
    del lang
    rows = [
        {
            "target": story.target,
            "runs": [asdict(entry) for entry in story.entries],
            "lines": [asdict(one) for one in (story.lines if is_whole else story.odd)],
        }
        for story in found
    ]
    return json.dumps({"history": rows}, ensure_ascii=False, indent=1) + "\n"


Writer: TypeAlias = Callable[..., str]

WRITERS: Mapping[str, Writer] = {"text": text, "html": html, "json": as_json}
"""Every format by the name that ``--format`` takes."""
