"""One self-contained HTML page of a run: no script, both languages, all of it readable.

Rules of this file: the page never exceeds :data:`LIMIT`. Pieces whose number
depends on the run (rows, cases, evidence) are rendered one by one, and each
kind has its share of octets; what does not fit is counted on the page. Every
value passes the cleaner of ``reports.text`` and jinja's escaping.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from jinja2 import Environment

from reports import errors, facts, parameters
from reports.bilingual import Bilingual
from reports.capabilities import capabilities
from reports.document import JSON
from reports.drawing import draw
from reports.findings import GROUPS, Finding, findings, requirements
from reports.pages import environment
from reports.phrases import LANGUAGES, Phrases
from reports.run import OUTCOMES, Report, Result, Run
from reports.text import clean, fit, line, pretty
from reports.titles import Titles

__all__ = ["GROUPS", "LIMIT", "SIGNS", "render"]

LIMIT = 5_000_000
"""Octets of a whole page; mail gateways and CI viewers choke on more."""

ROWS = CASES = EVIDENCE = 1_400_000
"""Shares of ``LIMIT``; the rest is for what every page has."""

MOST_CASES = 60
"""Cases of one finding that are told; more say nothing new."""

PLAIN = 60
"""Characters of a text from which on it is shown without quotes and escapes."""

AREAS = 200
"""Areas shown at most; there are two dozen."""

SIGNS = {
    "pass": "✓",
    "fail": "✕",
    "warn": "!",
    "skip": "-",
    "inconclusive": "?",
    "error": "#",
    "known": "≈",
    "fixed": "↑",
}
"""A sign beside each word, so that no outcome is told by colour alone."""

VERDICT_SIGNS = {"conformant": "✓", "not conformant": "✕", "no verdict": "?"}

FATE_SIGNS = {
    "forwarded": "✓",
    "renamed": "→",
    "rejected": "!",
    "changed": "≠",
    "dropped": "✕",
    "added": "+",
}
"""A sign for what became of a parameter; the word stands beside it."""

STATE_SIGNS = {"found": "✓", "broken": "✕", "unseen": "?", "absent": "-"}
"""A sign for what was found of a capability."""


def render(run: Run, lang: str = "en") -> str:
    """The page; ``lang`` is the language that it shows first (``en``, ``zh``).

    Raises ``ValueError`` for a language that there is none in.
    """
    if lang not in LANGUAGES:
        raise ValueError(f"no language {lang!r}: choose {', '.join(LANGUAGES)}")
    jinja = _environment(run.titles)
    parts: Any = jinja.get_template("parts.html.j2").module
    cards = _cards(findings(run.results), parts, run.reports)
    anchors = {(one.outcome, one.head.id): one.anchor for one, _ in cards}
    areas = list(run.areas().items())
    totals = {name: sum(counts[name] for _, counts in areas) for name in OUTCOMES}
    ruled = requirements(run.results)
    rows = fit((parts.row(one, anchors.get((_worst(one.counts), one.head.id))) for one in ruled),
               ROWS)  # fmt: skip
    return jinja.get_template("report.html.j2").render(
        run=run,
        lang=lang,
        languages=LANGUAGES,
        facts=facts.facts(run),
        areas=areas[:AREAS],
        totals=totals,
        used=[name for name in OUTCOMES if totals[name]],
        groups=_groups(cards),
        left=_left(cards, totals),
        capabilities=capabilities(run),
        rows=rows,
        ruled=len(ruled),
        matrix=parameters.pivot(run.parameters),
        skipped=_skipped(run),
        errors=errors.table(run),
    )


def _environment(titles: Titles) -> Environment:
    """What the templates of this page use."""
    note = " · ".join(Phrases(name).raw("left.cut") for name in LANGUAGES)
    both = Bilingual()
    jinja = environment()
    jinja.globals.update(
        t=both,
        title=lambda one, limit: both.said(
            {name: line(titles.requirement(one.id, one.title, name), limit) for name in LANGUAGES}
        ),
        notice=lambda notice: both.said(
            {name: line(titles.notice(notice, name), 500) for name in LANGUAGES}
        ),
        area=lambda area: both.said(
            {name: line(titles.area(area, name), 60) for name in LANGUAGES}
        ),
        signs=SIGNS,
        verdict_signs=VERDICT_SIGNS,
        fate_signs=FATE_SIGNS,
        state_signs=STATE_SIGNS,
        outcomes=OUTCOMES,
        draw=draw,
    )
    jinja.filters.update(
        line=line,
        bound=lambda value, limit: clean(value, limit, note),
        pretty=lambda value, limit: _shown(value, limit, note),
        seconds=facts.seconds,
        quoted=lambda value: shlex.quote(line(value, 300)),
        web=lambda url: (url or "").startswith(("https://", "http://")),
    )
    return jinja


def _shown(value: JSON, limit: int, note: str) -> str:
    """A value as JSON; a long text or one with quotes as it is, which nobody takes for a number."""
    if isinstance(value, str) and (len(value) > PLAIN or '"' in value):
        return clean(value, limit, note)
    return pretty(value, limit, note)


def _cards(
    found: list[Finding],
    parts: Any,  # noqa: ANN401 (a jinja module)
    reports: Iterable[Report],
) -> list[tuple[Finding, str]]:
    """The findings that fit, as cards; the first case of each before the further ones.

    Evidence has a share of its own and goes to the earlier ones in that order.
    """
    told = {one.id: one for one in reports}
    order = sorted(
        (at, number)
        for number, one in enumerate(found)
        for at in range(len(one.cases[:MOST_CASES]))
    )

    def piece(at: int, number: int, proof: str) -> str:
        one = found[number]
        head = "" if at else parts.head(one, _named(one.head, told))
        return f"{head}{parts.case(one.cases[at], proof, is_first=not at)}"

    cases = [found[number].cases[at] for at, number in order]
    notes = [parts.omitted(case) for case in cases]
    bare = fit((piece(*place, note) for place, note in zip(order, notes, strict=True)), CASES)
    proofs = fit((parts.evidence(case) for case in cases[: len(bare)]), EVIDENCE)
    whole = [piece(*place, proof) for place, proof in zip(order, proofs, strict=False)]
    shown: dict[int, list[str]] = {}
    for (_, number), text in zip(order, [*whole, *bare[len(whole) :]], strict=False):
        shown.setdefault(number, []).append(text)
    return [(one, parts.card(one, shown[n])) for n, one in enumerate(found) if n in shown]


def _named(result: Result, told: Mapping[str, Report]) -> list[Report]:
    """The public reports that a result names; one that the run does not tell of has its id."""
    return [told.get(one, Report(one, "", ())) for one in result.defects[:20]]


def _groups(cards: Sequence[tuple[Finding, str]]) -> dict[str, list[tuple[Finding, str]]]:
    """The cards by their outcome."""
    groups = {name: [pair for pair in cards if pair[0].outcome == name] for name in GROUPS}
    return {name: pairs for name, pairs in groups.items() if pairs}


def _left(cards: Sequence[tuple[Finding, str]], totals: Mapping[str, int]) -> dict[str, int]:
    """How many cases of each outcome stand in no card."""
    told = dict.fromkeys(GROUPS, 0)
    for one, _ in cards:
        told[one.outcome] += len(one.cases)
    return {name: totals[name] - told[name] for name in GROUPS}


def _worst(counts: Mapping[str, int]) -> str:
    return next(iter(counts))


def _skipped(run: Run) -> list[tuple[str, list[str], int]]:
    """(reason, ids, number of cases) of what was skipped, commonest reason first."""
    reasons: dict[str, list[str]] = {}
    for result in run.with_outcome("skip"):
        reasons.setdefault(line(result.message, 300), []).append(line(result.id, 20))
    rows = [(reason, sorted(set(ids)), len(ids)) for reason, ids in reasons.items()]
    return sorted(rows, key=lambda row: (-row[2], row[0]))
