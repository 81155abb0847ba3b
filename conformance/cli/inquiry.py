"""What ``probe`` does: asks, shows what was found, and writes it down.

Rules of this file: whatever came from a relay is shown escaped, on one line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from conformance.catalog.trials import Trial, trials
from conformance.errors import UsageError
from conformance.model import JSON
from conformance.rigs import Rig
from conformance.session import declaration, models, preflight
from conformance.session.budget import Budget
from conformance.session.engine import secrets_of
from conformance.session.models import Listed
from conformance.session.survey import Found, requests_of, survey, tokens_at_most
from conformance.session.target import black_box, models_of, with_models
from conformance.session.worker import capabilities
from conformance.settings.profile import DOCUMENTED
from conformance.settings.values import RunSettings
from conformance.transport.redact import Redactor
from conformance.wire.view import View
from reports.phrases import Phrases

_STYLES = {"claimed": "green", "absent": "dim", "unsure": "yellow"}


def chosen(skipped: Sequence[str]) -> list[Trial]:
    """The trials that no pattern leaves out. Raises :class:`UsageError` for an idle pattern."""
    every = trials()
    for pattern in skipped:
        if not any(fnmatchcase(name, pattern) for name in every):
            raise UsageError(f"--skip {pattern!r} matches nothing; known are {', '.join(every)}")
    return [
        trial
        for name, trial in every.items()
        if not any(fnmatchcase(name, pattern) for pattern in skipped)
    ]


def inquire(settings: RunSettings, asked: Sequence[Trial], file: Path) -> int:
    """Ask, show what was found, write it to ``file``; the exit code.

    Raises :class:`SetupError` or :class:`UsageError` when there is no way in.
    """
    console = Console(highlight=False, soft_wrap=True)
    phrases = Phrases(settings.lang)
    rig, rows = _opened(settings, asked)
    base_url = Redactor(secrets_of(rig)).url(rig.base_url)
    chosen_models = models_of(rig.lanes[0])
    pairs = ", ".join(f"{kind}={name}" for kind, name in chosen_models.items())
    named = pairs or phrases("probe.no_model")
    console.print(escape(phrases("probe.probing", address=base_url, models=named)))
    most = {"requests": requests_of(asked), "tokens": tokens_at_most(asked)}
    console.print(phrases("probe.most", **most))
    budget = Budget(settings.max_requests, settings.max_tokens)
    found = survey(rig, asked, budget=budget, timeout_s=settings.timeout_s)
    document = declaration.document(
        found.values(),
        base_url=base_url,
        models=chosen_models,
        today=datetime.now(UTC).date(),
        said=declaration.hints(rows),
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(declaration.text(document, str(file)), encoding="utf-8")
    console.print(table(document["capabilities"], phrases))
    return _conclude(console, found, budget, file, phrases)


def _opened(settings: RunSettings, asked: Sequence[Trial]) -> tuple[Rig, tuple[Listed, ...]]:
    """The relay with a model of each kind, as far as one is plain, and its list of models."""
    rig = black_box(settings)
    answer, _ = preflight.ask(rig, settings.timeout_s)
    preflight.check(answer, rig)
    rows = models.listed(View(answer).json)
    kinds = {trial.instance.probe.endpoint.model for trial in asked}
    return with_models(rig, models.choose(kinds, rows, named=models_of(rig.lanes[0]))), rows


def table(rows: Mapping[str, JSON], phrases: Phrases) -> Table:
    """What was found, one line a capability."""
    heads = [phrases(f"probe.{name}") for name in ("capability", "state", "model", "reason")]
    shown = Table(*heads, box=None, pad_edge=False)
    for name, row in rows.items():
        state, evidence = row["state"], row["evidence"]
        reason = row["reason"]
        if "listed" in evidence and state != "claimed":
            reason = phrases("probe.listed", reason=reason, hint=evidence["listed"])
        model = _plain(evidence.get("model", "-"))
        word = f"[{_STYLES[state]}]{phrases(f'probe.{state}')}[/]"
        shown.add_row(name, word, escape(model), escape(_plain(reason)))
    return shown


def _conclude(
    console: Console, found: Mapping[str, Found], budget: Budget, file: Path, phrases: Phrases
) -> int:
    """Say what came of it; the exit code."""
    left = sorted(capabilities() - found.keys() - {DOCUMENTED})
    console.print(phrases("probe.left", names=", ".join(left)))
    states = Counter(one.sight.state.value for one in found.values())
    counted = ", ".join(f"{states[name]} {phrases(f'probe.{name}')}" for name in _STYLES)
    spent = {"requests": budget.requests, "tokens": budget.tokens}
    console.print(phrases("probe.cost", states=counted, **spent))
    console.print(escape(phrases("probe.file", file=file)))
    if not states["claimed"]:
        console.print(phrases("probe.nothing"))
        return 3
    command = f"relay-conformance run --base-url URL --capabilities {file}"
    console.print(escape(phrases("run.next", command=command)))
    return 0


def _plain(text: str) -> str:
    """``text`` on one line and without control characters: a relay's words are hostile input."""
    return "".join(char if char.isprintable() else " " for char in text)
