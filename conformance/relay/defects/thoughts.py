"""Defects of what a model thinks aloud: lost, doubled, late, or taken for its answer."""

from __future__ import annotations

from conformance.model import JSON
from conformance.relay.defects.base import Defect
from conformance.relay.defects.bodies import EachSaid
from conformance.relay.turn import Turn

__all__ = ["THOUGHTS"]

Body = dict[str, JSON]
"""A chunk, a completion, a choice or a message."""

_FIELDS = ("reasoning_content", "reasoning")


def _said(choice: Body) -> Body:
    """What a choice of a chunk says."""
    return choice.get("delta") or {}


class ReasoningFieldUnknown(EachSaid):
    """Only ``reasoning_content`` is known; what stands in ``reasoning`` is lost."""

    name = "reasoning_field_unknown"

    def _changed(self, said: Body) -> Body:
        return {key: value for key, value in said.items() if key != "reasoning"}


class ReasoningRepeated(EachSaid):
    """The reasoning is told twice."""

    name = "reasoning_repeated"

    def __init__(self, turn: Turn) -> None:
        super().__init__(turn)
        self._told: Body = {}

    def _changed(self, said: Body) -> Body:
        return said | {key: said[key] * 2 for key in _FIELDS if said.get(key)}

    def chunk(self, chunk: Body) -> list[Body]:
        """Tell the whole of it once more before the choice ends."""
        out = []
        for choice in chunk["choices"]:
            said = _said(choice)
            for key in _FIELDS:
                if said.get(key):
                    self._told[key] = self._told.get(key, "") + said[key]
            if choice.get("finish_reason") and self._told:
                again = {**choice, "delta": dict(self._told), "finish_reason": None}
                out.append(chunk | {"choices": [again]})
        return [*out, chunk]


class ReasoningAsContent(EachSaid):
    """The reasoning is told as part of the answer."""

    name = "reasoning_as_content"

    def _changed(self, said: Body) -> Body:
        thought = next((said[key] for key in _FIELDS if said.get(key)), None)
        if thought is None:
            return said
        kept = {key: value for key, value in said.items() if key not in _FIELDS}
        return kept | {"content": thought + (said.get("content") or "")}


class ReasoningLate(Defect):
    """The reasoning of a stream is held back until the answer has been told."""

    name = "reasoning_late"
    _held: tuple[Body, ...] = ()

    def chunk(self, chunk: Body) -> list[Body]:
        """Keep what thinks until a choice ends."""
        said = [_said(choice) for choice in chunk["choices"]]
        if any(one.get(key) for one in said for key in _FIELDS):
            self._held = (*self._held, chunk)
            return []
        if not any(choice.get("finish_reason") for choice in chunk["choices"]):
            return [chunk]
        out, self._held = [*self._held, chunk], ()
        return out


class ThinkTagsHalfStripped(EachSaid):
    """Think tags are taken out of each piece of the text, without what stands between them."""

    name = "think_tags_half_stripped"

    def _changed(self, said: Body) -> Body:
        text = said.get("content")
        if not isinstance(text, str):
            return said
        return said | {"content": text.replace("<think>", "").replace("</think>", "")}


class CallsLostAfterThought(EachSaid):
    """The tool calls of a choice that thought before are lost."""

    name = "calls_lost_after_thought"
    _has_thought = False

    def _changed(self, said: Body) -> Body:
        self._has_thought = self._has_thought or any(said.get(key) for key in _FIELDS)
        if not self._has_thought:
            return said
        return {key: value for key, value in said.items() if key != "tool_calls"}


class SealedThoughtsDropped(Defect):
    """The reasoning of earlier turns is not forwarded where it has another vendor's fields."""

    name = "sealed_thoughts_dropped"

    def request_body(self, body: Body) -> Body:
        """Forward the messages without them."""
        messages = body.get("messages")
        if not isinstance(messages, list):
            return body
        return body | {"messages": [self._changed(message) for message in messages]}

    def _changed(self, message: JSON) -> JSON:
        if not isinstance(message, dict):
            return message
        lost = ("reasoning", "reasoning_details")
        return {key: value for key, value in message.items() if key not in lost}


THOUGHTS: tuple[type[Defect], ...] = (
    ReasoningFieldUnknown,
    ReasoningRepeated,
    ReasoningAsContent,
    ReasoningLate,
    ThinkTagsHalfStripped,
    CallsLostAfterThought,
    SealedThoughtsDropped,
)
"""The family, in the order of the list."""
