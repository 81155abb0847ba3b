"""Defects of the events of a streamed message.

Rules of this file: an event is lost, repeated or changed; all others stay.
"""

from __future__ import annotations

from conformance.model import JSON
from conformance.relay.defects.base import Defect

__all__ = [
    "MESSAGE_EVENTS",
    "BlockBeforeMessage",
    "BlockIndexShifted",
    "BlockStartMissing",
    "BlockStopMissing",
    "MessageDeltaMissing",
    "MessageStartTwice",
    "MessageStopMissing",
    "MessageStopTwice",
    "MessageTextDropped",
    "SignatureDropped",
    "SignatureTrimmed",
    "StopReasonFlat",
    "StopReasonLost",
    "ThoughtsAsText",
    "ToolInputCut",
]

Event = dict[str, JSON]
"""A decoded event."""


def _delta(event: Event) -> Event:
    """The delta of an event; empty without one."""
    delta = event.get("delta")
    return delta if isinstance(delta, dict) else {}


class MessageStartTwice(Defect):
    """``message_start`` is sent twice."""

    name = "message_start_twice"

    def typed(self, event: Event) -> list[Event]:
        """Say it again."""
        return [event, event] if event.get("type") == "message_start" else [event]


class BlockBeforeMessage(Defect):
    """The first content block begins before the message."""

    name = "block_before_message"
    _held: Event | None = None

    def typed(self, event: Event) -> list[Event]:
        """Hold the start back until a block began."""
        if event.get("type") == "message_start":
            self._held = event
            return []
        if self._held is None:
            return [event]
        held, self._held = self._held, None
        return [event, held]


class MessageStopMissing(Defect):
    """The stream of a message closes without ``message_stop``."""

    name = "message_stop_missing"

    def typed(self, event: Event) -> list[Event]:
        """Leave it out."""
        return [] if event.get("type") == "message_stop" else [event]


class MessageStopTwice(Defect):
    """``message_stop`` is sent twice."""

    name = "message_stop_twice"

    def typed(self, event: Event) -> list[Event]:
        """Say it again."""
        return [event, event] if event.get("type") == "message_stop" else [event]


class BlockIndexShifted(Defect):
    """Content blocks are counted from 1."""

    name = "block_index_shifted"

    def typed(self, event: Event) -> list[Event]:
        """Count one too many."""
        index = event.get("index")
        if not isinstance(index, int) or not str(event.get("type")).startswith("content_block"):
            return [event]
        return [event | {"index": index + 1}]


class BlockStartMissing(Defect):
    """The first content block begins without ``content_block_start``."""

    name = "block_start_missing"

    def typed(self, event: Event) -> list[Event]:
        """Leave it out."""
        return (
            []
            if event.get("type") == "content_block_start" and event.get("index") == 0
            else [event]
        )


class BlockStopMissing(Defect):
    """The first content block ends without ``content_block_stop``."""

    name = "block_stop_missing"

    def typed(self, event: Event) -> list[Event]:
        """Leave it out."""
        return (
            [] if event.get("type") == "content_block_stop" and event.get("index") == 0 else [event]
        )


class ThoughtsAsText(Defect):
    """Thoughts are streamed as text, in a block of thoughts."""

    name = "thoughts_as_text"

    def typed(self, event: Event) -> list[Event]:
        """Call the delta one of text."""
        delta = _delta(event)
        if delta.get("type") != "thinking_delta":
            return [event]
        return [event | {"delta": {"type": "text_delta", "text": delta["thinking"]}}]


class MessageDeltaMissing(Defect):
    """The stream of a message lacks ``message_delta``."""

    name = "message_delta_missing"

    def typed(self, event: Event) -> list[Event]:
        """Leave it out."""
        return [] if event.get("type") == "message_delta" else [event]


class StopReasonLost(Defect):
    """A streamed message does not say why it stops."""

    name = "stop_reason_lost"

    def typed(self, event: Event) -> list[Event]:
        """Say null."""
        if event.get("type") != "message_delta":
            return [event]
        return [event | {"delta": _delta(event) | {"stop_reason": None}}]


class StopReasonFlat(Defect):
    """Every streamed message stops with ``end_turn``."""

    name = "stop_reason_flat"

    def typed(self, event: Event) -> list[Event]:
        """Flatten the reason."""
        if event.get("type") != "message_delta":
            return [event]
        flat = {"stop_reason": "end_turn", "stop_sequence": None}
        return [event | {"delta": _delta(event) | flat}]


class SignatureDropped(Defect):
    """The signature of a streamed thought is lost."""

    name = "signature_dropped"

    def typed(self, event: Event) -> list[Event]:
        """Leave it out."""
        return [] if _delta(event).get("type") == "signature_delta" else [event]


class SignatureTrimmed(Defect):
    """The signature of a streamed thought loses its padding."""

    name = "signature_trimmed"

    def typed(self, event: Event) -> list[Event]:
        """Cut it."""
        delta = _delta(event)
        if delta.get("type") != "signature_delta":
            return [event]
        return [event | {"delta": delta | {"signature": str(delta["signature"]).rstrip("=")}}]


class ToolInputCut(Defect):
    """The last piece of a streamed tool's input is lost."""

    name = "tool_input_cut"
    _held: Event | None = None

    def typed(self, event: Event) -> list[Event]:
        """Hold each piece back until the next comes."""
        if _delta(event).get("type") == "input_json_delta":
            held, self._held = self._held, event
            return [held] if held else []
        self._held = None
        return [event]


class MessageTextDropped(Defect):
    """The second piece of a streamed text is lost."""

    name = "message_text_dropped"
    _seen = 0

    def typed(self, event: Event) -> list[Event]:
        """Count the pieces."""
        is_text = _delta(event).get("type") == "text_delta"
        self._seen += is_text
        return [] if is_text and self._seen == 2 else [event]


MESSAGE_EVENTS: tuple[type[Defect], ...] = (
    MessageStartTwice,
    BlockBeforeMessage,
    MessageStopMissing,
    MessageStopTwice,
    BlockIndexShifted,
    BlockStartMissing,
    BlockStopMissing,
    ThoughtsAsText,
    MessageDeltaMissing,
    StopReasonLost,
    StopReasonFlat,
    SignatureDropped,
    SignatureTrimmed,
    ToolInputCut,
    MessageTextDropped,
)
"""The defects of this family."""
