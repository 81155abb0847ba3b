"""What a certificate claims: level, scope, dates. Pure, and without a clock.

Rules of this file: the level says how strong the evidence is, the scope how far
it reaches; neither makes up for the other. Dates follow from the runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from conformance.certification import suite
from conformance.certification.score import Scope, Score
from conformance.certification.sets import RequirementSet
from conformance.model import JSON

__all__ = ["DAYS", "EXPIRED", "Recorded", "certificate", "is_about_the_same", "problems"]

DAYS = {"L0": 90, "L1": 180, "L2": 180}
"""How long a certificate holds: what is served today from outside may change unseen."""

EXPIRED = "it expired on"

MOST_DAYS_OF_RUNS = 7
"""The runs of one certificate lie no further apart."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One repetition: its document, and the chain of its exchanges."""

    document: Mapping[str, JSON]
    exchanges: int
    head: str


def certificate(
    product: Mapping[str, JSON],
    frozen: RequirementSet,
    scope: Scope,
    runs: Sequence[Recorded],
    score: Score,
    *,
    reproduces: Mapping[str, JSON] | None = None,
) -> dict[str, JSON]:
    """The claims; those of the last run where runs may differ."""
    last = runs[-1].document
    issued = _day(last["started_at"])
    level = level_of(scope.mode, is_reproduced=reproduces is not None)
    return {
        "certificate_version": 1,
        "product": dict(product),
        "level": level,
        "scope": scope.as_json(),
        "set": {"name": frozen.name, "digest": frozen.digest},
        "suite": {**last["suite"], "digest": suite.digest()},
        "issued": issued.isoformat(),
        "expires": (issued + timedelta(days=DAYS[level])).isoformat(),
        "verdicts": {"documented": "conformant", "strict": last["verdicts"]["strict"]},
        "requirements": score.as_json(),
        "runs": [
            {"started_at": run.document["started_at"], "exchanges": run.exchanges, "head": run.head}
            for run in runs
        ],
        "reproduces": None if reproduces is None else dict(reproduces),
    }


def level_of(mode: str, *, is_reproduced: bool) -> str:
    """L0: self-run from outside. L1: self-run, both sides seen. L2: by another party too."""
    if is_reproduced:
        return "L2"
    return "L1" if mode == "wired" else "L0"


def problems(claims: Mapping[str, JSON], at: date) -> Iterator[str]:
    """What is wrong with the level and the dates on the day ``at``."""
    level, mode = claims["level"], claims["scope"]["mode"]
    if level != level_of(mode, is_reproduced=claims["reproduces"] is not None):
        yield f"the level {level} is not that of its evidence ({mode})"
    if len({run["head"] for run in claims["runs"]}) < len(claims["runs"]):
        yield "one run stands in it more than once"
    try:
        yield from _of_term(claims, at)
    except (ValueError, OverflowError):
        yield "its dates are no days of the calendar"


def _of_term(claims: Mapping[str, JSON], at: date) -> Iterator[str]:
    issued, expires = date.fromisoformat(claims["issued"]), date.fromisoformat(claims["expires"])
    days = [_day(run["started_at"]) for run in claims["runs"]]
    term = DAYS[claims["level"]]
    if expires != issued + timedelta(days=term):
        yield f"a certificate of level {claims['level']} holds for {term} days, not until {expires}"
    if at < issued:
        yield f"it is not valid yet: it was issued on {issued}, after {at}"
    if at > expires:
        yield f"{EXPIRED} {expires}"
    if days[-1] != issued or min(days) < issued - timedelta(days=MOST_DAYS_OF_RUNS):
        yield f"its runs are of other days than the date of issue, {issued}"


def is_about_the_same(one: Mapping[str, JSON], other: Mapping[str, JSON]) -> bool:
    """Whether two certificates speak of one product, one profile and one set."""
    return (
        all(one[key] == other[key] for key in ("product", "set"))
        and one["scope"]["profile"] == other["scope"]["profile"]
    )


def _day(moment: str) -> date:
    return date.fromisoformat(moment[:10])
