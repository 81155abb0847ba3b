"""A script as values, checked and ready to be matched and played.

Rules of this file: immutable values; ``load`` is the only maker. Pointers are
JSON pointers into the script that was loaded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random
from types import MappingProxyType
from typing import Any, TypeAlias
from urllib.parse import unquote

from mock_upstream.faults import At, Fault
from mock_upstream.frames import Headers

JSON: TypeAlias = Any
"""A decoded JSON value."""

Kept: TypeAlias = MutableMapping[str, Any]
"""What an account has kept in this generation, by id."""


_GEMINI = "/v1beta/models/"
"""Where the model and the wish for a stream stand in the path."""


class Door(StrEnum):
    """How an upstream is met before it has read a request."""

    OPEN = "open"
    REFUSED = "refused"
    """Nobody listens at its port."""
    CLOSED = "closed"
    """Accepted, and closed (FIN) at once."""
    RESET = "reset"
    """Accepted, and reset (RST) at once."""
    UNREAD = "unread"
    """Accepted, and never read."""
    NO_CONTINUE = "no_continue"
    """``Expect: 100-continue`` is ignored: the body is waited for without a word."""


class Draw(StrEnum):
    """The shape that a time is drawn from."""

    FIXED = "fixed"
    UNIFORM = "uniform"
    NORMAL = "normal"
    LOGNORMAL = "lognormal"


@dataclass(frozen=True, slots=True)
class Distribution:
    """Seconds to draw: fixed a; between a and b; mean a, deviation b; median a, sigma b."""

    draw: Draw
    a: float
    b: float = 0.0

    def sample(self, rng: Random) -> float:
        """One draw in seconds; never below zero."""
        match self.draw:
            case Draw.FIXED:
                return self.a
            case Draw.UNIFORM:
                return rng.uniform(self.a, self.b)
            case Draw.NORMAL:
                return max(0.0, rng.gauss(self.a, self.b))
            case Draw.LOGNORMAL:
                return self.a * float(rng.lognormvariate(0.0, self.b))


@dataclass(frozen=True, slots=True)
class Timing:
    """When octets go out: before the head, before the first content, between deltas."""

    ttfb: Distribution | None = None
    ttft: Distribution | None = None
    itl: Distribution | None = None


@dataclass(frozen=True, slots=True)
class TextMatch:
    """A claim about a text; every part that is given holds."""

    contains: str | None = None
    equals: str | None = None
    regex: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A claim about a request; every field that is given holds."""

    method: str | None = None
    path: str | None = None
    model: str | None = None
    stream: bool | None = None
    text: TextMatch | None = None
    headers: Mapping[str, TextMatch] = field(default_factory=lambda: MappingProxyType({}))
    body: JSON = None
    """A JSON Schema, or None."""


@dataclass(frozen=True, slots=True)
class FaultUse:
    """One fault with its parameters, and where in the reply it strikes."""

    name: str
    fault: Fault
    at: At | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What is replied ``times`` times; None: for ever."""

    pointer: str
    times: int | None = 1
    reply: Mapping[str, JSON] | None = None
    faults: tuple[FaultUse, ...] = ()
    timing: Timing = Timing()

    @property
    def fault_names(self) -> str | None:
        """The names of the faults for the journal, joined with a plus."""
        return "+".join(use.name for use in self.faults) or None


@dataclass(frozen=True, slots=True)
class Rule:
    """Requests that match take the steps in order; the last one repeats."""

    pointer: str
    match: Match
    steps: tuple[Step, ...]
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What an account may do; None: as much as it likes."""

    rpm: int | None = None
    tpm: int | None = None
    concurrency: int | None = None
    quota_requests: int | None = None
    """How many requests are let in at all; then the quota is insufficient."""
    quota_tokens: int | None = None
    """How many tokens are had at all; the request that reaches it is still answered."""
    key_requests: int | None = None
    """For how many requests the key is good; then it is revoked."""
    up: int = 0
    down: int = 0
    """After ``up`` requests the next ``down`` find the service unavailable, again and again."""
    tells: bool = True
    """Whether replies carry the ``x-ratelimit-*`` headers."""


@dataclass(frozen=True, slots=True)
class Upstream:
    """One scripted provider account. Without rules it is healthy."""

    name: str
    dialect: str = "openai"
    models: tuple[str, ...] = ()
    """What it serves; empty: any model."""
    key: str | None = None
    limits: Limits = Limits()
    rules: tuple[Rule, ...] = ()
    door: Door = Door.OPEN


@dataclass(frozen=True, slots=True)
class Script:
    """A whole script; ``source`` is the JSON value that it was made from."""

    upstreams: Mapping[str, Upstream]
    seed: int = 0
    name: str | None = None
    source: JSON = None

    def upstream(self, name: str) -> Upstream:
        """The upstream ``name``; a healthy one when the script is silent about it."""
        return self.upstreams.get(name) or Upstream(name)


HEALTHY = Script(MappingProxyType({}))
"""A script that says nothing: every upstream is healthy."""


@dataclass(frozen=True, slots=True)
class Call:
    """A request as the rules see it; ``path`` begins behind ``/v1``, with a slash."""

    method: str
    path: str
    headers: Headers = ()
    octets: bytes = b""
    body: JSON = None
    """The decoded body, or None when it is no JSON."""
    number: int = 0
    """Its place among all calls of its session's generation; request ids follow from it."""
    query: str = ""
    """What stands behind the question mark, as it came."""
    kept: Kept = field(default_factory=dict, compare=False)
    """What its account has kept of earlier calls; endpoints that keep something write here."""
    now_s: float = 0.0
    """When it came, by the clock of the mock."""
    given: Mapping[str, int] = field(default_factory=dict)
    """How often each signal was given before in its session's generation."""
    watched: list[Any] = field(default_factory=list, compare=False)
    """Where a task is entered that calls somebody back."""

    def header(self, name: str) -> str | None:
        """The first value of the header ``name``, any case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    @property
    def model(self) -> str | None:
        """The model that the path or the body names."""
        if self.path.startswith(_GEMINI) and ":" in self.path:
            return unquote(self.path.removeprefix(_GEMINI).rpartition(":")[0])
        model = self.body.get("model") if isinstance(self.body, dict) else None
        return model if isinstance(model, str) else None

    @property
    def is_stream(self) -> bool:
        """Whether the path or the body asks for a stream."""
        if self.path.startswith(_GEMINI):
            return self.path.endswith(":streamGenerateContent")
        return isinstance(self.body, dict) and self.body.get("stream") is True
