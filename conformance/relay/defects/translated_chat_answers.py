"""Defects of the answers to chat completions over an upstream of Anthropic's dialect.

Rules of this file: what the translation of an answer made right is made wrong again, or not
done at all. Requests stand in ``translated_chat_requests``.
"""

from __future__ import annotations

from collections.abc import Callable

from conformance.model import JSON
from conformance.relay.defects.base import Defect
from conformance.relay.defects.pair import PairDefect
from conformance.relay.sse import Kind, OutEvent

__all__ = [
    "TRANSLATED_CHAT_ANSWERS",
    "ChatAnthropicCallLost",
    "ChatAnthropicDoneMissing",
    "ChatAnthropicIndexMissing",
    "ChatAnthropicOneId",
    "ChatAnthropicOneIndex",
    "ChatAnthropicThoughtsLost",
    "ChatAnthropicTimeMissing",
    "ChatAnthropicWordsTrimmed",
]

Body = dict[str, JSON]


def _choices_mapped(body: Body, member: str, change: Callable[[Body], Body]) -> Body:
    """The body with what each choice says changed."""
    choices = [one | {member: change(one[member])} for one in body["choices"]]
    return body | {"choices": choices}


def _calls_mapped(said: Body, change: Callable[[list[Body]], list[Body]]) -> Body:
    """What is said, with other calls."""
    calls = said.get("tool_calls")
    return said | {"tool_calls": change(calls)} if calls else said


def _trimmed(said: Body) -> Body:
    """What is said, without the blanks around it."""
    return said | {"content": said["content"].strip()} if said.get("content") else said


def _first(calls: list[Body]) -> list[Body]:
    """The call at the first place."""
    return [one for at, one in enumerate(calls) if one.get("index", at) == 0]


def _named_alike(calls: list[Body]) -> list[Body]:
    """The calls, with one id for all."""
    return [one | ({"id": "call_0"} if one.get("id") else {}) for one in calls]


def _without(name: str) -> Callable[[Body], Body]:
    """Takes one member away."""
    return lambda body: {key: value for key, value in body.items() if key != name}


class _Answer(PairDefect):
    """A fault of this pair."""

    pair = "chat-anthropic"


class ChatAnthropicWordsTrimmed(_Answer):
    """The blanks around each piece of an answer are lost."""

    name = "chat_anthropic_words_trimmed"

    def completion(self, body: Body) -> Body:
        """Trim them."""
        return _choices_mapped(body, "message", _trimmed)

    def chunk(self, chunk: Body) -> list[Body]:
        """Trim them."""
        return [_choices_mapped(chunk, "delta", _trimmed)]


class ChatAnthropicCallLost(_Answer):
    """Of several calls only the first one is told."""

    name = "chat_anthropic_call_lost"

    def completion(self, body: Body) -> Body:
        """Leave the others out."""
        return _choices_mapped(body, "message", lambda said: _calls_mapped(said, _first))

    def chunk(self, chunk: Body) -> list[Body]:
        """Leave the others out."""
        return [_choices_mapped(chunk, "delta", lambda said: _calls_mapped(said, _first))]


class ChatAnthropicOneIndex(_Answer):
    """All calls of a stream have the index 0."""

    name = "chat_anthropic_one_index"

    def chunk(self, chunk: Body) -> list[Body]:
        """Set it."""
        return [_choices_mapped(chunk, "delta", lambda said: _calls_mapped(said, self._zero))]

    def _zero(self, calls: list[Body]) -> list[Body]:
        return [one | {"index": 0} for one in calls]


class ChatAnthropicOneId(_Answer):
    """All calls of an answer have the same id."""

    name = "chat_anthropic_one_id"

    def completion(self, body: Body) -> Body:
        """Give it to all."""
        return _choices_mapped(body, "message", lambda said: _calls_mapped(said, _named_alike))

    def chunk(self, chunk: Body) -> list[Body]:
        """Give it to all."""
        return [_choices_mapped(chunk, "delta", lambda said: _calls_mapped(said, _named_alike))]


class ChatAnthropicIndexMissing(_Answer):
    """The pieces of the first call have no index."""

    name = "chat_anthropic_index_missing"

    def chunk(self, chunk: Body) -> list[Body]:
        """Leave it out."""
        return [_choices_mapped(chunk, "delta", lambda said: _calls_mapped(said, self._bare))]

    def _bare(self, calls: list[Body]) -> list[Body]:
        return [one if one["index"] else _without("index")(one) for one in calls]


class ChatAnthropicThoughtsLost(_Answer):
    """What the upstream thought aloud is not told."""

    name = "chat_anthropic_thoughts_lost"

    def completion(self, body: Body) -> Body:
        """Leave it out."""
        return _choices_mapped(body, "message", _without("reasoning_content"))

    def chunk(self, chunk: Body) -> list[Body]:
        """Leave it out."""
        return [_choices_mapped(chunk, "delta", _without("reasoning_content"))]


class ChatAnthropicTimeMissing(_Answer):
    """Answers have no time of their making."""

    name = "chat_anthropic_time_missing"

    def completion(self, body: Body) -> Body:
        """Leave it out."""
        return _without("created")(body)

    def chunk(self, chunk: Body) -> list[Body]:
        """Leave it out."""
        return [_without("created")(chunk)]


class ChatAnthropicDoneMissing(_Answer):
    """A stream closes without ``[DONE]``."""

    name = "chat_anthropic_done_missing"

    def event(self, event: OutEvent) -> list[OutEvent]:
        """Leave it out."""
        return [] if event.kind in {Kind.DONE, Kind.ADDED_DONE} else [event]


TRANSLATED_CHAT_ANSWERS: tuple[type[Defect], ...] = (
    ChatAnthropicWordsTrimmed,
    ChatAnthropicCallLost,
    ChatAnthropicOneIndex,
    ChatAnthropicOneId,
    ChatAnthropicIndexMissing,
    ChatAnthropicThoughtsLost,
    ChatAnthropicTimeMissing,
    ChatAnthropicDoneMissing,
)
"""The defects of this family."""
