"""The changes between two runs as text, Markdown and JSON.

Rules of this file: pure; whatever came from a relay is bounded and made
harmless by ``reports.text`` first. Each change names its cause.
"""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING

from reports.diff import KINDS
from reports.phrases import Phrases
from reports.spans import span
from reports.text import fit, line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.diff import Change, Difference
    from reports.document import JSON
    from reports.run import Result, Run

__all__ = ["LIMIT", "as_json", "markdown", "text"]

LIMIT = 900_000
"""Octets of the Markdown; GitHub refuses a step summary over 1 MiB."""

_MESSAGE = 300


def text(found: Difference, lang: str = "en") -> str:
    """Lines for a terminal."""
    phrases = Phrases(lang)
    return "".join(f"{one}\n" for one in _lines(found, phrases))


def markdown(found: Difference, lang: str = "en") -> str:
    """GitHub-flavoured Markdown of at most :data:`LIMIT` octets."""
    phrases = Phrases(lang)
    return "".join(fit(_blocks(found, phrases), LIMIT))


def as_json(found: Difference) -> str:
    """One JSON document."""
    document = {
        "before": _run(found.before),
        "after": _run(found.after),
        "exit_code": found.exit_code,
        "counts": {kind: len(found.of(kind)) for kind in KINDS},
        "changes": [_change(change) for change in found.changes],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _lines(found: Difference, phrases: Phrases) -> Iterator[str]:
    colon = phrases("colon")
    yield f"{phrases('diff.before')}{colon}{_told(found.before)}"
    yield f"{phrases('diff.after')}{colon}{_told(found.after)}"
    if not found.changes:
        yield phrases("diff.none", count=len(found.after.results))
    for (kind, cause), changes in groupby(found.changes, key=lambda one: (one.kind, one.cause)):
        rows = list(changes)
        yield f"{phrases(f'kind.{kind}')} ({len(rows)}), {phrases(f'cause.{cause}')}{colon}"
        for change in rows:
            title = line(change.shown.title, 90)
            yield f"  {line(change.name, 160)} {_outcomes(change, phrases)} {title}"
            if change.shown.message:
                yield f"      {line(change.shown.message, _MESSAGE)}"
    if not (found.before.complete and found.after.complete):
        yield phrases("diff.cut")


def _blocks(found: Difference, phrases: Phrases) -> Iterator[str]:
    yield f"## {phrases('diff.title')}\n\n"
    for key, run in (("diff.before", found.before), ("diff.after", found.after)):
        yield f"- {phrases(key)}{phrases('colon')}{span(_told(run), 200)}\n"
    if not (found.before.complete and found.after.complete):
        yield f"\n> {phrases('diff.cut')}\n"
    if not found.changes:
        yield f"\n{phrases('diff.none', count=len(found.after.results))}\n"
    for (kind, cause), changes in groupby(found.changes, key=lambda one: (one.kind, one.cause)):
        rows = list(changes)
        yield f"\n### {phrases(f'kind.{kind}')} ({len(rows)}), {phrases(f'cause.{cause}')}\n\n"
        yield f"| {phrases('case')} | {phrases('outcome')} | {phrases('seen')} |\n|---|---|---|\n"
        for change in rows:
            message = span(change.shown.message or change.shown.title, _MESSAGE)
            yield f"| {span(change.name, 120)} | {_outcomes(change, phrases)} | {message} |\n"


def _outcomes(change: Change, phrases: Phrases) -> str:
    """``pass → fail``; one word where the outcome is the same or there is but one."""
    words = [
        phrases(f"outcome.{row.outcome}")
        for row in (change.before, change.after)
        if row is not None
    ]
    return " → ".join(dict.fromkeys(words))


def _told(run: Run) -> str:
    """One run on one line."""
    relay = f" {run.target.relay}" if run.target.relay else ""
    suite = f"{run.suite} {run.suite_version}, {run.specs_digest[:19]}"
    return line(f"{run.target.base_url}{relay} {run.started_at} ({suite})", 300)


def _run(run: Run) -> dict[str, JSON]:
    return {
        "base_url": run.target.base_url,
        "relay": run.target.relay,
        "started_at": run.started_at,
        "suite_version": run.suite_version,
        "specs_digest": run.specs_digest,
        "complete": run.complete,
        "documented": run.documented,
        "strict": run.strict,
    }


def _change(change: Change) -> dict[str, JSON]:
    shown = change.shown
    return {
        "id": shown.id,
        "case": shown.case,
        "title": shown.title,
        "level": shown.level,
        "kind": change.kind,
        "cause": change.cause,
        "before": _side(change.before),
        "after": _side(change.after),
    }


def _side(row: Result | None) -> dict[str, JSON] | None:
    if row is None:
        return None
    return {"outcome": row.outcome, "blame": row.blame, "message": row.message, "rule": row.rule}
