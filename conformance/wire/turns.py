"""The conversation that a request holds, in the words that all dialects share.

Rules of this file: reading only; what has a wrong type is passed over and never raises.
A result is known by the place of its call, for ids may be given anew on the way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conformance.wire import jsontext

if TYPE_CHECKING:
    from conformance.model import JSON

__all__ = ["Turns", "pairs", "turns"]

_INSTRUCTIONS = ("system", "developer")


@dataclass(slots=True)
class Turns:
    """One conversation up to now; words without their blanks."""

    instructions: str = ""
    words: list[tuple[str, str]] = field(default_factory=list)
    """Role and text; what one role says without interruption is one."""
    pictures: list[str] = field(default_factory=list)
    """Base64 or address of each."""
    calls: list[JSON] = field(default_factory=list)
    """Name and input of each."""
    results: list[JSON] = field(default_factory=list)
    """The place of the call among all calls, and the text, of each."""
    _ids: list[JSON] = field(default_factory=list)

    def say(self, role: str, text: str) -> None:
        """Add words."""
        words = "".join(text.split())
        if role in _INSTRUCTIONS:
            self.instructions += words
        elif words and self.words and self.words[-1][0] == role:
            self.words[-1] = (role, self.words[-1][1] + words)
        elif words:
            self.words.append((role, words))

    def call(self, name: JSON, id_: JSON, input_: JSON) -> None:
        """Add a call."""
        self._ids.append(id_)
        self.calls.append({"name": name, "input": input_})

    def answer(self, id_: JSON, text: str) -> None:
        """Add the result of a call; one of no call keeps its id."""
        place = self._ids.index(id_) if id_ in self._ids else id_
        self.results.append({"of": place, "text": "".join(text.split())})


def turns(body: JSON) -> Turns:
    """The conversation in a request of the chat or the messages dialect."""
    found = Turns()
    said = body if isinstance(body, Mapping) else {}
    found.say("system", _text(said.get("system")))
    for message in _objects(said.get("messages")):
        _add(found, str(message.get("role")), message)
    return found


def pairs(body: JSON) -> Iterator[tuple[list[JSON], list[Mapping[str, JSON]]]]:
    """Ids of the calls of each turn of messages, and the blocks of the user's next turn."""
    said = body if isinstance(body, Mapping) else {}
    called: list[JSON] = []
    behind: list[Mapping[str, JSON]] = []
    for message in [*_objects(said.get("messages")), {"role": "assistant"}]:
        blocks = list(_objects(message.get("content")))
        if message.get("role") == "user":
            behind += blocks
            continue
        if called:
            yield called, behind
        called = [one.get("id") for one in blocks if one.get("type") == "tool_use"]
        behind = []


def _add(found: Turns, role: str, message: Mapping[str, JSON]) -> None:
    """Add one message of either dialect."""
    content = message.get("content")
    if role == "tool":
        found.answer(message.get("tool_call_id"), _text(content))
        return
    if isinstance(content, str):
        found.say(role, content)
    for block in _objects(content):
        _add_block(found, role, block)
    for call in _objects(message.get("tool_calls")):
        function = call.get("function")
        told = function if isinstance(function, Mapping) else {}
        found.call(told.get("name"), call.get("id"), _value(told.get("arguments")))


def _add_block(found: Turns, role: str, block: Mapping[str, JSON]) -> None:
    match block.get("type"):
        case "text":
            found.say(role, str(block.get("text")))
        case "image" | "image_url":
            found.pictures.append(_picture(block))
        case "tool_use":
            found.call(block.get("name"), block.get("id"), block.get("input"))
        case "tool_result":
            found.answer(block.get("tool_use_id"), _text(block.get("content")))


def _picture(block: Mapping[str, JSON]) -> str:
    """The octets of a picture in base64, else where it is."""
    held = block.get("source", block.get("image_url"))
    source = held if isinstance(held, Mapping) else {"url": held}
    said = str(source.get("data") or source.get("url"))
    return said.partition(";base64,")[2] or said


def _text(content: JSON) -> str:
    """The text of a string, or of the parts of a list."""
    if isinstance(content, str):
        return content
    return "".join(str(one["text"]) for one in _objects(content) if "text" in one)


def _value(words: JSON) -> JSON:
    """The value of a call's arguments; their text where that is no JSON."""
    try:
        return jsontext.loads(words or "{}") if isinstance(words, str) else words
    except jsontext.JsonTextError:
        return words


def _objects(value: JSON) -> Iterator[Mapping[str, JSON]]:
    """The objects of a list."""
    yield from (one for one in value if isinstance(one, Mapping)) if isinstance(value, list) else ()
