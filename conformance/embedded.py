"""The reference relay and the mock upstream in this process, without ports to choose.

Rules of this file: the one place that imports ``mock_upstream``. Both servers
run on loopback in a background thread and are gone when the context is left.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import httpx2

import mock_upstream.server
from conformance.background import LoopThread
from conformance.errors import UsageError
from conformance.relay import config as relay_config
from conformance.relay import server as relay_server
from conformance.transport.client import needs_tls

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from conformance.model import JSON

UPSTREAM_MODEL = "gpt-4o-mini"
UPSTREAMS = ("primary", "backup")
RESTING = "resting-0"
IMPATIENT = 4
PATIENT = relay_config.Timeouts(connect_s=5.0, first_byte_s=15.0, idle_s=15.0)
"""Long, so that a machine with other work does not look like a silent upstream."""
HASTY = relay_config.Timeouts(connect_s=1.0, first_byte_s=1.0, idle_s=1.0)
"""Short, so that a silent upstream is judged in a second."""
ENDURING = relay_config.Timeouts(connect_s=5.0, first_byte_s=120.0, idle_s=120.0)
"""Of lanes for loads of full size, whose upstreams may think for more than a minute."""
BRISK = replace(PATIENT, write_s=1.5)
"""As long with upstreams, but not with a client that has stopped reading."""
ATTENTIVE = replace(PATIENT, idle_s=1.5)
"""As long before an answer, but not within one: where silence is one of many ways to be cut."""
SPEAKS: Mapping[str, relay_config.Speaks] = MappingProxyType(
    {
        "chat-over-anthropic": relay_config.Speaks.ANTHROPIC,
        "chat-over-gemini": relay_config.Speaks.GEMINI,
        "messages-over-openai": relay_config.Speaks.CHAT,
        "responses-over-chat": relay_config.Speaks.CHAT,
    }
)
"""What the upstreams of lanes understand whose clients speak another dialect, by role."""
_PATIENCE: Mapping[str, relay_config.Timeouts] = {
    "narrow": BRISK,
    "hurried": HASTY,
    "full": ENDURING,
    **dict.fromkeys(SPEAKS, ATTENTIVE),
}
"""Of lanes that have their own, by role."""
LIMITS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "rated": {"rpm": 5, "window_s": 4},
        "metered": {"tpm": 500},
        "narrow": {"concurrency": 4},
        "hurried": {"concurrency": 4},
        "prepaid": {"quota": 2},
        "limited": {"rpm": 2},
        "small": {"request_octets": 2**16},
        "full": {"rpm": 3000, "tpm": 1_000_000, "concurrency": 100},
    }
)
"""The limits of the lanes that have some, by role; windows last a minute unless said.

They are small, so that a limit is met, and a window reopens, in seconds; those of
a full load are what a vendor promises.
"""
FAMILIES: Mapping[str, tuple[str, ...]] = MappingProxyType({"gpts": ("gpt-4-gizmo-*",)})
"""Families of models that a lane serves beside its own, by role."""
LANES: Mapping[str, int] = MappingProxyType({"narrow": 8, "full": 4, **dict.fromkeys(SPEAKS, 4)})
"""How many lanes a role has, if more than one: what one probe leaks, no other should meet."""

QUOTA = relay_config.Quota(granted_usd=100.0, used_usd=1.25, per_request_usd=0.01)
"""What each key may spend; a session of some hundred requests leaves most of it."""

OWN_ROLE = relay_config.Role()


@dataclass(frozen=True, slots=True)
class Wiring:
    """Where one lane of the relay leads: base URL and key of each upstream, in order."""

    lane: str
    upstreams: tuple[tuple[str, str, str], ...]
    """(name, base URL, key); the first has priority 1."""
    limits: Mapping[str, float] = field(default_factory=dict)
    special: str = "default"
    """Its role in the rig, unless the state of its key decides that."""
    state: relay_config.KeyState = relay_config.KeyState.ACTIVE
    rests: bool = False
    """Whether its channels rest when their upstream asks for it; others are always called."""
    is_hasty: bool = False
    """Whether the relay waits no longer than a second for its upstreams."""

    @property
    def role(self) -> str:
        """What the lane is for, in the words of the rig file; most are ``default``."""
        if self.state is not relay_config.KeyState.ACTIVE:
            return self.state.value
        if self.rests or self.is_hasty:
            return "resting" if self.rests else "impatient"
        return self.special

    @property
    def key(self) -> str:
        """The client's key of the lane."""
        return f"sk-{self.lane}"


@contextmanager
def mock(*, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """A mock upstream; yields its URL."""
    with LoopThread("relay-conformance-mock") as loop:
        server = loop.run(mock_upstream.server.start(host, port))
        try:
            yield server.url
        finally:
            loop.run(server.close())


@contextmanager
def relay(
    wiring: Sequence[Wiring],
    *,
    defects: Sequence[str] = (),
    role: relay_config.Role = OWN_ROLE,
    host: str = "127.0.0.1",
    port: int = 0,
) -> Iterator[str]:
    """A reference relay over ``wiring``; yields its base URL, the role's base path included."""
    config = relay_configuration(wiring, defects, role)
    with LoopThread("relay-conformance-relay") as loop:
        server = loop.run(relay_server.start(config, host, port))
        try:
            yield f"{server.url.rstrip('/')}{role.base_path}"
        finally:
            loop.run(server.close())


def relay_configuration(
    wiring: Sequence[Wiring],
    defects: Sequence[str] = (),
    role: relay_config.Role = OWN_ROLE,
) -> relay_config.RelayConfig:
    """The relay's configuration: one alias and one key a lane, its upstreams by priority."""
    channels = [
        relay_config.Channel(
            name=f"{lane.lane}-{name}",
            base_url=base_url,
            key=key,
            models=_models(lane),
            priority=priority,
            may_rest=lane.rests,
            timeouts=HASTY if lane.is_hasty else _PATIENCE.get(lane.special),
            speaks=SPEAKS.get(lane.special, relay_config.Speaks.ANY),
        )
        for lane in wiring
        for priority, (name, base_url, key) in enumerate(lane.upstreams, 1)
    ]
    keys = [
        relay_config.ClientKey(
            lane.key, tuple(_models(lane)), state=lane.state, **_counts(lane.limits)
        )
        for lane in wiring
    ]
    return relay_config.RelayConfig(
        tuple(channels),
        tuple(keys),
        timeouts=PATIENT,
        role=role,
        quota=QUOTA,
        defects=tuple(defects),
    )


def _models(lane: Wiring) -> Mapping[str, str]:
    """The lane's one alias, and the families of models that its role has."""
    families = FAMILIES.get(lane.special, ())
    return relay_config.Families({lane.lane: UPSTREAM_MODEL} | {name: name for name in families})


def _counts(limits: Mapping[str, float]) -> dict[str, JSON]:
    """The limits as the relay takes them: counts are whole, the window is in seconds."""
    return {name: value if name == "window_s" else int(value) for name, value in limits.items()}


class ScriptedUpstream:
    """An upstream of the mock for anybody's tests; the script can change at any time."""

    def __init__(self, mock_url: str, session: str) -> None:
        self._control = f"{mock_url}/__mock__/v1/sessions"
        self._session = session
        created = self._ask("POST", "", {"id": session, "upstreams": list(UPSTREAMS)})
        self.base_url: str = created["upstreams"][UPSTREAMS[0]]["base_url"]
        """What an SDK takes as its base URL."""
        self.key: str = created["upstreams"][UPSTREAMS[0]]["key"]

    def script(self, upstreams: JSON) -> None:
        """Answer by ``upstreams`` of a script (or a whole script) from now on.

        Raises :class:`UsageError` with the mock's own words for a broken script.
        """
        is_whole = isinstance(upstreams, dict) and "upstreams" in upstreams
        script = upstreams if is_whole else {"version": 1, "upstreams": upstreams}
        self._ask("PATCH", f"/{self._session}", {"script": script})

    def journal(self, wait_idle_s: float = 0.05) -> list[JSON]:
        """What came in since the last script, once the upstream is at rest."""
        found = self._ask("GET", f"/{self._session}/journal?wait_idle={wait_idle_s}")
        entries: list[JSON] = found["entries"]
        return entries

    def _ask(self, method: str, path: str, body: JSON = None) -> JSON:
        reply = httpx2.request(
            method,
            self._control + path,
            json=body,
            timeout=10,
            trust_env=False,
            verify=needs_tls(self._control),
        )
        if reply.status_code >= 400:
            raise UsageError(f"the mock refuses: {reply.text}")
        return reply.json()


@contextmanager
def scripted_upstream() -> Iterator[ScriptedUpstream]:
    """A mock with one scripted session, ended with the context."""
    with mock() as url:
        yield ScriptedUpstream(url, "relay-mock")
