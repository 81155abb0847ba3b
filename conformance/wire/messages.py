"""Messages of the Anthropic dialect folded into what a client would hold at the end.

Rules of this file: a whole message and the events of a streamed one fold alike; values of
a wrong type are passed over and never raise, for a schema requirement judges them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conformance.wire import jsontext

if TYPE_CHECKING:
    from conformance.model import JSON

__all__ = ["DELTAS", "Message", "fold"]

DELTAS: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "text_delta": ("text", "text", ("text",)),
    "thinking_delta": ("thinking", "thinking", ("thinking",)),
    "signature_delta": ("signature", "signature", ("thinking",)),
    "input_json_delta": ("partial_json", "input", ("tool_use", "server_tool_use")),
    "citations_delta": ("citation", "citations", ("text",)),
}
"""Type of a delta -> its own member, the block's member, and the blocks that it fits."""


@dataclass(slots=True)
class Message:
    """All that one answer said."""

    head: dict[str, JSON] = field(default_factory=dict)
    """The message as it was begun, or the whole one."""
    blocks: dict[JSON, dict[str, JSON]] = field(default_factory=dict)
    """Content blocks by index, their deltas joined."""
    inputs: dict[JSON, str] = field(default_factory=dict)
    """What the deltas of a tool's input say together, by index."""
    stop_reason: JSON = None
    stop_sequence: JSON = None
    usage: dict[str, JSON] = field(default_factory=dict)
    """Counts as they stand at the end: the last word on each."""
    usages: list[Mapping[str, JSON]] = field(default_factory=list)

    @property
    def content(self) -> list[dict[str, JSON]]:
        """The blocks in the order in which they began."""
        return list(self.blocks.values())

    def of(self, *types: str) -> list[dict[str, JSON]]:
        """The blocks of these types."""
        return [block for block in self.content if block.get("type") in types]

    @property
    def text(self) -> str:
        """The joined text."""
        return "".join(str(block.get("text", "")) for block in self.of("text"))


def fold(objects: Iterable[JSON]) -> Message:
    """What ``objects`` say together: one message, or the events of a stream."""
    folded = Message()
    for item in objects:
        if isinstance(item, Mapping):
            _add(folded, item)
    for index, words in folded.inputs.items():
        folded.blocks[index]["input"] = _value(words)
    return folded


def _add(folded: Message, item: Mapping[str, JSON]) -> None:
    """Join one object."""
    match item.get("type"):
        case "message":
            _begin(folded, item)
        case "message_start":
            _begin(folded, _mapping(item.get("message")))
        case "content_block_start":
            folded.blocks[_key(item.get("index"))] = dict(_mapping(item.get("content_block")))
        case "content_block_delta":
            _speak(folded, _key(item.get("index")), _mapping(item.get("delta")))
        case "message_delta":
            _end(folded, _mapping(item.get("delta")))
            _count(folded, item.get("usage"))


def _begin(folded: Message, message: Mapping[str, JSON]) -> None:
    folded.head = dict(message)
    content = message.get("content")
    if isinstance(content, Sequence) and not isinstance(content, str):
        for index, block in enumerate(content):
            folded.blocks[index] = dict(_mapping(block))
    _end(folded, message)
    _count(folded, message.get("usage"))


def _speak(folded: Message, index: JSON, delta: Mapping[str, JSON]) -> None:
    """Join a delta to its block, if there is one and it is of a known type."""
    mine, its, _ = DELTAS.get(str(delta.get("type")), ("", "", ()))
    said, block = delta.get(mine), folded.blocks.get(index)
    if block is None or not isinstance(said, str):
        return
    if its == "input":
        folded.inputs[index] = folded.inputs.get(index, "") + said
    else:
        block[its] = str(block.get(its) or "") + said


def _end(folded: Message, told: Mapping[str, JSON]) -> None:
    if told.get("stop_reason") is not None:
        folded.stop_reason = told["stop_reason"]
        folded.stop_sequence = told.get("stop_sequence")


def _count(folded: Message, usage: JSON) -> None:
    if isinstance(usage, Mapping):
        folded.usages.append(usage)
        folded.usage |= {key: value for key, value in usage.items() if value is not None}


def _value(words: str) -> JSON:
    """The input of a tool; its text where that is no JSON."""
    try:
        return jsontext.loads(words) if words else {}
    except jsontext.JsonTextError:
        return words


def _mapping(value: JSON) -> Mapping[str, JSON]:
    return value if isinstance(value, Mapping) else {}


def _key(value: JSON) -> JSON:
    """``value`` if it can be a key, else its text."""
    return value if isinstance(value, int | str | None) else repr(value)
