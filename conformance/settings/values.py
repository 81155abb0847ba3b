"""The settings of one run as values.

Rules of this file: no reading of files or environment; a key never shows in a
``repr``, and :meth:`RunSettings.as_json` keeps it for worker processes only.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from conformance.model import JSON, Level, Mode

if TYPE_CHECKING:
    from collections.abc import Mapping


LIGHT, FULL = "light", "full"
"""How much a run sends: as little as shows a fault, or as much as a profile promises to bear."""


class Target(StrEnum):
    """What a run is pointed at; ``mode`` of ``run.json``."""

    EMBEDDED = "embedded"
    WIRED = "wired"
    BLACKBOX = "blackbox"

    @property
    def mode(self) -> Mode:
        """From where the requirements are judged."""
        return Mode.BLACKBOX if self is Target.BLACKBOX else Mode.WIRED


@dataclass(frozen=True, slots=True)
class RunSettings:
    """All that a run needs to know. ``None`` leaves the choice to the run."""

    target: Target = Target.EMBEDDED
    base_url: str | None = None
    rig: str | None = None
    model: str | None = None
    models: Mapping[str, str] = field(default_factory=dict)
    """Models of other kinds than chat."""
    api_key: str | None = field(default=None, repr=False)
    profile: str | None = None
    supports: tuple[str, ...] | None = None
    doubts: Mapping[str, str] | None = None
    """Why a capabilities file does not claim what it names; ``None``: no such file."""
    select: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    level: Level = Level.MAY
    load: str = LIGHT
    strict: bool = False
    concurrency: int | None = None
    max_requests: int | None = None
    max_tokens: int | None = None
    max_cost: float | None = None
    price: float | None = None
    """Dollars for a million tokens, in place of the list of prices."""
    timeout_s: float = 15.0
    baseline: str | None = None
    baseline_update: bool = False
    shard: tuple[int, int] | None = None
    out: str | None = None
    formats: tuple[str, ...] = ("html", "junit")
    lang: str = "en"
    defects: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    def as_json(self) -> dict[str, JSON]:
        """The settings as plain JSON, key included: for a worker's ears only."""
        return {key: _plain(value) for key, value in asdict(self).items()}

    @classmethod
    def from_json(cls, document: Mapping[str, JSON]) -> RunSettings:
        """The settings that :meth:`as_json` wrote."""
        values: dict[str, JSON] = {
            key: tuple(value) if isinstance(value, list) else value
            for key, value in document.items()
        }
        values["target"] = Target(values["target"])
        values["level"] = Level(values["level"])
        return cls(**values)


def _plain(value: JSON) -> JSON:
    if isinstance(value, StrEnum):
        return value.value
    return list(value) if isinstance(value, tuple) else value
