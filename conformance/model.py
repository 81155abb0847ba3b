"""The words that every room of the suite shares: exchanges, violations, outcomes.

Rules of this file: immutable values only, no IO, no knowledge of one protocol.
An exchange is evidence: it keeps octets as received and how the connection
ended; what the octets mean is decided in ``wire`` and ``checks``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

JSON: TypeAlias = Any
"""A decoded JSON value; the only place where ``Any`` is allowed."""

Headers: TypeAlias = tuple[tuple[str, str], ...]
"""Header pairs in wire order, case kept, duplicates kept."""


class Mode(StrEnum):
    """From where a relay is judged; an embedded run is a wired one."""

    BLACKBOX = "blackbox"
    WIRED = "wired"


class Level(StrEnum):
    """How much a requirement binds: MUST fails, SHOULD warns, MAY informs."""

    MUST = "MUST"
    SHOULD = "SHOULD"
    MAY = "MAY"
    OBSERVED = "OBSERVED"


class Outcome(StrEnum):
    """What became of one case (architecture, section 8)."""

    PASS = "pass"  # noqa: S105 (an outcome, no password)
    FAIL = "fail"
    WARN = "warn"
    SKIP = "skip"
    INCONCLUSIVE = "inconclusive"
    ERROR = "error"
    KNOWN = "known"
    FIXED = "fixed"


class Blame(StrEnum):
    """Whose turn it is when a case did not pass."""

    RELAY = "relay"
    UPSTREAM = "upstream"
    CREDENTIALS = "credentials"
    NETWORK = "network"
    SUITE = "suite"


class End(StrEnum):
    """How the reply ended, as the client's socket saw it."""

    EOF = "eof"
    """The HTTP message is complete (RFC 9112 section 8)."""
    TRUNCATED = "truncated"
    """The peer closed (FIN) before the message was complete."""
    RESET = "reset"
    """The peer reset the connection (RST)."""
    PROTOCOL = "protocol"
    """The octets are not HTTP/1.1."""
    TIMEOUT = "timeout"
    """Our own limit ran out while waiting."""
    LEFT = "left"
    """We closed the connection on purpose, as the probe asked."""
    REFUSED = "refused"
    """Nothing listens there."""
    UNRESOLVED = "unresolved"
    """The host name has no address."""
    UNREACHABLE = "unreachable"
    """Any other failure to connect, TLS included."""


NO_CONNECTION = frozenset({End.REFUSED, End.UNRESOLVED, End.UNREACHABLE})
"""Ends that say nothing about the relay's conduct, only about the way to it."""


AT_ONCE = 128
"""Requests of one volley that are under way at a time, unless a row says less or more."""


@dataclass(frozen=True, slots=True)
class After:
    """What a request, or the volley that it opens, waits for first; seconds."""

    rest_s: float = 0.0
    """So long the upstream has had nothing to do."""
    retry_s: float = 0.0
    """As long as the last refusal's ``Retry-After`` says, and no longer than this."""


@dataclass(frozen=True, slots=True)
class RequestSpec:
    """One request that a probe wants sent; ``path`` is relative to the base URL.

    ``leave_after`` closes the connection on purpose: ``"headers"`` once the
    reply's head is there, ``"event:N"`` after N server-sent events, ``"call:N"``
    once it has led to N calls of an upstream; ``"stall"`` stays behind the head
    without reading until nothing else of the probe is under way.
    ``timeout_s`` bounds the whole exchange; ``None`` takes the client's own.
    ``is_path_as_is`` sends the path as it is written, dots and empty segments included.
    ``pause_s`` passes before it is sent, where requests follow one another.
    Requests of one ``volley`` that stand together are sent at once.
    """

    method: str
    path: str
    headers: Headers = ()
    body: bytes | None = None
    leave_after: str | None = None
    timeout_s: float | None = None
    pause_s: float = 0.0
    volley: str = ""
    mark: str = ""
    """The word in the request by which its upstream calls are known."""
    after: After = After()
    at_once: int = AT_ONCE
    release: str | None = None
    """The mock's signal that is given once all of the volley has settled."""
    within_s: float | None = None
    """Seconds after which nothing more of its volley is sent."""
    heard: str | None = None
    """What the client must have read before it counts as settled: ``event:N``, ``octet:N``."""
    is_path_as_is: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """Octets that one read of the socket gave; ``at_s`` counts from the request."""

    at_s: float
    octets: bytes


@dataclass(frozen=True, slots=True)
class SentRequest:
    """The request as it went out, secrets already redacted."""

    method: str
    url: str
    headers: Headers
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class UpstreamCall:
    """One request that the mock upstream received while the probe ran.

    Times count in seconds from the start of the lane's generation.
    ``closed`` says who ended the connection first: ``mock``, ``relay``, ``open``.
    ``reply`` is what the mock meant to say, before any fault.
    """

    upstream: str
    method: str
    path: str
    headers: Headers
    body: bytes
    arrived_s: float
    status: int | None = None
    reply_headers: Headers = ()
    reply: Mapping[str, JSON] = field(default_factory=dict)
    fault: str | None = None
    octets_sent: int = 0
    sent: tuple[tuple[float, int], ...] = ()
    """(time, octets) of each write of body octets; the upstream's timeline."""
    written: bytes = b""
    """The body as it went out; of a long one the beginning and the end, 8 KiB of each."""
    closed: str = "open"
    closed_s: float | None = None
    near_miss: str | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One request that came to the address which a request asked to be called at."""

    method: str
    headers: Headers
    body: bytes


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request to the relay and all that came back. Immutable evidence."""

    id: str
    probe: str
    request: SentRequest
    status: int | None
    headers: Headers
    reads: tuple[Read, ...]
    end: End
    end_detail: str = ""
    started_at: str = ""
    ttfb_s: float | None = None
    duration_s: float = 0.0
    upstream: tuple[UpstreamCall, ...] | None = None
    volley: str = ""
    """The volley that it was sent in; empty for a request of its own."""
    limits: Mapping[str, float] = field(default_factory=dict)
    """What the rig says of the key's limits, where it says anything."""
    released_s: float | None = None
    """When the upstream that waited for the client was let go on, counted as ``duration_s`` is."""
    began_s: float | None = None
    """When it began on the clock of its upstream calls, give or take one call to the mock."""

    deliveries: tuple[Delivery, ...] = ()
    """What came to the address that this request asked to be called at, in its order."""

    late_s: float = 0.0
    """The longest time in which we ourselves did not look at the clock meanwhile."""

    @property
    def octets(self) -> bytes:
        """The reply's body after transfer decoding, content coding kept."""
        return b"".join(read.octets for read in self.reads)


@dataclass(frozen=True, slots=True)
class ProbeRun:
    """All exchanges of one probe instance, in the order of its requests.

    ``problem`` is set when the probe could not be carried out: the outcome of
    its cases is then ``error`` or ``inconclusive`` with ``blame``.
    """

    key: str
    exchanges: tuple[Exchange, ...] = ()
    problem: str | None = None
    blame: Blame | None = None


@dataclass(frozen=True, slots=True)
class Violation:
    """One way in which an exchange breaks a requirement."""

    message: str
    at: str | None = None
    """JSON pointer, ``event 3`` or ``octet 120``: where to look."""
    expected: JSON = None
    got: JSON = None
    exchange: int = 0
    """Index of the exchange in its :class:`ProbeRun`."""
