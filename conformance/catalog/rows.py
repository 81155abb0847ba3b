"""The catalogue's rows as values.

Rules of this file: data only, read from ``specs/`` and never changed after.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from conformance.model import JSON, Level, Mode

CHAT = "chat"
"""The kind of model that stands in where no other is named."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a claim about relays comes from; a quote and the day it was seen."""

    quote: str
    seen: str
    url: str | None = None
    document: str | None = None

    def as_json(self) -> dict[str, JSON]:
        """The source as ``run.json`` carries it, without empty keys."""
        pairs = {
            "url": self.url,
            "document": self.document,
            "quote": self.quote,
            "seen": self.seen,
        }
        return {key: value for key, value in pairs.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One route of a dialect; ``path`` is relative to the base URL."""

    name: str
    method: str
    path: str
    dialect: str = "openai"
    capability: str | None = None
    model: str = CHAT
    """The kind of model that it is asked with."""


@dataclass(frozen=True, slots=True)
class Turns:
    """Values that take turns along the axis ``over``, instead of all at each of its labels."""

    over: str
    rows: tuple[JSON, ...]

    def row(self, at: int) -> JSON:
        """The value whose turn it is at place ``at`` of the other axis."""
        return self.rows[at % len(self.rows)]


@dataclass(frozen=True, slots=True)
class Probe:
    """A recipe that makes the relay do one thing once.

    ``requests`` keep their placeholders; ``conformance.probes`` fills them in.
    """

    name: str
    area: str
    summary: str
    endpoint: Endpoint
    modes: frozenset[Mode]
    needs: frozenset[str] = frozenset()
    lane: str = "default"
    axes: Mapping[str, Mapping[str, JSON]] = field(default_factory=dict)
    """Axis name -> label -> value; labels appear in test ids."""
    script: Mapping[str, JSON] | None = None
    requests: tuple[Mapping[str, JSON], ...] = ({},)
    settle_s: float = 0.0
    tokens: int = 64
    slow: bool = False
    is_full: bool = False
    """Whether it is a load of full size, which is sent only when it is asked for."""
    provokes: str | None = None
    """The error that is provoked, as the table of errors calls it; may be a placeholder."""


@dataclass(frozen=True, slots=True)
class Instance:
    """One probe with a value chosen on each of its axes; run once per run."""

    probe: Probe
    label: str = ""
    values: Mapping[str, JSON] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """``name`` or ``name[label]``; unique in a run."""
        return f"{self.probe.name}[{self.label}]" if self.label else self.probe.name

    @property
    def endpoint(self) -> Endpoint:
        """What is asked: the probe's endpoint, unless an axis goes through several."""
        asked = self._asked
        return Endpoint(**asked["endpoint"]) if asked else self.probe.endpoint

    @property
    def needs(self) -> frozenset[str]:
        """Capabilities of the endpoint that an axis has chosen, and of its stream."""
        asked = self._asked
        if not asked:
            return frozenset()
        return frozenset({str(asked["endpoint"]["capability"]), *asked["needs"]})

    @property
    def stream(self) -> bool:
        """Whether an axis says that a stream is asked for."""
        return bool(self._asked.get("stream", self.values.get("stream", False)))

    @property
    def _asked(self) -> Mapping[str, JSON]:
        return next((one for one in self.values.values() if _is_request(one)), {})


@dataclass(frozen=True, slots=True)
class Requirement:
    """One row of ``specs/requirements``; see ``specs/meta/requirements.schema.json``."""

    id: str
    area: str
    level: Level
    title: str
    source: Source
    modes: frozenset[Mode] = frozenset()
    needs: frozenset[str] = frozenset()
    probes: tuple[str, ...] = ()
    given: str | None = None
    check: str | None = None
    arguments: Mapping[str, JSON] = field(default_factory=dict)
    expect: Mapping[str, JSON] | None = None
    strict: bool = False
    proof: tuple[str, ...] = ()
    defects: tuple[str, ...] = ()
    hint: str | None = None
    excluded: str | None = None
    withdrawn: str | None = None

    @property
    def is_judged(self) -> bool:
        """Whether the row can be judged at all: neither excluded nor withdrawn."""
        return self.excluded is None and self.withdrawn is None


@dataclass(frozen=True, slots=True)
class Case:
    """One requirement judged over one probe instance; one pytest item."""

    requirement: Requirement
    instance: Instance

    @property
    def id(self) -> str:
        """``SSE-014[chat-stream-basic]``: stable, and what ``-k`` matches."""
        return f"{self.requirement.id}[{self.instance.key}]"

    @property
    def needs(self) -> frozenset[str]:
        """Capabilities of which each must be claimed, or the case is skipped."""
        return self.requirement.needs | self.instance.probe.needs | self.instance.needs

    @property
    def modes(self) -> frozenset[Mode]:
        """From where this case can be judged."""
        return self.requirement.modes & self.instance.probe.modes


def _is_request(value: JSON) -> bool:
    """Whether a value stands for a request to one of several endpoints."""
    return isinstance(value, Mapping) and isinstance(value.get("endpoint"), Mapping)
