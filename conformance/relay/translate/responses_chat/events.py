"""The events of a response, made of the chunks of a chat completion.

Theory of operation: one item is open for words, one for thoughts, and one for
each call; whatever another item begins with closes the first two. Calls stay open
until the reason comes, as their fragments may come in turns. The response itself
ends only where the chat stream does: behind its counts, and with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from conformance.model import JSON
from conformance.relay.translate.responses_chat.answer import (
    call_item,
    message_item,
    name_of,
    settled,
    shell,
    status,
    text_part,
    thought_item,
)
from conformance.relay.translate.translation import Asked, Event, Events

__all__ = ["ResponseEvents"]


@dataclass(slots=True)
class Item:
    """One item that is being said; ``kind`` is the part that it holds, or ``call``."""

    kind: str
    place: int
    row: Event
    text: str = ""
    call: Event = field(default_factory=dict)

    def at(self) -> Event:
        """Return how an event names the item."""
        return {"item_id": self.row["id"], "output_index": self.place}

    def part(self) -> Event:
        """Return the part with all that was said."""
        if self.kind == "output_text":
            return text_part(self.text)
        name = "refusal" if self.kind == "refusal" else "text"
        return {"type": self.kind, name: self.text}

    def done(self, name: str, how: str) -> Event:
        """Return the item with all that was said, and how it ended."""
        if self.kind == "call":
            return call_item(name, self.place, self.call, how)
        if self.kind == "reasoning_text":
            return thought_item(name, self.place, self.text, how)
        return message_item(name, self.place, [self.part()], how)


class ResponseEvents(Events):
    """Chunks of a chat completion in, events of a response out."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self._shell: Event = {}
        self._name = ""
        self._open: Item | None = None
        self._calls: dict[int, Item] = {}
        self._output: dict[int, Event] = {}
        self._items = 0
        self._number = 0
        self._usage: JSON = None
        self._reason: JSON = None

    def feed(self, event: Event) -> list[Event]:
        """Return the events that say what one chunk does."""
        return self._numbered(self._fed(event))

    def end(self) -> list[Event]:
        """Return the last event, if the chat stream has said why it ends."""
        if self._reason is None:
            return []
        output = [self._output[place] for place in sorted(self._output)]
        told = self._shell | settled(self._reason, output, self._usage)
        return self._numbered([{"type": f"response.{told['status']}", "response": told}])

    def _fed(self, chunk: Event) -> Iterator[Event]:
        self._usage = chunk.get("usage") or self._usage
        if not self._shell:
            yield from self._begin(chunk)
        for choice in chunk.get("choices") or ():
            if not choice.get("index"):
                yield from self._said(choice.get("delta") or {})
                yield from self._finish(choice.get("finish_reason"))

    def _begin(self, chunk: Event) -> Iterator[Event]:
        self._name = name_of(chunk.get("id"))
        self._shell = shell(chunk, self._asked)
        for word in ("created", "in_progress"):
            yield {"type": f"response.{word}", "response": self._shell}

    def _said(self, delta: Event) -> Iterator[Event]:
        thoughts = delta.get("reasoning_content") or delta.get("reasoning")
        for kind, text in (
            ("reasoning_text", thoughts),
            ("output_text", delta.get("content")),
            ("refusal", delta.get("refusal")),
        ):
            if text:
                yield from self._text(kind, text)
        for call in delta.get("tool_calls") or ():
            yield from self._call(call)

    def _text(self, kind: str, text: str) -> Iterator[Event]:
        """Say more of a text, in an item of its kind."""
        if self._open is None or self._open.kind != kind:
            yield from self._close_text()
            make = thought_item if kind == "reasoning_text" else _empty_message
            self._open = Item(kind, self._items, make(self._name, self._items, "", "in_progress"))
            yield from self._added(self._open)
            if kind != "reasoning_text":
                part = self._open.part()
                yield self._in_part(self._open, "response.content_part.added", part=part)
        item = self._open
        item.text += text
        more: Event = {"logprobs": []} if kind == "output_text" else {}
        yield self._in_part(item, f"response.{kind}.delta", delta=text, **more)

    def _close_text(self) -> Iterator[Event]:
        """Tell what was said, in one piece."""
        item, self._open = self._open, None
        if item is None:
            return
        name = "refusal" if item.kind == "refusal" else "text"
        more: Event = {"logprobs": []} if item.kind == "output_text" else {}
        yield self._in_part(item, f"response.{item.kind}.done", **{name: item.text}, **more)
        if item.kind != "reasoning_text":
            yield self._in_part(item, "response.content_part.done", part=item.part())
        yield from self._done(item)

    def _call(self, call: Event) -> Iterator[Event]:
        """Say more of a call; what is no text stays as its first fragment has it."""
        yield from self._close_text()
        index = call.get("index") or 0
        function = call.get("function") or {}
        item = self._calls.get(index)
        if item is None:
            held = {"id": call.get("id"), "function": {"name": function.get("name")}}
            row = call_item(self._name, self._items, held, "in_progress")
            item = self._calls[index] = Item("call", self._items, row, call=held)
            yield from self._added(item)
        if arguments := function.get("arguments"):
            item.text += arguments
            name = "response.function_call_arguments.delta"
            yield {"type": name, **item.at(), "delta": arguments}

    def _finish(self, reason: JSON) -> Iterator[Event]:
        """Close what is open, once the reason is known."""
        if not reason:
            return
        self._reason = reason
        yield from self._close_text()
        for index in sorted(self._calls):
            item = self._calls.pop(index)
            name = item.call["function"]["name"]
            item.call["function"] = {"name": name, "arguments": item.text}
            told = {"name": item.row["name"], "arguments": item.text}
            yield {"type": "response.function_call_arguments.done", **item.at(), **told}
            yield from self._done(item)

    def _added(self, item: Item) -> Iterator[Event]:
        self._items += 1
        where = {"output_index": item.place, "item": item.row}
        yield {"type": "response.output_item.added", **where}

    def _done(self, item: Item) -> Iterator[Event]:
        row = self._output[item.place] = item.done(self._name, status(self._reason))
        yield {"type": "response.output_item.done", "output_index": item.place, "item": row}

    def _in_part(self, item: Item, kind: str, **more: JSON) -> Event:
        return {"type": kind, **item.at(), "content_index": 0, **more}

    def _numbered(self, events: Iterator[Event] | list[Event]) -> list[Event]:
        """Return the events with their numbers, which count through the stream."""
        numbered = []
        for event in events:
            numbered.append({**event, "sequence_number": self._number})
            self._number += 1
        return numbered


def _empty_message(name: str, place: int, _text: str, status: str) -> Event:
    return message_item(name, place, [], status)
