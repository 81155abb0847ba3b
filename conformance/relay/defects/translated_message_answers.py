"""Defects of the answers to messages over an upstream of OpenAI's dialect.

Rules of this file: what the translation of an answer made right is made wrong again, or not
done at all. Requests stand in ``translated_message_requests``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from conformance.model import JSON
from conformance.relay.defects.base import Defect
from conformance.relay.defects.pair import PairDefect
from conformance.relay.sse import OutEvent

__all__ = [
    "TRANSLATED_MESSAGE_ANSWERS",
    "MessagesOpenaiBlocksOpen",
    "MessagesOpenaiCallLost",
    "MessagesOpenaiInputCut",
    "MessagesOpenaiOneBlock",
    "MessagesOpenaiOneId",
    "MessagesOpenaiRoleMissing",
    "MessagesOpenaiStartLate",
    "MessagesOpenaiStartUncounted",
    "MessagesOpenaiStartsTwice",
    "MessagesOpenaiStopMissing",
    "MessagesOpenaiThoughtsLost",
    "MessagesOpenaiUnnamed",
    "MessagesOpenaiWordsTrimmed",
]

Body = dict[str, JSON]


def _content(body: Body, change: Callable[[Body], Body | None]) -> Body:
    """The message with other blocks; those that become none are gone."""
    changed = [change(one) for one in body["content"]]
    return body | {"content": [one for one in changed if one]}


def _delta(event: Body) -> Body:
    """The delta of an event; empty without one."""
    return event.get("delta") or {}


def _block(event: Body) -> Body:
    """The block that an event begins; empty for others."""
    return event.get("content_block") or {}


class _Answer(PairDefect):
    """A fault of this pair."""

    pair = "messages-openai"


class MessagesOpenaiWordsTrimmed(_Answer):
    """The blanks around each piece of an answer are lost."""

    name = "messages_openai_words_trimmed"

    def result(self, body: Body) -> Body:
        """Trim them."""
        return _content(body, self._trimmed)

    def typed(self, event: Body) -> list[Body]:
        """Trim them."""
        return [event | {"delta": self._trimmed(event["delta"])} if "delta" in event else event]

    def _trimmed(self, said: Body) -> Body:
        return said | {"text": said["text"].strip()} if "text" in said else said


class MessagesOpenaiCallLost(_Answer):
    """Of several calls of a whole message only the first one is told."""

    name = "messages_openai_call_lost"

    def result(self, body: Body) -> Body:
        """Leave the others out."""
        calls = [one for one in body["content"] if one["type"] == "tool_use"]
        return _content(body, lambda one: None if one in calls[1:] else one)


class MessagesOpenaiInputCut(_Answer):
    """The last piece of a call's input is lost."""

    name = "messages_openai_input_cut"
    _held: Body | None = None

    def typed(self, event: Body) -> list[Body]:
        """Hold each piece back until the next, and forget the last."""
        held, self._held = self._held, None
        if _delta(event).get("type") == "input_json_delta":
            self._held = event
            return [held] if held else []
        return [event]


class MessagesOpenaiOneId(_Answer):
    """All calls of an answer have the same id."""

    name = "messages_openai_one_id"

    def result(self, body: Body) -> Body:
        """Give it to all."""
        return _content(body, self._named)

    def typed(self, event: Body) -> list[Body]:
        """Give it to all."""
        is_begun = "content_block" in event
        return [event | {"content_block": self._named(_block(event))} if is_begun else event]

    def _named(self, block: Body) -> Body:
        return block | {"id": "toolu_0"} if block["type"] == "tool_use" else block


class MessagesOpenaiStartsTwice(_Answer):
    """``message_start`` is sent twice."""

    name = "messages_openai_starts_twice"

    def typed(self, event: Body) -> list[Body]:
        """Say it again."""
        return [event, event] if event["type"] == "message_start" else [event]


class MessagesOpenaiStartLate(_Answer):
    """The first block begins before the message."""

    name = "messages_openai_start_late"
    _held: Body | None = None

    def typed(self, event: Body) -> list[Body]:
        """Hold the start back until a block began."""
        if event["type"] == "message_start":
            self._held = event
            return []
        held, self._held = self._held, None
        return [event, held] if held else [event]


class MessagesOpenaiStopMissing(_Answer):
    """The stream of a message closes without ``message_stop``."""

    name = "messages_openai_stop_missing"

    def typed(self, event: Body) -> list[Body]:
        """Leave it out."""
        return [] if event["type"] == "message_stop" else [event]


class MessagesOpenaiOneBlock(_Answer):
    """All blocks have the index 0."""

    name = "messages_openai_one_block"

    def typed(self, event: Body) -> list[Body]:
        """Set it."""
        return [event | {"index": 0} if "index" in event else event]


class MessagesOpenaiBlocksOpen(_Answer):
    """A block is not stopped before the next begins."""

    name = "messages_openai_blocks_open"

    def typed(self, event: Body) -> list[Body]:
        """Leave the stops out."""
        return [] if event["type"] == "content_block_stop" else [event]


class MessagesOpenaiUnnamed(_Answer):
    """Events have no names."""

    name = "messages_openai_unnamed"

    def event(self, event: OutEvent) -> list[OutEvent]:
        """Take it away."""
        return [replace(event, event=None)]


class MessagesOpenaiStartUncounted(_Answer):
    """The start of a message has no counts."""

    name = "messages_openai_start_uncounted"

    def typed(self, event: Body) -> list[Body]:
        """Leave them out."""
        if event["type"] != "message_start":
            return [event]
        message = {key: value for key, value in event["message"].items() if key != "usage"}
        return [event | {"message": message}]


class MessagesOpenaiRoleMissing(_Answer):
    """A whole message does not say whose it is."""

    name = "messages_openai_role_missing"

    def result(self, body: Body) -> Body:
        """Leave it out."""
        return {key: value for key, value in body.items() if key != "role"}


class MessagesOpenaiThoughtsLost(_Answer):
    """What the upstream thought aloud is not told in a whole message."""

    name = "messages_openai_thoughts_lost"

    def result(self, body: Body) -> Body:
        """Leave it out."""
        return _content(body, lambda one: None if one["type"] == "thinking" else one)


TRANSLATED_MESSAGE_ANSWERS: tuple[type[Defect], ...] = (
    MessagesOpenaiWordsTrimmed,
    MessagesOpenaiCallLost,
    MessagesOpenaiInputCut,
    MessagesOpenaiOneId,
    MessagesOpenaiStartsTwice,
    MessagesOpenaiStartLate,
    MessagesOpenaiStopMissing,
    MessagesOpenaiOneBlock,
    MessagesOpenaiBlocksOpen,
    MessagesOpenaiUnnamed,
    MessagesOpenaiStartUncounted,
    MessagesOpenaiRoleMissing,
    MessagesOpenaiThoughtsLost,
)
"""The defects of this family."""
