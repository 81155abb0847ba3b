"""The events of a message as chunks of a chat completion.

Rules of this file: words leave as they come; why the answer ends, and what it cost, is
held back until the message has stopped, so that no cut looks like an end.
"""

from __future__ import annotations

from conformance.model import JSON
from conformance.relay import jsontext
from conformance.relay.translate.chat_anthropic.answer import finish, usage
from conformance.relay.translate.translation import Asked, Body, Event, Events

__all__ = ["ChatEvents"]


class ChatEvents(Events):
    """One stream's chunks."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self._head: Body = {}
        self._calls: dict[JSON, int] = {}
        """Numbers of calls, by the index of their block."""
        self._inputs: dict[JSON, JSON] = {}
        """Of calls that have said nothing yet: what their block began with."""
        self._reason: str | None = None
        self._usage: Body = {}

    def feed(self, event: Event) -> list[Event]:
        """Return the chunks of one event."""
        match event["type"]:
            case "message_start":
                return self._start(event["message"])
            case "content_block_start":
                return self._begin(event["index"], event["content_block"])
            case "content_block_delta":
                return self._speak(event["index"], event["delta"])
            case "content_block_stop":
                return self._close(event["index"])
            case "message_delta":
                self._reason = event["delta"].get("stop_reason") or self._reason
                self._count(event.get("usage"))
            case "message_stop":
                return self._stop()
        return []

    def _start(self, message: Body) -> list[Event]:
        self._count(message.get("usage"))
        self._head = {
            "id": message["id"],
            "object": "chat.completion.chunk",
            "created": self._asked.created,
            "model": message.get("model"),
        }
        return [self._chunk({"role": "assistant", "content": ""})]

    def _begin(self, index: JSON, block: Body) -> list[Event]:
        """Return what a block says as it begins: a call its name, others their first words."""
        if block["type"] == "tool_use":
            self._calls[index] = len(self._calls)
            self._inputs[index] = block.get("input") or {}
            named = {"name": block["name"], "arguments": ""}
            return [self._call(index, named, id=block["id"], type="function")]
        said = {"text": "content", "thinking": "reasoning_content"}.get(block["type"], "")
        words = block.get(block["type"])
        return [self._chunk({said: words})] if said and words else []

    def _speak(self, index: JSON, delta: Body) -> list[Event]:
        match delta["type"]:
            case "text_delta":
                return [self._chunk({"content": delta["text"]})]
            case "thinking_delta":
                return [self._chunk({"reasoning_content": delta["thinking"]})]
            case "input_json_delta" if delta["partial_json"] and index in self._calls:
                self._inputs.pop(index, None)
                return [self._call(index, {"arguments": delta["partial_json"]})]
        return []

    def _close(self, index: JSON) -> list[Event]:
        """Return the input of a call that no delta spoke of."""
        if index not in self._inputs:
            return []
        return [self._call(index, {"arguments": jsontext.dump(self._inputs.pop(index))})]

    def _stop(self) -> list[Event]:
        """Return the last chunks; without a reason the answer is not complete."""
        self.is_over = True
        if self._reason is None:
            return []
        ended = self._chunk({}, finish(self._reason))
        if not {"input_tokens", "output_tokens"} <= set(self._usage):
            return [ended]
        return [ended, {**self._head, "choices": [], "usage": usage(self._usage)}]

    def _count(self, told: JSON) -> None:
        """Keep the counts as they stand: the last word on each."""
        if told:
            self._usage |= {name: count for name, count in told.items() if count is not None}

    def _call(self, index: JSON, function: Body, **fields: JSON) -> Event:
        called = {"index": self._calls[index], **fields, "function": function}
        return self._chunk({"tool_calls": [called]})

    def _chunk(self, delta: Body, reason: str | None = None) -> Event:
        choice = {"index": 0, "delta": delta, "finish_reason": reason}
        return {**self._head, "choices": [choice]}
