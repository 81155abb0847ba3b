"""What a session received and sent, bounded in count and octets.

Rules of this file: writing an entry costs a few assignments, the JSON of
``specs/meta/journal.schema.json`` is made when somebody reads. No clock of its
own, no waiting; who waits registers a listener.
"""

from __future__ import annotations

import base64
import hashlib
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from mock_upstream.frames import Headers

JSON: TypeAlias = Any

MAX_ENTRIES = 5_000
MAX_OCTETS = 64 * 2**20
"""Request octets kept over all entries; the oldest entries go first."""
MAX_BODY_OCTETS = 8 * 2**20
"""Octets kept of one request body."""
MAX_WRITES = 20_000
"""Writes noted per reply."""
MAX_WRITTEN = 8 * 2**10
"""Octets kept of the beginning of a reply's body, and as many of its end."""


@dataclass(slots=True, eq=False)
class Entry:
    """One request and what became of it; times are seconds since its generation began."""

    journal: Journal = field(repr=False)
    seq: int
    generation: int
    upstream: str
    method: str
    path: str
    query: str
    headers: Headers
    octets: bytes
    began: float
    arrived_s: float
    rule: str | None = None
    step: int | None = None
    fault: str | None = None
    near_miss: str | None = None
    reply: Mapping[str, JSON] | None = None
    status: int | None = None
    reply_headers: Headers = ()
    octets_sent: int = 0
    sent: list[tuple[float, int]] = field(default_factory=list)
    first: bytes = b""
    last: bytes = b""
    closed: str = "open"
    closed_s: float | None = None

    def head_sent(self, status: int, headers: Headers) -> None:
        """Note the status line and headers; the last head wins over interim ones."""
        self.status, self.reply_headers = status, headers

    def data_sent(self, octets: bytes) -> None:
        """Note one write of body octets."""
        self.octets_sent += len(octets)
        if len(self.sent) < MAX_WRITES:
            self.sent.append((self._now(), len(octets)))
        room = MAX_WRITTEN - len(self.first)
        self.first += octets[:room]
        self.last = (self.last + octets[room:])[-MAX_WRITTEN:]

    def ended(self, by: str) -> None:
        """Note who ended the exchange; only the first word counts."""
        if self.closed == "open":
            self.closed, self.closed_s = by, self._now()
            self.journal.changed(self)

    def _now(self) -> float:
        return round(self.journal.now() - self.began, 6)

    def as_json(self) -> JSON:
        """The entry as the journal's schema describes it."""
        value: dict[str, JSON] = {
            "seq": self.seq,
            "generation": self.generation,
            "upstream": self.upstream,
            "method": self.method,
            "path": self.path,
            "query": self.query,
            "headers": [list(pair) for pair in self.headers],
            "body": body_json(self.octets),
            "arrived_s": self.arrived_s,
            "rule": self.rule,
            "step": self.step,
            "fault": self.fault,
            "status": self.status,
            "reply_headers": [list(pair) for pair in self.reply_headers],
            "octets_sent": self.octets_sent,
            "sent": [list(write) for write in self.sent],
            "written": content(self.first + self.last),
            "closed": self.closed,
            "closed_s": self.closed_s,
            "near_miss": self.near_miss,
        }
        return value if self.reply is None else {**value, "reply": dict(self.reply)}


Listener: TypeAlias = Callable[[Entry], None]


class Journal:
    """The entries of one session, in order of arrival."""

    def __init__(self, session: str, now: Callable[[], float]) -> None:
        self.session = session
        self.now = now
        self.generation = 0
        self.dropped = 0
        self.total = 0
        self._began = now()
        self._entries: deque[Entry] = deque()
        self._octets = 0
        self._listeners: list[Listener] = []

    def begin(self) -> int:
        """Start a new generation and return its number."""
        self.generation += 1
        self._began = self.now()
        return self.generation

    def open(
        self, *, upstream: str, method: str, path: str, query: str, headers: Headers, octets: bytes
    ) -> Entry:
        """Note a request that has arrived, in the generation of now."""
        arrived_s = round(self.now() - self._began, 6)
        entry = Entry(
            self,
            seq=self.total,
            generation=self.generation,
            upstream=upstream,
            method=method,
            path=path,
            query=query,
            headers=headers,
            octets=octets,
            began=self._began,
            arrived_s=arrived_s,
        )
        self.total += 1
        self._entries.append(entry)
        self._octets += len(octets)
        self._shrink()
        self.changed(entry)
        return entry

    def _shrink(self) -> None:
        """Drop the oldest entries over the bounds; the newest always stays."""
        entries = self._entries
        while len(entries) > MAX_ENTRIES or (self._octets > MAX_OCTETS and len(entries) > 1):
            self._octets -= len(entries.popleft().octets)
            self.dropped += 1

    def entries(self, generation: int | None = None, since: int = 0) -> Iterator[Entry]:
        """Kept entries with ``seq`` from ``since`` on, of one generation or of all."""
        for entry in self._entries:
            if entry.seq >= since and generation in {None, entry.generation}:
                yield entry

    def open_count(self, generation: int | None = None) -> int:
        """Requests that are still being served."""
        return sum(entry.closed == "open" for entry in self.entries(generation))

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` on each arrival and each end; returns how to stop that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def changed(self, entry: Entry) -> None:
        """Tell the listeners that ``entry`` arrived or ended."""
        for listener in tuple(self._listeners):
            listener(entry)

    def as_json(self, generation: int | None = None, since: int = 0) -> JSON:
        """The journal as its schema describes it; ``generation`` None: the current one."""
        wanted = self.generation if generation is None else generation
        return {
            "session": self.session,
            "generation": wanted,
            "open": self.open_count(wanted),
            "dropped": self.dropped,
            "entries": [entry.as_json() for entry in self.entries(wanted, since)],
        }


def body_json(octets: bytes) -> JSON:
    """Size, digest and content of a body; text when it is UTF-8, base64 otherwise."""
    value: dict[str, JSON] = {
        "octets": len(octets),
        "sha256": hashlib.sha256(octets).hexdigest(),
    }
    kept = octets[:MAX_BODY_OCTETS]
    if len(kept) < len(octets):
        value["truncated"] = True
    return value | content(kept)


def content(octets: bytes) -> dict[str, JSON]:
    """Octets as text when they are UTF-8, as base64 otherwise."""
    try:
        return {"text": octets.decode("utf-8")}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(octets).decode("ascii")}
