"""A requirement is drawn over time, each target for itself."""

from __future__ import annotations

import json

import pytest

from reports.history import Entry, Point
from reports.timeline import WRITERS, Story, html, stories, text


def entry(number: int, target: str = "http://a/v1", digest: str = "d") -> Entry:
    """The run of that day."""
    when = f"2026-11-{number:02d}T10:00:00Z"
    return Entry(number, target, when, None, None, "0.1.0", digest, number != 3, "conformant")


def point(run: int, outcome: str, case: str = "chat", name: str = "SSE-014") -> Point:
    """What the run says of one case."""
    return Point(run, name, case, "it ends", "sse", "MUST", outcome, f"is {outcome}", None)


@pytest.fixture
def story() -> Story:
    """Three runs: kept, broken in one case, not judged; and one rule that is even."""
    entries = [entry(1), entry(2, digest="other"), entry(3)]
    points = [
        point(1, "pass"),
        point(2, "pass"),
        point(1, "pass", "b"),
        point(2, "fail", "b"),
        point(1, "pass", name="SSE-015"),
    ]
    (found,) = stories(entries, points, by_case=False)
    return found


def test_a_line_has_the_gravest_case_of_each_run(story: Story) -> None:
    """And tells of each change once."""
    (line,) = story.odd

    assert line.outcomes == ("pass", "fail", None)
    assert [event[1:] for event in line.events] == [("pass", "is pass"), ("fail", "is fail")]
    assert story.turns == (1, 2)


def test_cases_and_targets_have_lines_of_their_own() -> None:
    """Nothing is mixed."""
    entries = [entry(1), entry(2, "http://b/v1")]
    points = [point(1, "pass"), point(1, "fail", "b"), point(2, "pass")]

    first, second = stories(entries, points, by_case=True)

    assert [line.name for line in first.lines] == ["SSE-014[chat]", "SSE-014[b]"]
    assert [line.outcomes for line in second.lines] == [("pass",)]


def test_the_terminal_shows_one_sign_a_run(story: Story) -> None:
    """Runs that were cut, and those by other rules, say so."""
    told = text([story])

    assert "SSE-014 MUST     ✓✕·  it ends" in told
    assert "other rules than before" in told
    assert "This run was cut short" in told
    assert "SSE-015" not in told
    assert "SSE-015" in text([story], is_whole=True)
    assert text([]) == "The history has no such run.\n"


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", WRITERS)
def test_every_format_tells_it(story: Story, name: str, lang: str) -> None:
    """In both languages."""
    assert "SSE-014" in WRITERS[name]([story], lang)


def test_the_page_is_harmless_and_the_document_whole(story: Story) -> None:
    """No script; every outcome."""
    document = json.loads(WRITERS["json"]([story]))

    assert "<script" not in html([story])
    assert html([]).count("<p>") > 0
    assert document["history"][0]["lines"][0]["outcomes"] == ["pass", "fail", None]
