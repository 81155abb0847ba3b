"""The verb ``probe``: finds what a relay serves and writes it down."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from conformance.cli.run import shape, terminated_as_interrupted
from conformance.errors import UsageError
from conformance.settings.options import OPTIONS

if TYPE_CHECKING:
    from conformance.catalog.trials import Trial
    from conformance.model import JSON
    from conformance.rigs import Rig
    from conformance.session.budget import Budget
    from conformance.session.models import Listed
    from conformance.settings.values import RunSettings

FILE = "capabilities.yaml"

TAKEN = (
    "base-url",
    "model",
    "api-key-env",
    "api-key-file",
    "max-requests",
    "max-tokens",
    "timeout",
)
"""The options of ``run`` that ``probe`` has too."""

_STYLES = {"claimed": "green", "absent": "dim", "unsure": "yellow"}


def _with_options(command: Callable[..., int]) -> Callable[..., int]:
    for option in reversed(OPTIONS):
        if option.name in TAKEN:
            command = click.option(f"--{option.name}", option.field, **shape(option))(command)
    return command


@click.command()
@_with_options
@click.option("--skip", "skipped", multiple=True, metavar="PATTERN", help="ask for no such one")
@click.option("--out", metavar="FILE", help=f"where the declaration is put [{FILE}]")
def probe(*, skipped: tuple[str, ...], out: str | None, **flags: object) -> int:
    """Find what a relay serves, and write it down for `run --capabilities`.

    One cheap request for each capability: claimed where the answer shows it, absent
    where the relay says no, unsure where neither is plain (a refused key, a 429, a model
    that nobody named). Pictures and speech cost more than words; --skip leaves them out.

    \b
    OPENAI_API_KEY=… relay-conformance probe --base-url https://relay.example/v1
    relay-conformance probe --base-url URL --model gpt-4o-mini --model embeddings=bge-m3
    relay-conformance probe --base-url URL --skip 'images.*' --skip 'audio.*' --out relay.yaml
    relay-conformance run --base-url URL --capabilities relay.yaml

    Exit code: 0 something is claimed, 2 wrong usage, 3 nothing is, or no answer.
    """
    from conformance.settings.resolve import resolve  # noqa: PLC0415 (keeps --help quick)
    from conformance.settings.values import Target  # noqa: PLC0415

    settings = resolve(flags, environ=os.environ, folder=Path.cwd())
    if settings.target is not Target.BLACKBOX:
        raise UsageError("probe looks at a relay from outside: name it with --base-url URL")
    file = Path(out or FILE)
    if out is None and file.exists():
        raise UsageError(f"{file} is already there; write over it with --out {file}")
    trials = chosen(skipped)
    with terminated_as_interrupted():
        return _probe(settings, trials, file)


def chosen(skipped: Sequence[str]) -> list[Trial]:
    """The trials that no pattern leaves out. Raises :class:`UsageError` for an idle pattern."""
    from conformance.catalog.trials import trials  # noqa: PLC0415 (reads all of specs)

    every = trials()
    for pattern in skipped:
        if not any(fnmatchcase(name, pattern) for name in every):
            raise UsageError(f"--skip {pattern!r} matches nothing; known are {', '.join(every)}")
    return [
        trial
        for name, trial in every.items()
        if not any(fnmatchcase(name, pattern) for pattern in skipped)
    ]


def _probe(settings: RunSettings, trials: list[Trial], file: Path) -> int:
    from conformance.session import declaration, worker  # noqa: PLC0415 (yaml)
    from conformance.session import survey as work  # noqa: PLC0415 (the client)
    from conformance.session.budget import Budget  # noqa: PLC0415
    from conformance.settings.profile import DOCUMENTED  # noqa: PLC0415

    console = Console(highlight=False, soft_wrap=True)
    rig, rows = _opened(settings, trials)
    models = _models(rig)
    pairs = ", ".join(f"{kind}={name}" for kind, name in models.items()) or "none is known"
    console.print(escape(f"probing {rig.base_url} with the models {pairs}"))
    console.print(
        f"at most {work.requests_of(trials)} requests and {work.tokens_at_most(trials)} tokens"
    )
    budget = Budget(settings.max_requests, settings.max_tokens)
    found = work.survey(rig, trials, budget=budget, timeout_s=settings.timeout_s)
    document = declaration.document(
        found.values(),
        base_url=rig.base_url,
        models=models,
        today=datetime.now(UTC).date(),
        said=declaration.hints(rows),
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(declaration.text(document, str(file)), encoding="utf-8")
    console.print(table(document["capabilities"]))
    left = sorted(worker.capabilities() - found.keys() - {DOCUMENTED})
    console.print(f"not asked for: {', '.join(left)}")
    states = Counter(one.sight.state.value for one in found.values())
    return _conclude(console, states, budget, file)


def _opened(settings: RunSettings, trials: Sequence[Trial]) -> tuple[Rig, tuple[Listed, ...]]:
    """The relay with a model of each kind, as far as one is plain, and its list of models."""
    from conformance.session import models, preflight  # noqa: PLC0415 (the client)
    from conformance.session.target import black_box, models_of, with_models  # noqa: PLC0415
    from conformance.wire.view import View  # noqa: PLC0415

    rig = black_box(settings)
    answer = preflight.ask(rig, settings.timeout_s)
    preflight.check(answer, rig)
    rows = models.listed(View(answer).json)
    kinds = {trial.instance.probe.endpoint.model for trial in trials}
    return with_models(rig, models.choose(kinds, rows, named=models_of(rig.lanes[0]))), rows


def _models(rig: Rig) -> dict[str, str]:
    from conformance.session.target import models_of  # noqa: PLC0415

    return models_of(rig.lanes[0])


def table(rows: Mapping[str, JSON]) -> Table:
    """What was found, one line a capability."""
    shown = Table("capability", "state", "model", "reason", box=None, pad_edge=False)
    for name, row in rows.items():
        state, evidence = row["state"], row["evidence"]
        hint = f"; the list of models: {evidence['listed']}" if "listed" in evidence else ""
        reason = row["reason"] + (hint if state != "claimed" else "")
        model = _plain(evidence.get("model", "-"))
        shown.add_row(name, f"[{_STYLES[state]}]{state}[/]", escape(model), escape(_plain(reason)))
    return shown


def _conclude(console: Console, states: Counter[str], budget: Budget, file: Path) -> int:
    """Say what came of it; the exit code."""
    counted = ", ".join(f"{states[name]} {name}" for name in _STYLES)
    console.print(f"{counted}; {budget.requests} requests, {budget.tokens} tokens")
    console.print(escape(f"declaration: {file}"))
    if not states["claimed"]:
        console.print("nothing that this suite knows is served there: is the base URL right?")
        return 3
    console.print(escape(f"next: relay-conformance run --base-url URL --capabilities {file}"))
    return 0


def _plain(text: str) -> str:
    """``text`` on one line and without control characters: a relay's words are hostile input."""
    return "".join(char if char.isprintable() else " " for char in text)
