"""Chunks of a chat completion as the events of a message.

Rules of this file: the message starts with the first chunk; blocks never overlap, so
what belongs to others waits while a call is spoken; why the answer ends, and what it
cost, is said when the upstream is done, so that no cut looks like an end.
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.model import JSON
from conformance.relay.translate.messages_openai.answer import stop, thought, usage
from conformance.relay.translate.translation import Asked, Body, Event, Events

__all__ = ["MessageEvents"]

_DELTAS = {
    "text": ("text_delta", "text"),
    "thinking": ("thinking_delta", "thinking"),
    "tool_use": ("input_json_delta", "partial_json"),
}
"""Type of a block -> the type of its deltas, and their member."""


class MessageEvents(Events):
    """One stream's events."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self._is_begun = False
        self._reason: str | None = None
        self._usage: Body = {}
        self._blocks = 0
        self._open: Body | None = None
        """The block that is spoken, as it began."""
        self._spoken: int | None = None
        """The number of the call that it is, if it is one."""
        self._calls: list[Body] = []
        """What is known of each call."""
        self._numbers: dict[JSON, int] = {}
        """The last call of each index; some upstreams have one index for all calls."""
        self._waiting: dict[int, list[str]] = {}
        """Arguments of calls whose block has not begun."""
        self._late: list[tuple[Body, str]] = []
        """Words that came while a call was spoken, with the blocks that they want."""

    def feed(self, event: Event) -> list[Event]:
        """Return the events of one chunk."""
        self._usage = event.get("usage") or self._usage
        said = [] if self._is_begun else [self._start(event)]
        for choice in event.get("choices") or ():
            if choice.get("index", 0) == 0:
                said += self._speak(choice.get("delta") or {})
                self._reason = choice.get("finish_reason") or self._reason
        return said

    def end(self) -> list[Event]:
        """Return the end of the message; without a reason it is not complete."""
        if self._reason is None:
            return []
        said = [*self._catch_up(), *self._close()]
        ended = {
            "stop_reason": stop(self._reason, calls=bool(self._calls)),
            "stop_sequence": None,
        }
        said.append({"type": "message_delta", "delta": ended, "usage": usage(self._usage)})
        return [*said, {"type": "message_stop"}]

    def _start(self, chunk: Event) -> Event:
        """Return the start of the message; what it costs is not known yet."""
        self._is_begun = True
        message = {
            "id": chunk["id"],
            "type": "message",
            "role": "assistant",
            "model": chunk.get("model"),
            "content": [],
            "stop_reason": None,
            "stop_sequence": None,
            "usage": usage(chunk.get("usage") or {}),
        }
        return {"type": "message_start", "message": message}

    def _speak(self, delta: Body) -> Iterator[Event]:
        words = (delta.get("content") or "") + (delta.get("refusal") or "")
        if thought(delta):
            empty = {"type": "thinking", "thinking": "", "signature": ""}
            yield from self._words(empty, thought(delta))
        if words:
            yield from self._words({"type": "text", "text": ""}, words)
        for call in delta.get("tool_calls") or ():
            yield from self._call(call)

    def _words(self, empty: Body, words: str) -> Iterator[Event]:
        """Speak in a block of this kind, unless a call is spoken: that has to end first."""
        if self._spoken is not None:
            self._late.append((empty, words))
            return
        if self._open is None or self._open["type"] != empty["type"]:
            yield from self._begin(empty)
        yield self._delta(words)

    def _call(self, fragment: Body) -> Iterator[Event]:
        """Speak of a call, or keep it until the one that is spoken is over."""
        number, function = self._number(fragment), fragment.get("function") or {}
        known = self._calls[number]
        known["id"] = known["id"] or fragment.get("id")
        known["name"] = known["name"] or function.get("name")
        words = function.get("arguments") or ""
        if self._spoken == number:
            yield from [self._delta(words)] if words else []
            return
        self._waiting.setdefault(number, []).append(words)
        if self._spoken is None and known["name"]:
            yield from self._catch_up_with(number)

    def _number(self, fragment: Body) -> int:
        """Return which call a fragment is of; another id at the same index is another call."""
        index, name = fragment.get("index") or 0, fragment.get("id")
        number = self._numbers.get(index)
        if number is None or (name and self._calls[number]["id"] not in {None, name}):
            number = self._numbers[index] = len(self._calls)
            self._calls.append({"id": None, "name": None})
        return number

    def _catch_up(self) -> Iterator[Event]:
        """Say what had to wait."""
        for number in list(self._waiting):
            yield from self._catch_up_with(number)
        yield from self._close()
        for empty, words in self._late:
            yield from self._words(empty, words)

    def _catch_up_with(self, number: int) -> Iterator[Event]:
        known = self._calls[number]
        name = known["id"] or f"call_{number}"
        yield from self._begin({"type": "tool_use", "id": name, "name": known["name"], "input": {}})
        self._spoken = number
        words = "".join(self._waiting.pop(number))
        yield from [self._delta(words)] if words else []

    def _begin(self, empty: Body) -> Iterator[Event]:
        """Begin a block behind the one that was open."""
        yield from self._close()
        self._open = empty
        yield {"type": "content_block_start", "index": self._blocks, "content_block": empty}

    def _close(self) -> Iterator[Event]:
        """Stop the block that is open, if any."""
        if self._open is not None:
            yield {"type": "content_block_stop", "index": self._blocks}
            self._blocks += 1
        self._open = None
        self._spoken = None

    def _delta(self, words: str) -> Event:
        """Return what is said in the open block."""
        kind, member = _DELTAS[(self._open or {})["type"]]
        delta = {"type": kind, member: words}
        return {"type": "content_block_delta", "index": self._blocks, "delta": delta}
