"""The page is whole, readable, bounded, and nothing of a relay acts in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import reports
from reports.html import LIMIT, SIGNS, render
from reports.run import OUTCOMES, Run
from reports.text import clean

Runs = Callable[..., Run]
Results = Callable[..., dict[str, Any]]

VOID = {"meta", "input"}


class Page(HTMLParser):
    """What a page consists of: elements, attributes, ids, links and text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.pre: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count the element and open it."""
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        if tag == "pre":
            self.pre.append("")
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id":
                self.ids.append(value or "")
            if name in {"href", "src", "cite"}:
                self.links.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        """Close the element, which must be the innermost."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep the text, and that of code blocks by itself."""
        self.text += data
        if self.open[-1:] == ["pre"]:
            self.pre[-1] += data


@pytest.fixture
def run(make_run: Runs, make_result: Results, make_failure: Results) -> Run:
    """A run with every outcome."""
    results = [
        make_failure(n, outcome=o, area=o, known={"reason": "r"} if o == "known" else None)
        for n, o in enumerate(OUTCOMES)
        if o not in {"pass", "skip"}
    ]
    results += [make_result(20), make_result(21, outcome="skip", message="no vision")]
    return make_run(results, exit_code=1, notices=["a notice"], capabilities=["chat"])


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_is_well_formed_and_accessible(run: Run, lang: str) -> None:
    """Elements nest, ids are unique, anchors lead somewhere, landmarks are there."""
    text = render(run, lang)
    page = Page(text)

    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    anchors = {link[1:] for link in page.links if link.startswith("#")}
    assert anchors <= set(page.ids)
    assert [page.tags.count(tag) for tag in ("header", "main", "h1", "title")] == [1, 1, 1, 1]
    assert f'<html lang="{"en" if lang == "en" else "zh-Hans"}">' in text
    assert text.count("<th ") == text.count("<th scope=")


def test_the_page_needs_nothing_from_outside(run: Run) -> None:
    """No script, image, frame or style sheet is loaded; links go to sources only."""
    page = Page(render(run))

    assert not {"script", "img", "iframe", "link", "object", "form"} & set(page.tags)
    assert not {name for name in page.attributes if name.startswith("on") or name == "src"}
    outside = {link for link in page.links if not link.startswith("#")}
    assert outside == {"https://example.com/doc"}


def test_the_page_tells_the_whole_story(run: Run) -> None:
    """Target, verdict sentences, requirement, source, both sides and the curl."""
    text = Page(render(run)).text

    for part in (
        "http://127.0.0.1:4000/v1",
        "reference 1.0",
        "2026-11-22 10:00:00 UTC",
        "1 min 12 s",
        "12 requests · 3,456 tokens · 0.5000 USD",
        "The relay kept everything that its own profile promises",
        "the last event of a stream is [DONE]",
        "seen 2026-11-21",
        "at event 3",
        "D001",
        "no vision",
        "a notice",
    ):
        assert part in text
    assert {'"[DONE]"', "POST /", "data: {}", "200", "curl -N http://127.0.0.1/v1"} <= set(
        Page(render(run)).pre
    )


def test_every_outcome_has_sign_word_and_colour(run: Run) -> None:
    """No outcome is told by colour alone."""
    text = render(run)

    assert set(SIGNS) == set(OUTCOMES)
    for name in OUTCOMES:
        assert f'<span class="tag o-{name}"><b aria-hidden="true">' in text
        assert f'id="show-{name}"' in text


@pytest.mark.parametrize(("complete", "expected"), [(True, 0), (False, 1)])
def test_a_cut_run_says_so(make_run: Runs, *, complete: bool, expected: int) -> None:
    """The page of a cut run says that it was cut, that of a whole run does not."""
    text = render(make_run(complete=complete))

    assert text.count("This run was cut short") == expected


def test_an_empty_and_a_clean_run_say_so(make_run: Runs) -> None:
    """Nothing judged and nothing broken are different sentences."""
    assert "No case was judged." in render(make_run([], started_at="2026-11-22"))
    assert "Nothing failed, warned or stayed open." in render(make_run())


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_hostile_values_are_inert(hostile: str, hostile_run: Run, lang: str) -> None:
    """Elements and ids are those of a harmless run; the reply is shown as text."""
    text = render(hostile_run, lang)
    page = Page(text)

    assert page.open == []
    assert "script" not in page.tags
    assert len(page.ids) == len(set(page.ids))
    assert any(block.startswith(clean(hostile, 500, note="")) for block in page.pre)
    assert len(text.encode()) <= LIMIT
    assert text == render(hostile_run, lang)


def test_only_web_addresses_become_links(make_run: Runs, make_failure: Results) -> None:
    """A source with another scheme is text."""
    source = {"url": "javascript:alert(1)", "quote": "q", "seen": "2026-11-21"}

    page = Page(render(make_run([make_failure(source=source)])))

    assert all(link.startswith("#") for link in page.links)
    assert "javascript:alert(1)" in page.text


def test_later_evidence_goes_first(make_run: Runs, make_failure: Results) -> None:
    """Over the limit the first cards keep their evidence and the last say it is left out."""
    big = dict.fromkeys(("request", "reply", "upstream"), "<" * 20_000)
    results = [make_failure(n, case=f"c{n}", evidence=big) for n in range(60)]

    text = render(make_run(results))

    assert len(text.encode()) <= LIMIT
    assert text.count('<article class="card') == 60
    assert 0 < text.count("Evidence left out") < 60
    assert text.index("<summary>Evidence") < text.index("Evidence left out")


def test_a_huge_run_stays_bounded(make_run: Runs, make_failure: Results) -> None:
    """Cards and rows that do not fit are counted."""
    results = [
        make_failure(n % 1000, case=f"{n}", message="&" * 1_500, area=f"a{n}") for n in range(4_000)
    ]

    text = render(make_run(results))

    assert len(text.encode()) <= LIMIT
    left = 4_000 - text.count('<article class="card')
    assert f"{left} more are left out" in text


def rgb(colour: str) -> float:
    """The relative luminance of ``#rrggbb`` (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return float(sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True)))


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_text_has_contrast(theme: int) -> None:
    """Every colour of text stands out from its ground by 4.5 to 1 (WCAG 2.2 AA)."""
    css = (Path(str(reports.__path__[0])) / "templates/report.css").read_text(encoding="utf-8")
    block = re.findall(r":root \{(.*?)\}", css, re.DOTALL)[theme]
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))
    pairs = [(name, ground) for name in OUTCOMES for ground in (f"{name}-bg", "panel", "bg")]
    pairs += [(name, ground) for name in ("ink", "soft", "link") for ground in ("bg", "panel")]

    for name, ground in pairs:
        low, high = sorted((rgb(colours[name]), rgb(colours[ground])))
        assert (high + 0.05) / (low + 0.05) >= 4.5, (name, ground)


@pytest.mark.parametrize(("lang", "word"), [("en", "dropped"), ("zh", "被丢弃")])
def test_the_matrix_of_parameters_is_a_table(make_run: Runs, lang: str, word: str) -> None:
    """Heads on both sides, a word beside each sign, and where to see what was lost."""
    rows = [
        {"endpoint": "chat.completions", "parameter": "n", "fate": "forwarded", "exchange": "a/0"},
        {"endpoint": "chat.completions", "parameter": "seed", "fate": "dropped", "exchange": "b/7"},
        {"endpoint": "images.edits", "parameter": "n", "fate": "renamed", "exchange": "c/0"},
    ]

    text = render(make_run(parameters=rows), lang)

    assert '<th scope="row" class="mono">seed</th>' in text
    assert '<th scope="col">images.edits</th>' in text
    assert (
        f'<td class="f-dropped"><span aria-hidden="true">✕</span><span> {word}</span></td>' in text
    )
    assert "b/7" in Page(text).text
    assert "h-parameters" not in Page(render(make_run(), lang)).ids


def test_hostile_parameters_are_inert(make_run: Runs, hostile: str) -> None:
    """Names come from a run that somebody may have written."""
    row = {"endpoint": hostile, "parameter": hostile, "fate": "dropped", "exchange": hostile}

    text = render(make_run(parameters=[row] * 300))

    assert len(text.encode()) < LIMIT
    assert "<script" not in text
