"""The chunks of a chat completion, made of Gemini's.

Rules of this file: a stream of Gemini has no ``[DONE]``; it is whole once each
candidate has its reason, and where one has none, nothing here gives it one.
"""

from __future__ import annotations

from dataclasses import dataclass

from conformance.model import JSON
from conformance.relay.translate.chat_gemini.answer import candidates, id_of, index_of, said
from conformance.relay.translate.chat_gemini.words import finish, logprobs, usage
from conformance.relay.translate.translation import Asked, Event, Events

__all__ = ["ChatEvents"]


@dataclass(slots=True)
class Candidate:
    """What one candidate has said so far."""

    is_begun: bool = False
    is_over: bool = False
    calls: int = 0


class ChatEvents(Events):
    """Chunks of Gemini in, chunks of a chat completion out."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self._candidates: dict[int, Candidate] = {}
        self._usage: JSON = None
        self._head: Event = {}

    def feed(self, event: Event) -> list[Event]:
        """Return the chunks that say what this one does."""
        self._usage = event.get("usageMetadata") or self._usage
        self._head = self._head or {
            "id": id_of(event),
            "object": "chat.completion.chunk",
            "created": self._asked.created,
            "model": event.get("modelVersion") or "",
        }
        return [
            self._head | {"choices": [choice]}
            for place, row in enumerate(candidates(event))
            for choice in self._choices(row, index_of(row, place))
        ]

    def end(self) -> list[Event]:
        """Return the counts, which come last in chat and grow with each chunk of Gemini."""
        return [self._head | {"choices": [], "usage": usage(self._usage)}] if self._usage else []

    def _choices(self, row: Event, index: int) -> list[Event]:
        """Return what a candidate says, and apart from it why it ends."""
        state = self._candidates.setdefault(index, Candidate())
        told, calls = said(row, self._head["id"], index, state.calls)
        delta = {name: value for name, value in told.items() if value}
        if calls:
            delta["tool_calls"] = [{"index": state.calls + n, **one} for n, one in enumerate(calls)]
        state.calls += len(calls)
        found = []
        if delta or not state.is_begun:
            role = {} if state.is_begun else {"role": "assistant"}
            choice = {"index": index, "delta": role | delta, "finish_reason": None}
            likely = logprobs(row)
            found.append(choice | ({"logprobs": likely} if likely else {}))
            state.is_begun = True
        if (reason := row.get("finishReason")) and not state.is_over:
            word = finish(reason, has_calls=state.calls > 0)
            found.append({"index": index, "delta": {}, "finish_reason": word})
            state.is_over = True
        return found
