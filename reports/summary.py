"""Markdown summary of a run, for a CI step summary or a comment.

Rules of this file: text from the run stands in code spans or fences, where
GitHub neither formats nor links it. The whole stays under what GitHub takes
for one step (1 MiB); failures that do not fit are counted.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from reports.measured import told as figures
from reports.parameters import LOST
from reports.phrases import Phrases
from reports.run import OUTCOMES
from reports.spans import fence as _fence
from reports.spans import span as _span
from reports.text import fit, line, pretty
from reports.titles import titled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.run import Result, Run

__all__ = ["LIMIT", "render"]

LIMIT = 900_000
"""Octets; GitHub refuses a step summary over 1 MiB (docs.github.com, seen 2026-11-22)."""

NOTE = 400
"""Octets kept for a heading or for the count of what was left out."""

SHOWN = ("fail", "fixed", "error", "inconclusive")
"""Outcomes whose cases are told one by one."""

_MARK = {"conformant": "✅", "not conformant": "❌", "no verdict": "❔"}


def render(run: Run, lang: str = "en", limit: int = LIMIT) -> str:
    """The run as GitHub-flavoured Markdown of at most ``limit`` octets.

    Where even the verdicts do not fit, the text is empty.
    """
    phrases = Phrases(lang)
    head = "".join(_head(run, phrases))
    room = limit - len(head.encode()) - 2 * NOTE
    if room < 0:
        return ""
    areas = _within(list(_areas(run, phrases)), room // 3, "left.more", phrases)
    results = titled(run, lang).with_outcome(*SHOWN)
    blocks = [_details(result, phrases) for result in results]
    told = _within(blocks, room - room // 3 - NOTE, "left.cards", phrases)
    return f"{head}{areas}\n### {phrases('details')}\n\n{told}" if results else head + areas


def _within(pieces: list[str], octets: int, note: str, phrases: Phrases) -> str:
    """The pieces that fit, and the count of those that do not."""
    kept = fit(pieces, octets)
    left = len(pieces) - len(kept)
    return "".join(kept) + (f"\n_{phrases(note, count=left)}_\n" if left else "")


def _head(run: Run, phrases: Phrases) -> Iterator[str]:
    yield f"## {phrases('report')} · {_span(run.target.base_url, 200)}\n\n"
    if not run.complete:
        yield f"> **{phrases('cut.title')}.** {phrases('cut.text')}\n\n"
    for name, verdict in (("documented", run.documented), ("strict", run.strict)):
        word = phrases(f"verdict.{verdict}")
        yield f"- {_MARK[verdict]} **{phrases(name)}{phrases('colon')}{word}**  \n"
        yield f"  {phrases(f'{name}.{verdict}')}\n"
    facts = [
        phrases.word("mode", run.mode),
        run.target.relay,
        run.target.profile,
        run.target.model,
        run.started_at,
        f"{run.duration_s:.1f} s",
        phrases("cost.value", requests=run.cost.requests, tokens=run.cost.tokens),
        f"{run.suite} {run.suite_version}",
    ]
    yield "\n" + " · ".join(_span(fact, 120) for fact in facts if fact) + "\n"
    yield from _lost(run, phrases)
    yield from _measured(run, phrases)
    for notice in run.notices[:20]:
        yield f"\n> {_span(run.titles.notice(notice, phrases.language), 500)}\n"


def _measured(run: Run, phrases: Phrases) -> Iterator[str]:
    """A line for each figure."""
    if run.measured:
        yield f"\n{phrases('measured')}{phrases('colon')}\n\n"
    for name, value in figures(run.measured[:20], phrases):
        yield f"- {_span(name, 80)} {_span(value, 40)}\n"


def _lost(run: Run, phrases: Phrases) -> Iterator[str]:
    """One line when parameters were dropped or changed on their way."""
    lost = [f"{one.endpoint} {one.name}" for one in run.parameters if one.fate in LOST]
    if lost:
        told = phrases("parameters.lost", count=len(lost))
        yield f"\n⚠️ {told}{phrases('colon')}{_span(', '.join(lost[:30]), 600)}\n"


def _areas(run: Run, phrases: Phrases) -> Iterator[str]:
    """A table of areas by outcome, only with the outcomes that occur."""
    areas = run.areas()
    if not areas:
        yield f"\n{phrases('no_results')}\n"
        return
    used = [name for name in OUTCOMES if any(row[name] for row in areas.values())]
    cells = [phrases("area"), *(phrases(f"outcome.{name}") for name in used)]
    yield f"\n| {' | '.join(cells)} |\n|---|{'---:|' * len(used)}\n"
    for area, row in areas.items():
        counts = " | ".join(str(row[name] or "·") for name in used)
        yield f"| {_span(run.titles.area(area, phrases.language), 80)} | {counts} |\n"
    totals = " | ".join(f"**{sum(row[name] for row in areas.values())}**" for name in used)
    yield f"| **{phrases('total')}** | {totals} |\n"


def _details(result: Result, phrases: Phrases) -> str:
    """One case, folded: what broke, whose turn it is, and how to see it again."""
    title = html.escape(line(f"{result.id} {result.title}", 200))
    label = f"{phrases(f'outcome.{result.outcome}')} · {html.escape(line(result.level, 20))}"
    blame, colon = phrases.word("blame", result.blame), phrases("colon")
    rows = [
        f"<details><summary><b>{title}</b> — {label}</summary>\n",
        f"- {phrases('case')}{colon}{_span(result.case, 200)} · {_span(result.endpoint, 100)}",
        f"- {phrases('blame')}{colon}{_span(blame, 40)}",
        f"- {phrases('source')}{colon}{_source(result, phrases)}\n",
        _fence(result.message, 2_000),
    ]
    if result.has_pair:
        rows += [f"{phrases('expected')}\n", _fence(pretty(result.expected, 2_000), 4_000)]
        rows += [f"{phrases('seen')}\n", _fence(pretty(result.actual, 2_000), 4_000)]
    if result.curl:
        rows += [f"{phrases('curl')}\n", _fence(result.curl, 4_000, "sh")]
    return "\n".join(rows) + "\n</details>\n\n"


def _source(result: Result, phrases: Phrases) -> str:
    source = result.source
    where = source.url or source.document
    seen = phrases("seen_on", date=line(source.seen, 20))
    quote = _span(source.quote, 400)
    return quote + (f" · {_span(where, 300)}" if where else "") + f", {html.escape(seen)}"
