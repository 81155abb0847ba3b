"""Who is called when a task changes: each change is posted once, in order.

Rules of this file: the only calls that the mock makes. A hook that cannot be reached
or refuses is logged and not tried again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping

import aiohttp

from mock_upstream.clock import Clock
from mock_upstream.jsontext import dumps
from mock_upstream.protocols.tasks.course import By, State
from mock_upstream.protocols.tasks.desk import Task, state_of

__all__ = ["Callbacks"]

LOG = logging.getLogger(__name__)

PATIENCE_S = 5.0
"""What a hook has to answer in."""


class Callbacks:
    """The hooks of the tasks of one generation; ``changed`` hears of each post, twice."""

    def __init__(
        self, clock: Clock, given: Mapping[str, int], changed: Callable[[], None] = lambda: None
    ) -> None:
        self.watched: list[Task] = []
        """Tasks with a hook; who makes one adds it here."""
        self._clock = clock
        self._given = given
        self._changed = changed
        self._timed: set[str] = set()
        self._running: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Lock()
        self.open = 0
        """Posts that are due or under way."""

    def stir(self) -> None:
        """Tell the hook of each task that has changed since it was last told."""
        for task in list(self.watched):
            state = state_of(task, self._clock.now(), self._given)
            if task.told is None:
                task.told = task.course.states[0]
            if state != task.told:
                task.told = state
                self._post(task, state)
            if state.phase.is_over:
                self.watched.remove(task)
            elif task.course.by is By.TIME and task.id not in self._timed:
                self._timed.add(task.id)
                self._run(self._ticking(task))

    async def rest(self) -> None:
        """Return when nobody is being called, and no clock moves a task."""
        while self._running:
            await asyncio.wait(self._running)

    def close(self) -> None:
        """Call nobody any more."""
        for running in self._running:
            running.cancel()
        self.watched.clear()

    def _post(self, task: Task, state: State) -> None:
        self.open += 1
        self._changed()
        self._run(self._posted(task.hook, dumps(task.called(state))))

    def _run(self, work: Coroutine[None, None, None]) -> None:
        running = asyncio.get_running_loop().create_task(work)
        self._running.add(running)
        running.add_done_callback(self._running.discard)

    async def _ticking(self, task: Task) -> None:
        """Look at a task that the clock moves, once for each of its steps."""
        for _ in task.course.states[1:]:
            await self._clock.sleep(task.course.each_s)
            self.stir()

    async def _posted(self, url: str, octets: bytes) -> None:
        headers = {"content-type": "application/json"}
        limit = aiohttp.ClientTimeout(PATIENCE_S)
        try:
            async with (
                self._turn,
                aiohttp.ClientSession(trust_env=False, timeout=limit) as session,
                session.post(url, data=octets, headers=headers, allow_redirects=False) as reply,
            ):
                LOG.debug("called back url=%s status=%d", url, reply.status)
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            LOG.info("hook unreachable url=%s error=%r", url, error)
        finally:
            self.open -= 1
            self._changed()
