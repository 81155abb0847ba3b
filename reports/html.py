"""One self-contained HTML page of a run, readable without scripts.

Rules of this file: the page never exceeds :data:`LIMIT`. Pieces whose number
depends on the run (rows, cards, evidence) are rendered one by one, and each
kind has its share of octets; what does not fit is counted on the page. Every
value passes the cleaner of ``reports.text`` and jinja's escaping.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from reports import errors, parameters
from reports.phrases import Phrases
from reports.run import OUTCOMES, Result, Run
from reports.text import clean, fit, line, pretty

__all__ = ["LIMIT", "SIGNS", "render"]

LIMIT = 5_000_000
"""Octets of a whole page; mail gateways and CI viewers choke on more."""

ROWS = CARDS = EVIDENCE = 1_500_000
"""Shares of ``LIMIT``; the rest is for what every page has."""

AREAS = 200
"""Areas shown at most; there are a dozen."""

GROUPS = ("fail", "fixed", "warn", "inconclusive", "error", "known")
"""Outcomes whose cases get a card each, in the order of the page."""

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


@dataclass(frozen=True, slots=True)
class _Group:
    """The cards of one outcome; ``left`` of ``total`` did not fit."""

    outcome: str
    cards: tuple[str, ...]
    total: int

    @property
    def left(self) -> int:
        return self.total - len(self.cards)


def render(run: Run, lang: str = "en") -> str:
    """The page, in English (``en``) or Simplified Chinese (``zh``)."""
    phrases = Phrases(lang)
    environment = _environment(phrases)
    parts: Any = environment.get_template("parts.html.j2").module
    error_parts: Any = environment.get_template("errors.html.j2").module
    carded = [result for outcome in GROUPS for result in run.with_outcome(outcome)]
    cards = _cards(carded, parts)
    numbers = {id(result): number for number, result in enumerate(carded[: len(cards)], 1)}
    rows = fit((parts.row(result, numbers.get(id(result))) for result in run.results), ROWS)
    areas = list(run.areas().items())
    totals = {name: sum(counts[name] for _, counts in areas) for name in OUTCOMES}
    return environment.get_template("report.html.j2").render(
        run=run,
        facts=_facts(run, phrases),
        areas=areas[:AREAS],
        totals=totals,
        used=[name for name in OUTCOMES if totals[name]],
        groups=_groups(carded, cards),
        linked=_links(totals),
        rows=rows,
        matrix=parameters.pivot(run.parameters),
        fate_signs=FATE_SIGNS,
        skipped=_skipped(run),
        error_parts=error_parts,
        errors=errors.table(run),
    )


def _environment(phrases: Phrases) -> Environment:
    """Jinja with escaping always on, and every value cleaned on its way out."""
    note = phrases.raw("left.cut")
    environment = Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_finalize,
    )
    environment.globals.update(
        t=phrases, signs=SIGNS, verdict_signs=VERDICT_SIGNS, outcomes=OUTCOMES
    )
    environment.filters.update(
        line=line,
        bound=lambda value, limit: clean(value, limit, note),
        pretty=lambda value, limit: pretty(value, limit, note),
        seconds=lambda value: f"{value:.2f} s",
        web=lambda url: (url or "").startswith(("https://", "http://")),
    )
    return environment


def _finalize(value: object) -> object:
    """Clean whatever a template forgot to bound; markup of our own passes."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _cards(results: list[Result], parts: Any) -> list[str]:  # noqa: ANN401 (a jinja module)
    """The cards that fit, evidence going first to the earlier ones."""
    notes = [parts.omitted() if result.evidence else "" for result in results]
    numbered = list(enumerate(zip(results, notes, strict=True), 1))
    bare = fit((parts.card(result, n, note) for n, (result, note) in numbered), CARDS)
    proofs = fit((parts.evidence(result) for result in results[: len(bare)]), EVIDENCE)
    whole = [parts.card(results[n], n + 1, proof) for n, proof in enumerate(proofs)]
    return whole + list(bare[len(whole) :])


def _groups(results: list[Result], cards: list[str]) -> list[_Group]:
    """The cards under the outcome they belong to, with how many did not fit."""
    groups = []
    for outcome in GROUPS:
        places = [place for place, result in enumerate(results) if result.outcome == outcome]
        shown = tuple(cards[place] for place in places if place < len(cards))
        if places:
            groups.append(_Group(outcome, shown, len(places)))
    return groups


def _links(totals: dict[str, int]) -> dict[str, str]:
    """Where the page tells more about an outcome."""
    links = {name: f"group-{name}" for name in GROUPS if totals[name]}
    return {**links, "pass": "results", "skip": "h-skipped"}


def _skipped(run: Run) -> list[tuple[str, list[str], int]]:
    """(reason, ids, number of cases) of what was skipped, commonest reason first."""
    reasons: dict[str, list[str]] = {}
    for result in run.with_outcome("skip"):
        reasons.setdefault(line(result.message, 300), []).append(line(result.id, 20))
    rows = [(reason, sorted(set(ids)), len(ids)) for reason, ids in reasons.items()]
    return sorted(rows, key=lambda row: (-row[2], row[0]))


def _facts(run: Run, phrases: Phrases) -> list[tuple[str, str | None]]:
    """Phrase keys and values for the head of the page."""
    cost = phrases("cost.value", requests=f"{run.cost.requests:,}", tokens=f"{run.cost.tokens:,}")
    price = "" if run.cost.usd is None else f" · {run.cost.usd:.4f} USD"
    return [
        ("relay", run.target.relay),
        ("profile", run.target.profile),
        ("rig", run.target.rig),
        ("model", run.target.model),
        ("mode", phrases.word("mode", run.mode)),
        ("started", _moment(run.started_at)),
        ("duration", _span(run.duration_s)),
        ("cost", cost + price),
        ("suite", f"{run.suite} {run.suite_version}"),
        ("exit_code", phrases.word("exit", str(run.exit_code))),
    ]


def _moment(stamp: str) -> str:
    """A time without its fraction; what is no time stays as it is."""
    try:
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        return stamp
    zone = moment.strftime("%Z") or ""
    return f"{moment:%Y-%m-%d %H:%M:%S} {zone}".strip()


def _span(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{rest:.1f} s" if not minutes else f"{minutes:.0f} min {rest:02.0f} s"
