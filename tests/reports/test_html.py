"""The page is whole, readable, bounded, and nothing of a relay acts in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import reports
from reports.html import LIMIT, MOST_CASES, SIGNS, STATE_SIGNS, render
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
        "12 requests · 3,456 tokens",
        "0.5000 USD",
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


def test_a_card_says_how_to_see_it_again(make_run: Runs, make_failure: Results) -> None:
    """The command quotes a case for a shell, and the public reports are named with links."""
    told = {"id": "D001", "title": "no terminator", "links": ["https://example.com/o/r/issues/1"]}
    run = make_run([make_failure(case="chat[it's]")], reports=[told])

    page = Page(render(run))

    assert "relay-conformance replay RUN_DIR 'SSE-001[chat[it'\"'\"'s]]'" in page.pre
    assert "no terminator" in page.text
    assert "https://example.com/o/r/issues/1" in page.links


def test_both_languages_are_in_the_page(run: Run) -> None:
    """``lang`` chooses the one that is shown first."""
    english, chinese = render(run), render(run, "zh")

    for text in (english, chinese):
        assert text.count('class="en" lang="en"') == text.count('class="zh" lang="zh-Hans"') > 50
    assert 'id="lang-en" checked' in english
    assert 'id="lang-zh" checked' in chinese
    with pytest.raises(ValueError, match="no language 'fr': choose en, zh"):
        render(run, "fr")


def test_titles_are_in_both_languages(make_run: Runs, make_failure: Results) -> None:
    """As far as the run brings them along."""
    languages = {"zh": {"areas": {"stream": "流"}, "titles": {"SSE-001": "以 [DONE] 结束"}}}

    text = render(make_run([make_failure(1), make_failure(2)], languages=languages))

    assert text.count("以 [DONE] 结束") == 2
    assert '<span class="zh" lang="zh-Hans">流</span>' in text
    assert text.count("the last event of a stream is [DONE]") >= 4


def test_cases_that_came_out_alike_are_one_card(make_run: Runs, make_failure: Results) -> None:
    """The first is open, the others are folded; each can be replayed."""
    text = render(make_run([make_failure(case=f"c{n}") for n in range(5)]))

    assert text.count('<article class="card') == 1
    assert "4 more cases" in text
    assert text.count('<details class="case">') == 4
    assert text.count("relay-conformance replay") == 5


def test_a_stream_is_drawn(make_run: Runs, make_failure: Results) -> None:
    """A picture without text that a reader aloud needs; the words stand below it."""
    client = {"head_s": 0.1, "reads": [[4.0, 800]], "end_s": 4.1, "end": "truncated"}
    call = {
        "name": "primary", "arrived_s": 0.05, "status": 200, "fault": "sse.cut_rst",
        "writes": [[n / 2, 100] for n in range(8)], "closed": "relay", "closed_s": None,
    }  # fmt: skip
    timeline = {"client": client, "upstream": [call], "calls": 3}
    evidence = {"request": "POST /", "timeline": timeline}

    text = render(make_run([make_failure(evidence=evidence)]))
    alone = render(make_run([make_failure(evidence={"timeline": {**timeline, "upstream": []}})]))

    assert "Over time: what the client received<" in alone
    assert "Over time: what the upstream sent, and what the client received<" in text
    assert text.count("<rect ") == 9
    assert text.count('class="broke"') == 1
    page = Page(text)
    assert page.open == []
    for part in ("800 octets (pieces: 1)", "longest silence 4 s", "closed too early", "sse.cut_rst",
                 "3 calls of upstreams in all"):  # fmt: skip
        assert part in page.text


def test_every_outcome_has_sign_word_and_colour(run: Run) -> None:
    """No outcome is told by colour alone."""
    text = render(run)

    assert set(SIGNS) == set(OUTCOMES)
    for name in OUTCOMES:
        assert f'<span class="tag o-{name}"><b aria-hidden="true">{SIGNS[name]}</b>' in text
        assert f'id="show-{name}"' in text


@pytest.mark.parametrize(("complete", "expected"), [(True, 0), (False, 1)])
def test_a_cut_run_says_so(make_run: Runs, *, complete: bool, expected: int) -> None:
    """The page of a cut run says that it was cut, that of a whole run does not."""
    text = render(make_run(complete=complete, planned=1234))

    assert text.count("This run was cut short") == expected
    assert text.count("1 of 1,234 cases were judged") == expected


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
    results = [make_failure(n, evidence=big) for n in range(60)]

    text = render(make_run(results))

    assert len(text.encode()) <= LIMIT
    assert text.count('<article class="card') == 60
    left = text.count("Evidence left out")
    assert 0 < left < 60
    assert text.count('<details class="evidence"') == 60 - left
    assert text.index('<details class="evidence"') < text.index("Evidence left out")


def test_a_huge_run_stays_bounded(make_run: Runs, make_failure: Results) -> None:
    """Cards and rows that do not fit are counted."""
    results = [
        make_failure(n % 1000, case=f"{n}", message="&" * 1_500, area=f"a{n}") for n in range(4_000)
    ]

    text = render(make_run(results))

    assert len(text.encode()) <= LIMIT
    shown = text.count('<article class="card')
    assert 50 < shown < 1000
    assert f"{4_000 - 4 * shown} more are left out" in text


def test_further_cases_give_way_to_other_findings(make_run: Runs, make_failure: Results) -> None:
    """A finding of very many cases hides no other one, and says how many it leaves out."""
    results = [make_failure(1, case=f"c{n}") for n in range(3_000)] + [make_failure(2)]

    text = render(make_run(results))

    assert text.count('<article class="card') == 2
    assert f"{3_000 - MOST_CASES} more cases of this finding are left out" in text


def rgb(colour: str) -> float:
    """The relative luminance of ``#rrggbb`` (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return float(sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True)))


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_text_has_contrast(theme: int) -> None:
    """Every colour of text stands out from its ground by 4.5 to 1 (WCAG 2.2 AA)."""
    css = (Path(str(reports.__path__[0])) / "templates/report.css").read_text(encoding="utf-8")
    found = re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", css)
    colours = {name: both[theme] for name, *both in found}
    pairs = [(name, ground) for name in OUTCOMES for ground in (f"{name}-bg", "panel", "bg")]
    pairs += [
        (name, ground) for name in ("ink", "soft", "link") for ground in ("bg", "panel", "code")
    ]
    pairs += [("ink", f"{name}-bg") for name in OUTCOMES]

    for name, ground in pairs:
        low, high = sorted((rgb(colours[name]), rgb(colours[ground])))
        assert (high + 0.05) / (low + 0.05) >= 4.5, (name, ground)


def test_the_matrix_of_parameters_is_a_table(make_run: Runs) -> None:
    """Heads on both sides, a word beside each sign, and where to see what was lost."""
    rows = [
        {"endpoint": "chat.completions", "parameter": "n", "fate": "forwarded", "exchange": "a/0"},
        {"endpoint": "chat.completions", "parameter": "seed", "fate": "dropped", "exchange": "b/7"},
        {"endpoint": "images.edits", "parameter": "n", "fate": "renamed", "exchange": "c/0"},
    ]

    text = render(make_run(parameters=rows))

    assert '<th scope="row" class="mono">seed</th>' in text
    assert '<th scope="col"><span class="up">images.edits</span></th>' in text
    assert '<td class="cell f-dropped"><b aria-hidden="true">✕</b><span class="hidden"> ' in text
    assert all(part in Page(text).text for part in ("dropped", "被丢弃", "b/7"))
    assert "parameters" not in Page(render(make_run())).ids


def test_figures_are_told(make_run: Runs) -> None:
    """By their own names where they are new."""
    odd = {"name": "odd", "value": 0.12, "unit": "s", "exchanges": []}

    page = Page(render(make_run(measured=[odd])))

    assert "measured" in page.ids
    assert all(part in page.text for part in ("odd", "120 ms"))
    assert "measured" not in Page(render(make_run())).ids


def test_capabilities_are_a_table(make_run: Runs, make_result: Results) -> None:
    """Claimed, found and broken, each with its word."""
    rows = [make_result(1, needs=["chat"]), make_result(2, needs=["images"], outcome="fail")]

    text = render(make_run(rows, capabilities=["audio", "chat", "images"]))

    assert [text.count(f'<td class="s-{state}">') for state in STATE_SIGNS] == [1, 1, 1, 0]


def test_hostile_parameters_are_inert(make_run: Runs, hostile: str) -> None:
    """Names come from a run that somebody may have written."""
    row = {"endpoint": hostile, "parameter": hostile, "fate": "dropped", "exchange": hostile}

    text = render(make_run(parameters=[row] * 300))

    assert len(text.encode()) < LIMIT
    assert "<script" not in text
