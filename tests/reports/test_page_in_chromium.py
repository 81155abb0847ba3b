"""The page as Chromium shows it: at both widths, in both languages and themes, without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from reports.html import LIMIT, render
from reports.run import OUTCOMES, Run

pytestmark = pytest.mark.browser

Look = Callable[..., Any]
Runs = Callable[..., Run]
Results = Callable[..., dict[str, Any]]

DATA = re.compile(r"^\s*(images\.|endpoint\.|D001|\d+ m?s$)")
"""Names that a run made up: endpoints and reports; and times."""

LONG = "a_word_without_any_break_" * 20

CONTRASTS = """() => {
  const part = c => c / 255 <= .04045 ? c / 255 / 12.92 : ((c / 255 + .055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => .2126 * part(r) + .7152 * part(g) + .0722 * part(b);
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgba = text => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = text;
    canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const ground = e => { for (; e; e = e.parentElement) {
    const c = rgba(getComputedStyle(e).backgroundColor); if (c[3] === 255) return c; }
    return rgba(getComputedStyle(document.body).backgroundColor); };
  const poor = [];
  for (const e of document.querySelectorAll('body *')) {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!own || !e.checkVisibility() || e.closest('.hidden, .jump')) continue;
    const style = getComputedStyle(e);
    const ink = e instanceof SVGElement ? style.fill : style.color;
    const [high, low] = [light(rgba(ink)), light(ground(e))].sort((a, b) => b - a);
    if ((high + .05) / (low + .05) < 4.5) poor.push(e.outerHTML.slice(0, 120));
  }
  return poor;
}"""
"""Elements with text that does not stand out from its ground by 4.5 to 1 (WCAG 2.2 AA)."""

FOREIGN = """() => {
  const found = [], all = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (all.nextNode()) {
    const text = all.currentNode.textContent, one = all.currentNode.parentElement;
    const data = 'style, body [lang=en], pre, code, .mono, .address, .facts dd, .level, .ids, ' +
      '[href^=http], .results th, label[lang]';
    if (/[A-Za-z]{2}/.test(text) && !/[\u4e00-\u9fff]/.test(text) && !one.closest(data)
        && one.checkVisibility()) found.push(text);
  }
  return found;
}"""
"""Texts without a Chinese character that are neither data of the run nor marked as English."""


@pytest.fixture
def page_file(make_run: Runs, make_result: Results, make_failure: Results, tmp_path: Path) -> Path:
    """The page of a run in which everything occurs that a page shows."""
    call = {
        "name": "primary", "arrived_s": 0.05, "status": 200, "fault": "sse.cut_rst",
        "writes": [[n / 2, 100] for n in range(8)], "closed": "mock", "closed_s": 3.6,
    }  # fmt: skip
    client = {"head_s": 0.1, "reads": [[4.0, 800]], "end_s": 4.1, "end": "truncated"}
    evidence = {
        "request": f"POST /{LONG}", "reply": "data: {}\n" * 90, "upstream": f"< {LONG}",
        "end": "truncated", "timeline": {"client": client, "upstream": [call], "calls": 1},
    }  # fmt: skip
    rows = [
        make_failure(
            number, case=f"{outcome}-{at}[{LONG[:60]}]", outcome=outcome, area=f"area-{outcome}",
            known={"reason": "r"} if outcome == "known" else None, evidence=evidence,
            needs=["chat", f"needs.{outcome}"], message=f"{LONG} {outcome}",
        )
        for number, outcome in enumerate(OUTCOMES) if outcome not in {"pass", "skip"}
        for at in range(2)
    ]  # fmt: skip
    errors = ("bad_key", "no_money", "timeout", "context_length", "web_page", "rate_limit")
    rows += [
        make_result(100 + n, error=error, stream=stream, endpoint=f"images.generations.{n}")
        for n, error in enumerate(errors) for stream in (True, False)
    ]  # fmt: skip
    rows += [make_result(300 + n, case=f"case-{n}-{LONG[:80]}") for n in range(40)]
    rows.append(make_result(400, outcome="skip", message=LONG))
    fates = ("forwarded", "dropped", "changed", "renamed", "rejected", "added")
    parameters = [
        {"endpoint": f"endpoint.{n}", "parameter": f"parameter_{fate}", "fate": fate,
         "exchange": "x/0"}
        for n in range(12) for fate in fates
    ]  # fmt: skip
    told = {"id": "D001", "title": LONG, "links": [f"https://example.com/{LONG}/r/issues/1"] * 5}
    zh = {"zh": {"areas": {"area-fail": "失败的领域"}, "titles": {"SSE-000": "以 [DONE] 结束"}}}
    run = make_run(
        rows, parameters=parameters, capabilities=["chat", "unseen"], reports=[told],
        notices=[LONG], complete=False, planned=999, languages=zh,
        verdicts={"documented": "not conformant", "strict": "no verdict"},
    )  # fmt: skip
    file = tmp_path / "report.html"
    file.write_text(render(run), encoding="utf-8")
    return file


def seen(sight: Any, selector: str) -> int:
    """How many of these elements can be seen."""
    script = "all => all.filter(one => one.checkVisibility()).length"
    return int(sight.page.eval_on_selector_all(selector, script))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [390, 768, 1280])
def test_the_page_is_as_wide_as_its_window(
    look: Look, page_file: Path, width: int, language: str
) -> None:
    """Wide tables scroll in frames of their own, long words break, and nothing is loaded."""
    sight = look(page_file, width)

    sight.page.locator(f"label[for=lang-{language}]").click()

    assert sight.overflow == 0
    assert sight.events == []


def test_the_language_is_chosen_without_scripts(look: Look, page_file: Path) -> None:
    """By pointer and by keyboard; each phrase is seen in one language alone."""
    sight = look(page_file, java_script_enabled=False)
    text = sight.page.locator("main")
    assert "Failures" in text.inner_text()
    assert "失败的领域" not in text.inner_text()

    sight.page.locator("label[for=lang-zh]").click()

    assert "以 [DONE] 结束" in text.inner_text()
    assert "失败的领域" in text.inner_text()
    assert "Failures" not in text.inner_text()
    sight.page.locator("#lang-zh").focus()
    sight.page.keyboard.press("ArrowLeft")
    assert "Failures" in text.inner_text()
    assert "失败的领域" not in text.inner_text()


def test_nothing_is_left_untranslated(look: Look, page_file: Path) -> None:
    """In Chinese all that is not data is Chinese; what a run says in English is marked so."""
    sight = look(page_file)

    sight.page.locator("label[for=lang-zh]").click()

    found = set(sight.page.evaluate(FOREIGN))
    assert {text for text in found if not DATA.search(text)} == set()


@pytest.mark.parametrize("outcome", [name for name in OUTCOMES if name != "skip"])
def test_one_outcome_is_shown_alone(look: Look, page_file: Path, outcome: str) -> None:
    """Groups and rows of the others are gone, and come back with all."""
    sight = look(page_file)
    groups, rows = seen(sight, ".group"), seen(sight, ".results tbody tr")

    sight.page.locator(f"label[for=show-{outcome}]").click()

    shown = seen(sight, ".results tbody tr")
    assert 0 < shown == seen(sight, f".results tbody tr.h-{outcome}") < rows
    assert seen(sight, ".group") == seen(sight, f".g-{outcome}") == (outcome != "pass")
    sight.page.locator("label[for=show-all]").click()
    assert (seen(sight, ".group"), seen(sight, ".results tbody tr")) == (groups, rows)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(look: Look, page_file: Path, scheme: str) -> None:
    """As the reader's system wants it, and as the reader chooses against it."""
    sight = look(page_file, color_scheme=scheme)
    other = "light" if scheme == "dark" else "dark"
    ground = "getComputedStyle(document.body).backgroundColor"
    before = sight.page.evaluate(ground)

    assert sight.page.evaluate(CONTRASTS) == []
    sight.page.locator(f"label[for=theme-{other}]").click()

    assert sight.page.evaluate(ground) != before
    assert sight.page.evaluate(CONTRASTS) == []


def test_a_card_shows_all_that_an_engineer_needs(look: Look, page_file: Path) -> None:
    """Both sides' octets, the picture, curl and replay are in sight; a link leads to it."""
    sight = look(page_file)

    sight.page.locator(".contents .ids.o-fail a").first.click()

    card = sight.page.locator("article:target")
    text = card.inner_text()
    for part in ("Request", "Reply as received", "Upstream side", "Send it again", "curl -N",
                 "relay-conformance replay RUN_DIR", "closed too early", "D001"):  # fmt: skip
        assert part in text
    assert card.locator(".timeline svg").first.bounding_box()["height"] > 80
    assert card.locator("details.case").count() == 1
    assert sight.page.evaluate("scrollY") > 500


def test_headings_and_landmarks_are_in_order(look: Look, page_file: Path) -> None:
    """One h1, no level is left out; one main, a named navigation; each field has a label."""
    sight = look(page_file)
    levels = sight.page.eval_on_selector_all("h1, h2, h3, h4, h5", "a => a.map(e => +e.tagName[1])")

    assert (levels[0], levels.count(1)) == (1, 1)
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for role in ("main", "navigation", "banner", "contentinfo"):
        assert sight.page.get_by_role(role).count() == 1
    assert sight.page.eval_on_selector_all("input", "a => a.every(e => e.labels.length === 1)")
    assert sight.page.eval_on_selector_all(
        "[aria-labelledby]",
        """
        all => all.every(e => document.getElementById(e.getAttribute('aria-labelledby')))""",
    )


def test_the_printed_page_hides_nothing(look: Look, page_file: Path) -> None:
    """What is folded on the screen stands open on paper; what only a screen needs does not."""
    sight = look(page_file, color_scheme="dark")

    sight.page.emulate_media(media="print")

    assert seen(sight, ".bar, .contents") == 0
    assert seen(sight, ".card details.case pre") > 0
    assert sight.page.evaluate("getComputedStyle(document.body).colorScheme") == "light"
    assert sight.page.pdf().startswith(b"%PDF")


def test_a_hostile_run_does_nothing(
    look: Look, hostile: str, hostile_run: Run, tmp_path: Path
) -> None:
    """No script runs, nothing is loaded, the layout holds and the title is ours."""
    file = tmp_path / "report.html"
    file.write_text(render(hostile_run), encoding="utf-8")
    assert file.stat().st_size <= LIMIT

    sight = look(file, 390)

    assert sight.overflow == 0
    sight.page.set_viewport_size({"width": 1280, "height": 900})
    assert sight.overflow == 0
    assert sight.events == []
    assert sight.page.title().startswith("Conformance report · 一致性测试报告")
    assert sight.page.locator("script, img, iframe").count() == 0
    assert seen(sight, "footer.end") == 1
