"""What an operator decides: channels, client keys, time-outs, limits, role, defects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase

from conformance.relay.retry import RetryPolicy

__all__ = [
    "Channel",
    "ClientKey",
    "Families",
    "KeyState",
    "Limits",
    "Quota",
    "RelayConfig",
    "Role",
    "Speaks",
    "Timeouts",
    "Told",
]

BASE_PATH = "/v1"


class KeyState(StrEnum):
    """Whether a key that was given out may still be used."""

    ACTIVE = "active"
    EXPIRED = "expired"
    DISABLED = "disabled"
    NO_BALANCE = "no-balance"


class Speaks(StrEnum):
    """What an upstream understands."""

    ANY = "any"
    """Each endpoint's own dialect: nothing is translated."""
    CHAT = "chat"
    """OpenAI's, but for the Responses API."""
    ANTHROPIC = "anthropic"
    GEMINI = "gemini"


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Patience with an upstream, in seconds; ``None`` waits for ever.

    ``first_byte_s`` counts from the call to the reply's head, connecting
    included; ``idle_s`` bounds each silence after that, and ``write_s`` the
    patience with a client that does not read.
    """

    connect_s: float | None = 5.0
    first_byte_s: float | None = 120.0
    idle_s: float | None = 60.0
    write_s: float | None = 60.0


class Families(dict[str, str]):
    """Models by the names that clients use; ``gpt-4-gizmo-*`` stands for all that begin so.

    A model of a family is called the same upstream. No list of models names a family.
    """

    def __contains__(self, alias: object) -> bool:
        return super().__contains__(alias) or self._has_family(str(alias))

    def __missing__(self, alias: str) -> str:
        if self._has_family(alias):
            return alias
        raise KeyError(alias)

    def _has_family(self, alias: str) -> bool:
        return any(fnmatchcase(alias, name) for name in self if name.endswith("*"))


@dataclass(frozen=True, slots=True)
class Channel:
    """One upstream account; ``base_url`` is what an SDK would take, ``/v1`` included.

    ``models`` maps the names clients use to the upstream's own. The channel
    with the lowest ``priority`` that has the model is called first. ``timeouts``
    are its own, else the relay's.
    """

    name: str
    base_url: str
    key: str = field(repr=False)
    models: Mapping[str, str]
    priority: int = 1
    may_rest: bool = False
    """Whether a Retry-After of the upstream keeps the channel for the last resort."""
    timeouts: Timeouts | None = None
    """The channel's own, in place of the relay's."""
    speaks: Speaks = Speaks.ANY
    """The upstream's dialect; a client of another one is translated."""


@dataclass(frozen=True, slots=True)
class ClientKey:
    """One client: its bearer token, the aliases it may use (``None``: all), its limits.

    ``rpm`` and ``tpm`` count within any ``window_s``; ``quota`` is how many
    answers the key's balance pays.
    """

    token: str = field(repr=False)
    models: tuple[str, ...] | None = None
    rpm: int | None = None
    concurrency: int | None = None
    tpm: int | None = None
    window_s: float = 60.0
    quota: int | None = None
    request_octets: int | None = None
    """How large a body may be, less than the relay takes; ``None``: as large as that."""
    state: KeyState = KeyState.ACTIVE


@dataclass(frozen=True, slots=True)
class Limits:
    """How much the relay takes in, in octets."""

    request_octets: int = 32 * 2**20
    reply_octets: int = 256 * 2**20
    event_octets: int = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Told:
    """How one situation is told: ``absent`` names keys that the error object lacks."""

    status: int
    type: str
    code: str | None = None
    param: str | None = None
    absent: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Role:
    """Whose conduct the relay shows; the default is its own, which is OpenAI's.

    ``errors`` is by situation; what stands in none is told as the relay itself
    would, without the keys ``absent``. ``paths`` are patterns of what is
    served, as below ``/v1``; ``None`` serves all that the relay can.
    """

    base_path: str = BASE_PATH
    errors: Mapping[str, Told] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()
    paths: tuple[str, ...] | None = None

    def local(self, path: str) -> str:
        """The path as it is below ``/v1``; empty when this role does not serve it."""
        if self.base_path != BASE_PATH:
            if path.startswith(f"{self.base_path}/"):
                path = BASE_PATH + path.removeprefix(self.base_path)
            elif path.startswith(f"{BASE_PATH}/"):
                return ""
        is_served = self.paths is None or any(fnmatchcase(path, one) for one in self.paths)
        return path if is_served else ""


@dataclass(frozen=True, slots=True)
class Quota:
    """What a key may spend and has spent, in dollars; ``expires_at`` 0 is never.

    Each request that is passed on costs ``per_request_usd``.
    """

    granted_usd: float
    used_usd: float = 0.0
    expires_at: int = 0
    per_request_usd: float = 0.0


@dataclass(frozen=True, slots=True)
class RelayConfig:
    """The whole configuration of one relay; ``defects`` names deliberate ones."""

    channels: tuple[Channel, ...]
    keys: tuple[ClientKey, ...]
    timeouts: Timeouts = field(default_factory=Timeouts)
    retry: RetryPolicy = field(default_factory=RetryPolicy)
    limits: Limits = field(default_factory=Limits)
    role: Role = field(default_factory=Role)
    quota: Quota | None = None
    """What quota queries are told; without it their paths are unknown."""
    defects: tuple[str, ...] = ()
