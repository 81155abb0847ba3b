"""The Markdown summary is short, and text from a run cannot act in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from reports.run import Run
from reports.summary import LIMIT, render
from reports.text import clean

Runs = Callable[..., Run]
Results = Callable[..., dict[str, Any]]


def tokens(text: str) -> list[Token]:
    """All tokens of the text as CommonMark with tables, inline ones too."""
    found = []
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        found += [token, *(token.children or [])]
    return found


def test_verdicts_and_areas_come_first(
    make_run: Runs, make_result: Results, make_failure: Results
) -> None:
    """Both verdicts with their sentence, then a table of areas by outcome."""
    text = render(make_run([make_failure(1), make_result(2), make_result(3, area="chat")]))

    assert "**As documented: Conformant**" in text
    assert "**OpenAI strict: No verdict**" in text
    assert "| Area | fail | pass |\n|---|---:|---:|\n| `stream` | 1 | 1 |\n" in text
    assert "| **Total** | **1** | **2** |" in text


def test_failures_are_folded_with_blame_and_curl(make_run: Runs, make_failure: Results) -> None:
    """Each failure is one details element with what is needed to act."""
    text = render(
        make_run([make_failure(1), make_failure(2, curl=None, expected=None, actual=None)])
    )

    assert text.count("<details>") == text.count("</details>") == 2
    for part in ("- Blame: `relay`", "```sh\ncurl -N", "seen 2026-11-21", '"[DONE]"'):
        assert part in text


def test_parameters_that_were_lost_are_told_in_one_line(make_run: Runs) -> None:
    """What was refused or forwarded is not."""
    rows = [
        {"endpoint": "chat.completions", "parameter": name, "fate": fate, "exchange": "a/0"}
        for name, fate in (("n", "dropped"), ("seed", "changed"), ("stop", "rejected"))
    ]

    text = render(make_run(parameters=rows))

    assert "as they were sent: 2: `chat.completions n, chat.completions seed`\n" in text
    assert "as they were sent" not in render(make_run(parameters=rows[2:]))


def test_a_cut_run_says_so(make_run: Runs) -> None:
    """The first thing said of a cut run is that it was cut."""
    text = render(make_run(complete=False))

    assert text.index("> **This run was cut short.**") < text.index("As documented")
    assert "cut short" not in render(make_run())


def test_an_empty_run_has_no_table(make_run: Runs) -> None:
    """Nothing judged is said in words."""
    text = render(make_run([]))

    assert "No case was judged." in text
    assert "|" not in text


def test_the_summary_speaks_chinese(make_run: Runs, make_failure: Results) -> None:
    """All fixed words come from the phrases."""
    text = render(make_run([make_failure()]), "zh")

    assert "**按自身文档：符合**" in text  # noqa: RUF001 (Chinese punctuation is meant)
    assert "Blame" not in text


def test_hostile_values_are_inert(hostile: str, hostile_run: Run) -> None:
    """No link, image, heading or HTML of a relay's making."""
    text = render(hostile_run)

    kinds = {token.type for token in tokens(text)}
    assert not kinds & {"link_open", "image", "html_inline"}
    assert {t.tag for t in tokens(text) if t.type == "heading_open"} == {"h2", "h3"}
    for token in tokens(text):
        if token.type == "html_block":
            assert token.content.startswith(("<details><summary><b>", "</details>"))
            assert "<script" not in token.content
            assert token.content.count("<") == token.content.count(">") <= 6
    fenced = [t.content for t in tokens(text) if t.type == "fence"]
    assert clean(hostile, 2_000) + "\n" in fenced


def test_the_summary_stays_under_the_limit(make_run: Runs, make_failure: Results) -> None:
    """What does not fit is counted, and the last block is whole."""
    results = [make_failure(n, case=f"c{n}", message="<" * 2_000) for n in range(600)]

    text = render(make_run(results))

    assert len(text.encode()) <= LIMIT
    assert text.count("<details>") == text.count("</details>") < 600
    assert f"{600 - text.count('<details>')} more are left out" in text


@pytest.mark.parametrize("limit", [2_000, 5_000, 60_000])
def test_a_smaller_limit_is_kept_too(
    make_run: Runs, make_failure: Results, make_result: Results, limit: int
) -> None:
    """Areas that do not fit are counted as well."""
    results = [make_failure(n, area=f"area {n}", message="失" * 500) for n in range(60)]

    text = render(make_run([*results, make_result()]), "zh", limit)

    assert len(text.encode()) <= limit
    assert "另有" in text


def test_no_room_gives_no_text(make_run: Runs) -> None:
    """A page that is full stays as it is."""
    assert render(make_run(), "en", 100) == render(make_run(), "en", -5) == ""


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_same_run_gives_the_same_text(hostile_run: Run, lang: str) -> None:
    """Nothing but the run and the language decide the text."""
    assert render(hostile_run, lang) == render(hostile_run, lang)
