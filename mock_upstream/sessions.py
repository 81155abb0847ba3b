"""Sessions: a script, its counters, its journal, and who waits on them.

Rules of this file: state and waiting; no sockets and no JSON of the control
API. A session is used under one event loop only, so nothing needs a lock.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from itertools import count

from mock_upstream.callbacks import Callbacks
from mock_upstream.clock import Clock
from mock_upstream.journal import Journal
from mock_upstream.limits import Account
from mock_upstream.scenario.model import HEALTHY, FaultUse, Kept, Script, Upstream
from mock_upstream.scenario.select import Counters

DEFAULT_ID = "default"
"""The session behind the root paths."""
DEFAULT_UPSTREAMS = ("primary", "backup")
MAX_SESSIONS = 10_000
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
UPSTREAM_NAME = re.compile(r"[a-z][a-z0-9_-]{0,63}")


class SessionError(ValueError):
    """The session cannot be made or found; ``status`` is the HTTP status to say so."""

    def __init__(self, status: int, message: str, pointer: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.pointer = pointer


class Session:
    """One script being played, and its journal."""

    def __init__(self, id_: str, upstreams: Iterable[str], script: Script, clock: Clock) -> None:
        self.id = id_
        self.clock = clock
        self.journal = Journal(id_, clock.now)
        self.named = tuple(upstreams)
        self.takes_any_key = False
        self._idlers: set[asyncio.Event] = set()
        self._install(script)

    def _install(self, script: Script) -> None:
        """Begin ``script`` from its start."""
        self.script = script
        self.counters = Counters()
        self.accounts: dict[str, Account] = {}
        self.faults: dict[str, tuple[FaultUse, ...]] = {}
        self.overrides: dict[str, Upstream] = {}
        self._signals: dict[str, asyncio.Event] = {}
        self.given: Counter[str] = Counter()
        """How often each signal was given in this generation."""
        self.callbacks = Callbacks(self.clock, self.given, self._called_back)
        self._calls = count()
        self._kept: dict[str, Kept] = {}

    def reset(self, script: Script | None = None) -> int:
        """Start a new generation, with a new script if given; returns its number."""
        for event in self._signals.values():
            event.set()
        self.callbacks.close()
        self._install(self.script if script is None else script)
        return self.journal.begin()

    @property
    def upstreams(self) -> tuple[str, ...]:
        """The names of all upstreams: those asked for, then those of the script."""
        return tuple(dict.fromkeys((*self.named, *self.script.upstreams, *self.overrides)))

    def upstream(self, name: str) -> Upstream:
        """What upstream ``name`` does; healthy when nothing was said about it."""
        return self.overrides.get(name) or self.script.upstream(name)

    def replace_upstream(self, upstream: Upstream) -> None:
        """Let one upstream follow another script from now on."""
        self.overrides[upstream.name] = upstream
        self.counters.forget(upstream.name)
        self.accounts.pop(upstream.name, None)

    def key(self, name: str) -> str | None:
        """The bearer that upstream ``name`` demands; None: any."""
        scripted = self.upstream(name).key
        if scripted is not None or self.takes_any_key:
            return scripted
        return f"sk-mock-{self.id}-{name}"

    def account(self, name: str) -> Account:
        """The use of upstream ``name`` in this generation."""
        return self.accounts.setdefault(name, Account())

    def kept(self, name: str) -> Kept:
        """What upstream ``name`` has kept of the calls of this generation."""
        return self._kept.setdefault(name, {})

    def number_call(self) -> int:
        """The place of a call that has arrived among those of this generation, from 0."""
        return next(self._calls)

    def give_signal(self, name: str) -> None:
        """Let go who waits, or will wait, for signal ``name`` in this generation."""
        self.given[name] += 1
        self._signals.setdefault(name, asyncio.Event()).set()
        self.callbacks.stir()

    async def wait_signal(self, name: str) -> None:
        """Return when signal ``name`` was given, or the generation is over."""
        await self._signals.setdefault(name, asyncio.Event()).wait()

    async def wait_idle(self, quiet_s: float, limit_s: float, generation: int | None) -> bool:
        """Whether no request was open for ``quiet_s``; gives up after ``limit_s``."""
        with suppress(TimeoutError):
            async with asyncio.timeout(limit_s):
                await self._idle(quiet_s, generation)
                return True
        return False

    async def _idle(self, quiet_s: float, generation: int | None) -> None:
        """Return once no request has been open for ``quiet_s``."""
        changed = asyncio.Event()
        self._idlers.add(changed)
        stop = self.journal.listen(lambda _entry: changed.set())
        try:
            while True:
                changed.clear()
                if self.journal.open_count(generation) or self.callbacks.open:
                    await changed.wait()
                elif not await _within(changed, quiet_s):
                    return
        finally:
            self._idlers.discard(changed)
            stop()

    def _called_back(self) -> None:
        """Let those know who wait for rest that somebody is called back, or was."""
        for changed in self._idlers:
            changed.set()


async def _within(event: asyncio.Event, seconds: float) -> bool:
    """Whether ``event`` was set in time."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
            return True
    return False


class Sessions:
    """All sessions of a mock, by id. The default one is always there."""

    def __init__(self, clock: Clock, script: Script = HEALTHY) -> None:
        self.clock = clock
        self._by_id: dict[str, Session] = {}
        self._count = 0
        self.retired_requests = 0
        """Requests of the sessions that are gone."""
        names = tuple(script.upstreams) or DEFAULT_UPSTREAMS[:1]
        self.create(DEFAULT_ID, names, script).takes_any_key = True

    def create(
        self,
        id_: str | None,
        upstreams: Iterable[str],
        script: Script,
        *,
        may_replace: bool = False,
    ) -> Session:
        """A new session. Raises SessionError when it cannot be."""
        if id_ is None:
            id_ = self._free_id()
        if not ID.fullmatch(id_):
            raise SessionError(400, f"{id_!r} is no session id; write {ID.pattern}", "/id")
        if id_ in self._by_id and not may_replace:
            raise SessionError(409, f"session {id_!r} exists; add replace: true", "/id")
        if len(self._by_id) >= MAX_SESSIONS:
            raise SessionError(409, f"{MAX_SESSIONS} sessions are open; delete some")
        names = tuple(upstreams)
        for index, name in enumerate(names):
            check_upstream_name(name, f"/upstreams/{index}")
        if id_ in self._by_id:
            self._retire(self._by_id[id_])
        self._by_id[id_] = Session(id_, names, script, self.clock)
        return self._by_id[id_]

    def _free_id(self) -> str:
        """An id that no session has."""
        while True:
            self._count += 1
            if f"s{self._count}" not in self._by_id:
                return f"s{self._count}"

    def get(self, id_: str) -> Session:
        """The session ``id_``. Raises SessionError."""
        if id_ not in self._by_id:
            raise SessionError(404, f"no session {id_!r}; POST /__mock__/v1/sessions makes one")
        return self._by_id[id_]

    def has(self, id_: str) -> bool:
        """Whether session ``id_`` exists."""
        return id_ in self._by_id

    def delete(self, id_: str) -> None:
        """Forget a session; who waits in it is let go. Raises SessionError."""
        session = self.get(id_)
        if id_ == DEFAULT_ID:
            raise SessionError(409, "the default session stays; reset it")
        self._retire(session)
        del self._by_id[id_]

    def _retire(self, session: Session) -> None:
        """Let go who waits in a session, and keep its count."""
        session.reset()
        self.retired_requests += session.journal.total

    def all(self) -> tuple[Session, ...]:
        """Every session, by id."""
        return tuple(self._by_id[id_] for id_ in sorted(self._by_id))


def check_upstream_name(name: object, pointer: str = "") -> None:
    """Raises SessionError unless ``name`` can be part of a URL."""
    if not isinstance(name, str) or not UPSTREAM_NAME.fullmatch(name):
        message = f"{name!r} is no upstream name; write {UPSTREAM_NAME.pattern}"
        raise SessionError(400, message, pointer)
