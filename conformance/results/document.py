"""Assembles ``run.json``. Pure.

Rules of this file: the shape is ``specs/meta/run.schema.json``; facts come in,
nothing is looked up.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conformance.results.verdict import exit_code, summary, verdicts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.model import JSON
    from conformance.settings.values import RunSettings


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a run besides its results. Times are UTC, RFC 3339."""

    settings: RunSettings
    base_url: str
    model: str | None
    relay: Mapping[str, JSON] | None
    suite: Mapping[str, str]
    started_at: str
    duration_s: float
    requests: int = 0
    tokens: int = 0
    usd: float | None = None
    complete: bool = True
    stale: bool = False
    capabilities: Sequence[str] | None = None
    models: Mapping[str, str] = field(default_factory=dict)
    """Models of other kinds than chat."""
    parameters: Sequence[Mapping[str, JSON]] | None = None
    reports: Sequence[Mapping[str, JSON]] = ()
    """What the public has reported of the defects that were found: ``id``, ``title``, ``links``."""
    measured: Sequence[Mapping[str, JSON]] = ()
    notices: Sequence[str] = field(default_factory=tuple)
    planned: int | None = None
    """How many results there are to be."""
    languages: Mapping[str, JSON] = field(default_factory=dict)
    """Titles beside the English ones, as :func:`conformance.results.languages.languages`."""


def assemble(facts: Facts, results: Sequence[Mapping[str, JSON]]) -> dict[str, JSON]:
    """The whole document of a run."""
    settings = facts.settings
    found = verdicts(results, complete=facts.complete, stale=facts.stale)
    document: dict[str, JSON] = {
        "schema_version": 1,
        "suite": dict(facts.suite),
        "target": {
            "base_url": facts.base_url,
            "profile": settings.profile,
            "model": facts.model,
            "models": dict(facts.models),
            "rig": settings.rig,
            "relay": None if facts.relay is None else dict(facts.relay),
        },
        "mode": settings.target.value,
        "started_at": facts.started_at,
        "duration_s": round(facts.duration_s, 3),
        "complete": facts.complete,
        "exit_code": exit_code(found, strict=settings.strict),
        "notices": list(facts.notices),
        "cost": {"requests": facts.requests, "tokens": facts.tokens, "usd": facts.usd},
        "verdicts": found,
        "summary": summary(results),
        "results": [dict(row) for row in results],
    }
    if facts.planned is not None:
        document["planned"] = facts.planned
    if facts.languages:
        document["languages"] = dict(facts.languages)
    if facts.measured:
        document["measured"] = [dict(row) for row in facts.measured]
    if facts.capabilities is not None:
        document["capabilities"] = sorted(facts.capabilities)
    if facts.reports:
        document["reports"] = [dict(row) for row in facts.reports]
    if facts.parameters is not None:
        document["parameters"] = [dict(row) for row in facts.parameters]
    return document
