"""Defects of what a message says and counts, and of how it ends.

Rules of this file: blocks that stay are whole, and counted without gaps.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from conformance.model import JSON
from conformance.relay import jsontext
from conformance.relay.defects.base import Defect
from conformance.relay.retry import Failure
from conformance.relay.sse import DONE, Kind, OutEvent
from conformance.relay.turn import Turn

__all__ = [
    "MESSAGE_CONTENTS",
    "BrokenMessageEnds",
    "CachePartsDoubled",
    "DoneAfterMessage",
    "HostedBlocksDropped",
    "MessageAsCompletion",
    "MessageErrorUnnamed",
    "MessageUsageMissing",
    "RedactedDropped",
    "ThoughtsDropped",
    "ToolRequestsDropped",
    "ToolUseRenamed",
    "UsageFolded",
    "UsageRestarts",
    "UsageZeroed",
]

Event = dict[str, JSON]
"""A decoded event, or a part of one."""

PATH = "/v1/messages"
_CACHED = ("cache_creation_input_tokens", "cache_read_input_tokens")
_PARTS = ("ephemeral_5m_input_tokens", "ephemeral_1h_input_tokens")


class _Dropping(Defect):
    """A defect that loses the blocks of some types, and counts the others anew."""

    _types: ClassVar[tuple[str, ...]]

    def __init__(self, turn: Turn) -> None:
        super().__init__(turn)
        self._lost: set[JSON] = set()

    def typed(self, event: Event) -> list[Event]:
        """Leave out every event of such a block."""
        index, block = event.get("index"), event.get("content_block")
        if isinstance(block, dict) and block.get("type") in self._types:
            self._lost.add(index)
        if not isinstance(index, int) or not str(event.get("type")).startswith("content_block"):
            return [event]
        before = sum(lost < index for lost in self._lost)
        return [] if index in self._lost else [event | {"index": index - before}]


class _Counting(Defect):
    """A defect that changes each usage of a message."""

    @abstractmethod
    def _count(self, usage: Event) -> Event:
        """Return the usage as it is shown."""

    def typed(self, event: Event) -> list[Event]:
        """Change the usage of a stream's start and end."""
        message = event.get("message")
        if event.get("type") == "message_start" and isinstance(message, dict):
            return [event | {"message": message | {"usage": self._count(message["usage"])}}]
        is_end = event.get("type") == "message_delta"
        return [event | {"usage": self._count(event["usage"])} if is_end else event]

    def result(self, body: Event) -> Event:
        """Change the usage of a message in one piece."""
        return body | {"usage": self._count(body["usage"])} if self.turn.path == PATH else body


class ThoughtsDropped(_Dropping):
    """Blocks of thoughts are lost."""

    name = "thoughts_dropped"
    _types = ("thinking",)


class RedactedDropped(_Dropping):
    """Blocks of redacted thoughts are lost."""

    name = "redacted_dropped"
    _types = ("redacted_thinking",)


class HostedBlocksDropped(_Dropping):
    """Blocks of a provider's tools are lost."""

    name = "hosted_blocks_dropped"
    _types = ("server_tool_use", "web_search_tool_result")


class ToolUseRenamed(Defect):
    """The calls of a streamed message have ids of the relay's own."""

    name = "tool_use_renamed"

    def typed(self, event: Event) -> list[Event]:
        """Name the call by its place."""
        block = event.get("content_block")
        if not isinstance(block, dict) or block.get("type") != "tool_use":
            return [event]
        return [event | {"content_block": block | {"id": f"toolu_{event.get('index')}"}}]


class UsageZeroed(_Counting):
    """A message's input and output are counted as 0."""

    name = "usage_zeroed"

    def _count(self, usage: Event) -> Event:
        """Count nothing."""
        return usage | {"input_tokens": 0, "output_tokens": 0}


class UsageFolded(_Counting):
    """Input from the cache is counted as plain input."""

    name = "usage_folded"

    def _count(self, usage: Event) -> Event:
        """Add it up."""
        if "input_tokens" not in usage:
            return usage
        cached = [usage.get(key) or 0 for key in _CACHED]
        return (
            usage
            | dict.fromkeys(_CACHED, 0)
            | {"input_tokens": usage["input_tokens"] + sum(cached)}
        )


class ToolRequestsDropped(_Counting):
    """Requests of a provider's tools are not counted."""

    name = "tool_requests_dropped"

    def _count(self, usage: Event) -> Event:
        """Leave them out."""
        return {key: value for key, value in usage.items() if key != "server_tool_use"}


class CachePartsDoubled(_Counting):
    """What was written to the cache is counted for both of its times."""

    name = "cache_parts_doubled"

    def _count(self, usage: Event) -> Event:
        """Count it twice."""
        return usage | {"cache_creation": dict.fromkeys(_PARTS, 1 + (usage.get(_CACHED[0]) or 0))}


class MessageUsageMissing(Defect):
    """A message has no usage."""

    name = "message_usage_missing"

    def typed(self, event: Event) -> list[Event]:
        """Take it out of both events."""
        message = event.get("message")
        bare = {key: value for key, value in event.items() if key != "usage"}
        if event.get("type") == "message_start" and isinstance(message, dict):
            return [bare | {"message": {k: v for k, v in message.items() if k != "usage"}}]
        return [bare if event.get("type") == "message_delta" else event]


class UsageRestarts(Defect):
    """The count at the end of a streamed message is that of its last piece."""

    name = "usage_restarts"

    def typed(self, event: Event) -> list[Event]:
        """Begin with much, and end with little."""
        message = event.get("message")
        if event.get("type") != "message_start" or not isinstance(message, dict):
            return [event]
        return [
            event | {"message": message | {"usage": message["usage"] | {"output_tokens": 10**6}}}
        ]


class DoneAfterMessage(Defect):
    """``[DONE]`` follows ``message_stop``."""

    name = "done_after_message"

    def event(self, event: OutEvent) -> list[OutEvent]:
        """Add it."""
        return [event, OutEvent(Kind.DONE, DONE)] if event.event == "message_stop" else [event]


class MessageAsCompletion(Defect):
    """A message in one piece lacks its type and its role."""

    name = "message_as_completion"

    def result(self, body: Event) -> Event:
        """Take them out."""
        is_message = self.turn.path == PATH
        return {k: v for k, v in body.items() if not is_message or k not in {"type", "role"}}


class BrokenMessageEnds(Defect):
    """A message that breaks off upstream ends as if all were said."""

    name = "broken_message_ends"

    def broken(self, events: list[OutEvent], failure: Failure) -> list[OutEvent]:
        """Make up the end."""
        if self.turn.path != PATH:
            return events
        stop = {"stop_reason": "end_turn", "stop_sequence": None}
        ended = {"type": "message_delta", "delta": stop, "usage": {"output_tokens": 0}}
        made = ({"type": "content_block_stop", "index": 0}, ended, {"type": "message_stop"})
        return [OutEvent(Kind.TYPED, jsontext.dump(one), event=str(one["type"])) for one in made]


class MessageErrorUnnamed(Defect):
    """The error in the stream of a message is an event without a name or a type."""

    name = "message_error_unnamed"

    def broken(self, events: list[OutEvent], failure: Failure) -> list[OutEvent]:
        """Tell it as chat does."""
        if self.turn.path != PATH:
            return events
        return [OutEvent(Kind.ERROR, jsontext.dump({"error": {"message": "It failed."}}))]


MESSAGE_CONTENTS: tuple[type[Defect], ...] = (
    ThoughtsDropped,
    RedactedDropped,
    HostedBlocksDropped,
    ToolUseRenamed,
    UsageZeroed,
    UsageFolded,
    ToolRequestsDropped,
    CachePartsDoubled,
    MessageUsageMissing,
    UsageRestarts,
    DoneAfterMessage,
    MessageAsCompletion,
    BrokenMessageEnds,
    MessageErrorUnnamed,
)
"""The defects of this family."""
