"""What a defect may change: the hooks of the relay's pipeline, all harmless here.

Rules of this file: a hook gets what the relay is about to do and returns what
it does instead; the base returns it unchanged. A defect overrides the one hook
that its name speaks of. Each request gets fresh instances, so that a defect
may remember in ``self`` what it saw of this request.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import ClassVar, TypeVar

from conformance.model import JSON
from conformance.relay.answer import Answer
from conformance.relay.config import ClientKey, Timeouts
from conformance.relay.envelope import Problem
from conformance.relay.form import Part
from conformance.relay.retry import Failure, RetryPolicy
from conformance.relay.sse import OutEvent, SseReader, render
from conformance.relay.turn import Turn

__all__ = ["Defect", "Defects", "Switch"]

T = TypeVar("T")


class Switch(StrEnum):
    """Duties that a defect leaves undone, where there is no value to change."""

    NO_LIMITS = "no_limits"
    """Limits of a key are not enforced."""
    GUARDED_PREFLIGHT = "guarded_preflight"
    """A CORS preflight needs a key."""
    OPEN_MODELS = "open_models"
    """The model list needs no key."""
    OPEN_MESSAGES = "open_messages"
    """Messages need no key."""
    OPEN_QUOTA = "open_quota"
    """A quota is told to anybody."""
    CLIMBS = "climbs"
    """A path with dots in it is passed on to the upstream."""
    LOOSE_PATHS = "loose_paths"
    """A path that is spelt in another way is found, and past the keys."""
    OPEN_TASKS = "open_tasks"
    """A task is shown to whoever knows its id."""
    FORGETS_ENDS = "forgets_ends"
    """A task is forgotten once its end was told."""
    FETCHES = "fetches"
    """The pictures that a request names are fetched."""
    FIRST_CHANNEL = "first_channel"
    """What was kept is asked of the first channel, whoever made it."""
    DOUBLE_CALL = "double_call"
    """Each call to an upstream is made twice."""
    READS_PAST_DONE = "reads_past_done"
    """``[DONE]`` of the upstream does not end the stream."""
    SPLICES = "splices"
    """A stream that breaks is continued by the next channel."""
    KEEPS_UPSTREAM = "keeps_upstream"
    """The upstream's answer is read on when the client has left."""
    NO_NET = "no_net"
    """What goes wrong inside is left to the web framework to tell."""
    COUNTS_LATE = "counts_late"
    """A request counts against the limits once it is answered."""
    CHARGES_LATE = "charges_late"
    """A request costs nothing until it is answered."""
    FORGETS_DEBT = "forgets_debt"
    """What a key has used of its balance is forgotten when none of its requests runs."""
    CALLS_FIRST = "calls_first"
    """A request over the limit is sent upstream before it is refused."""
    DEAF_BEFORE_ANSWER = "deaf_before_answer"
    """Nobody notices that a client leaves before its answer has begun."""
    LEAKS_CALLS = "leaks_calls"
    """A call whose client has left is neither read on nor closed."""
    EVENTS_ALWAYS = "events_always"
    """Chunks of Gemini come as events, also where an array is asked for."""
    NO_LAST_CHUNK = "no_last_chunk"
    """The connection is closed in place of the stream's terminating chunk."""
    ENDS_BROKEN_OCTETS = "ends_broken_octets"
    """Octets whose upstream failed end as a whole message."""
    HELD_BY_PINGS = "held_by_pings"
    """A stream whose upstream sent comments is not ended with it."""


class Defect:
    """One deliberate fault of the relay; the docstring of each class is its summary."""

    name: ClassVar[str]
    summary: ClassVar[str]
    switches: ClassVar[frozenset[Switch]] = frozenset()

    def __init__(self, turn: Turn) -> None:
        self.turn = turn

    @property
    def acts(self) -> bool:
        """Whether it has its way with this request: most leave translated ones alone."""
        return not self.turn.pair

    def __init_subclass__(cls) -> None:
        """Take the summary from the docstring."""
        super().__init_subclass__()
        cls.summary = " ".join((inspect.getdoc(cls) or "").split())

    def key_shown(self, key: str | None) -> str | None:
        """Return the key that the client is taken to have sent, if any."""
        return key

    def key(self, key: ClientKey) -> ClientKey:
        """Return the key whose limits are kept."""
        return key

    def frees_slot(self, frees: bool, error: BaseException | None) -> bool:
        """Return whether the key's place is given back after an end by ``error`` or by none."""
        return frees

    def charges(self, charges: bool, error: BaseException | None) -> bool:
        """Return whether the key pays for an end by ``error`` or by none."""
        return charges

    def timeouts(self, timeouts: Timeouts) -> Timeouts:
        """Return the patience with upstreams."""
        return timeouts

    def policy(self, policy: RetryPolicy) -> RetryPolicy:
        """Return the retry policy."""
        return policy

    def reader(self, reader: SseReader) -> SseReader:
        """Return the reader of the upstream's events."""
        return reader

    def wants_stream(self, wants: bool) -> bool:
        """Return whether the answer is streamed; asked where a model's answer may be."""
        return wants

    def request_body(self, body: dict[str, JSON]) -> dict[str, JSON]:
        """Return the JSON body for the upstream. May raise RelayError."""
        return body

    def translated(self, body: dict[str, JSON]) -> dict[str, JSON]:
        """Return the body for an upstream of another dialect, in that dialect."""
        return body

    def parts(self, parts: tuple[Part, ...]) -> tuple[Part, ...]:
        """Return the fields of a multipart form for the upstream. May raise RelayError."""
        return parts

    def request_octets(self, octets: bytes) -> bytes:
        """Return the octets of the body for the upstream; asked for each call."""
        return octets

    def request_path(self, path: str) -> str:
        """Return the path for the upstream, query included."""
        return path

    def request_headers(self, headers: dict[str, str]) -> dict[str, str]:
        """Return the headers for the upstream."""
        return headers

    def model_name(self, alias: str, reported: str) -> str:
        """Return the model's name in the answer; the upstream ``reported`` its own."""
        return alias

    def completion(self, body: dict[str, JSON]) -> dict[str, JSON]:
        """Return the chat completion. May raise RelayError."""
        return body

    def result(self, body: dict[str, JSON]) -> dict[str, JSON]:
        """Return the JSON answer of any other endpoint; ``turn.path`` says which."""
        return body

    def tasks(self, rows: list[JSON]) -> list[JSON]:
        """Return the tasks of a list."""
        return rows

    def chunk(self, chunk: dict[str, JSON]) -> list[dict[str, JSON]]:
        """Return the chunks to show in place of one. May raise UpstreamError."""
        return [chunk]

    def text_chunk(self, chunk: dict[str, JSON]) -> list[dict[str, JSON]]:
        """Return the same for ``/v1/completions``, whose choices have text."""
        return [chunk]

    def typed(self, event: dict[str, JSON]) -> list[dict[str, JSON]]:
        """Return the typed events to show in place of one. May raise UpstreamError."""
        return [event]

    def content(self, chunk: dict[str, JSON]) -> list[dict[str, JSON]]:
        """Return the chunks of Gemini to show in place of one. May raise UpstreamError."""
        return [chunk]

    def bracket(self, octets: bytes) -> bytes:
        """Return what closes an array of such chunks."""
        return octets

    def piece(self, octets: bytes, *, is_last: bool) -> bytes:
        """Return what is written of one read of plain octets; the last one is empty."""
        return octets

    def comment(self, text: str) -> list[OutEvent]:
        """Return the events to show for an upstream's comment, after its colon."""
        return []

    def event(self, event: OutEvent) -> list[OutEvent]:
        """Return the events to write in place of one."""
        return [event]

    def broken(self, events: list[OutEvent], failure: Failure) -> list[OutEvent]:
        """Return the events that end a broken stream."""
        return events

    def octets(self, octets: bytes, event: OutEvent) -> bytes:
        """Return what is written for one event."""
        return octets

    def tail(self, octets: bytes) -> bytes:
        """Return what is written after the last event."""
        return octets

    def stream_headers(self, headers: dict[str, str]) -> dict[str, str]:
        """Return the headers of a stream."""
        return headers

    def error(self, problem: Problem) -> Problem:
        """Return the error to tell the client of."""
        return problem

    def envelope(self, body: JSON, problem: Problem) -> JSON:
        """Return the body of an error answer."""
        return body

    def models(self, body: JSON) -> JSON:
        """Return the model list."""
        return body

    def model(self, body: JSON) -> JSON:
        """Return one model."""
        return body

    def answer(self, answer: Answer) -> Answer:
        """Return the whole answer that is no stream."""
        return answer

    def headers(self, headers: dict[str, str]) -> dict[str, str]:
        """Return the headers of any answer, streams included."""
        return headers


class Defects:
    """The defects at work in one request, in the order they were named."""

    def __init__(self, named: tuple[Defect, ...] = ()) -> None:
        self._named = named

    @property
    def _active(self) -> Iterator[Defect]:
        """Those that have their way with the request, as far as it is known."""
        return (defect for defect in self._named if defect.acts)

    def fold(self, value: T, step: Callable[[Defect, T], T]) -> T:
        """Return the value after each defect has had its way with it."""
        for defect in self._active:
            value = step(defect, value)
        return value

    def spread(self, values: list[T], step: Callable[[Defect, T], list[T]]) -> list[T]:
        """Return the values after each defect has replaced each one by any number."""
        for defect in self._active:
            values = [result for value in values for result in step(defect, value)]
        return values

    def gather(self, step: Callable[[Defect], list[T]]) -> list[T]:
        """Return what the defects add on their own."""
        return [result for defect in self._active for result in step(defect)]

    def octets(self, event: OutEvent) -> bytes:
        """Return what is written for one event."""
        return self.fold(render(event), lambda defect, octets: defect.octets(octets, event))

    def has(self, switch: Switch) -> bool:
        """Whether a defect leaves this duty undone."""
        return any(switch in defect.switches for defect in self._active)
