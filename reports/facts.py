"""What stands at the head of a page about a run, and how times are written. Pure.

Rules of this file: a fact is the key of a phrase and a value; a value that is
a word of ours is the key of a phrase too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from reports.phrases import PHRASES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.run import Run

__all__ = ["Fact", "facts", "moment", "seconds", "span"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: plain ``text``, or the ``phrase`` that says it."""

    name: str
    text: str | None = None
    phrase: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)


def facts(run: Run) -> list[Fact]:
    """The facts that are known of a run."""
    cost = {"requests": f"{run.cost.requests:,}", "tokens": f"{run.cost.tokens:,}"}
    price = None if run.cost.usd is None else f"{run.cost.usd:.4f} USD"
    found = [
        Fact("relay", run.target.relay),
        Fact("profile", run.target.profile),
        Fact("rig", run.target.rig),
        Fact("model", run.target.model),
        Fact("mode", run.mode, _known(f"mode.{run.mode}")),
        Fact("started", moment(run.started_at)),
        Fact("duration", span(run.duration_s)),
        Fact("cost", price, "cost.value", cost),
        Fact("suite", f"{run.suite} {run.suite_version}"),
        Fact("exit_code", str(run.exit_code), _known(f"exit.{run.exit_code}")),
    ]
    return [fact for fact in found if fact.text or fact.phrase]


def moment(stamp: str) -> str:
    """A time without its fraction; what is no time stays as it is."""
    try:
        read = datetime.fromisoformat(stamp)
    except ValueError:
        return stamp
    zone = read.strftime("%Z") or ""
    return f"{read:%Y-%m-%d %H:%M:%S} {zone}".strip()


def span(seconds_: float) -> str:
    """A length of time for people."""
    minutes, rest = divmod(seconds_, 60)
    return f"{rest:.1f} s" if not minutes else f"{minutes:.0f} min {rest:02.0f} s"


def seconds(value: float) -> str:
    """A short time: milliseconds below a second."""
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.3g} s"


def _known(key: str) -> str | None:
    return key if key in PHRASES else None
