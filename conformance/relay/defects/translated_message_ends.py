"""Defects of how messages over an upstream of OpenAI's dialect end.

Rules of this file: reasons, counts and failures; what a message says stands in
``translated_message_answers``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import ClassVar

from conformance.model import JSON
from conformance.relay import jsontext
from conformance.relay.defects.base import Defect
from conformance.relay.defects.pair import PairDefect
from conformance.relay.envelope import Problem, envelope
from conformance.relay.retry import Failure
from conformance.relay.sse import Kind, OutEvent

__all__ = [
    "TRANSLATED_MESSAGE_ENDS",
    "MessagesOpenaiCachedLost",
    "MessagesOpenaiCachedTwice",
    "MessagesOpenaiCallsAsEnd",
    "MessagesOpenaiCutAsEnd",
    "MessagesOpenaiErrorAsAnswer",
    "MessagesOpenaiErrorsFlat",
    "MessagesOpenaiInputUncounted",
    "MessagesOpenaiLengthAsEnd",
    "MessagesOpenaiNativeErrors",
    "MessagesOpenaiNativeStops",
    "MessagesOpenaiOutputUncounted",
]

Body = dict[str, JSON]


def _counted(said: Body, change: Callable[[Body], Body]) -> Body:
    """A message or event with other counts."""
    return said | {"usage": change(said["usage"])} if said.get("usage") else said


def _uncached(told: Body) -> Body:
    """The counts, all input as if it were new."""
    return _twice(told) | {"cache_read_input_tokens": 0}


def _twice(told: Body) -> Body:
    """The counts, with what was read from a cache as input, too."""
    return told | {"input_tokens": told["input_tokens"] + told["cache_read_input_tokens"]}


class _End(PairDefect):
    """A fault of this pair."""

    pair = "messages-openai"


class _OtherReason(_End):
    """The reason to stop is told in another word."""

    _words: ClassVar[Mapping[str, str]]

    def result(self, body: Body) -> Body:
        """Say the other word."""
        return self._ended(body)

    def typed(self, event: Body) -> list[Body]:
        """Say the other word."""
        is_end = event["type"] == "message_delta"
        return [event | {"delta": self._ended(event["delta"])} if is_end else event]

    def _ended(self, said: Body) -> Body:
        reason = said["stop_reason"]
        return said | {"stop_reason": self._words.get(reason, reason)}


class MessagesOpenaiNativeStops(_OtherReason):
    """The reason to stop is told in the words of the upstream."""

    name = "messages_openai_native_stops"
    _words: ClassVar[Mapping[str, str]] = {"end_turn": "stop", "max_tokens": "length"}


class MessagesOpenaiLengthAsEnd(_OtherReason):
    """A message that a limit cut is told as finished."""

    name = "messages_openai_length_as_end"
    _words: ClassVar[Mapping[str, str]] = {"max_tokens": "end_turn"}


class MessagesOpenaiCallsAsEnd(_OtherReason):
    """A message that calls a tool is told as finished."""

    name = "messages_openai_calls_as_end"
    _words: ClassVar[Mapping[str, str]] = {"tool_use": "end_turn"}


class MessagesOpenaiCachedTwice(_End):
    """What was read from a cache is counted as input once more."""

    name = "messages_openai_cached_twice"

    def result(self, body: Body) -> Body:
        """Add it."""
        return _counted(body, _twice)

    def typed(self, event: Body) -> list[Body]:
        """Add it."""
        return [_counted(event, _twice)]


class MessagesOpenaiInputUncounted(_End):
    """The input of a streamed message is not counted."""

    name = "messages_openai_input_uncounted"

    def typed(self, event: Body) -> list[Body]:
        """Count nothing."""
        return [_counted(event, lambda told: told | {"input_tokens": 0})]


class MessagesOpenaiCachedLost(_End):
    """What was read from a cache is not told."""

    name = "messages_openai_cached_lost"

    def result(self, body: Body) -> Body:
        """Leave it out."""
        return _counted(body, _uncached)

    def typed(self, event: Body) -> list[Body]:
        """Leave it out."""
        return [_counted(event, _uncached)]


class MessagesOpenaiOutputUncounted(_End):
    """The output of a message is not counted."""

    name = "messages_openai_output_uncounted"

    def result(self, body: Body) -> Body:
        """Count nothing."""
        return _counted(body, lambda told: told | {"output_tokens": 0})

    def typed(self, event: Body) -> list[Body]:
        """Count nothing."""
        return [_counted(event, lambda told: told | {"output_tokens": 0})]


class MessagesOpenaiErrorsFlat(_End):
    """Every failure of the upstream is told as a failure of the server."""

    name = "messages_openai_errors_flat"

    def error(self, problem: Problem) -> Problem:
        """Flatten the status, and the type with it."""
        return replace(problem, status=500, type="api_error") if problem.failure else problem


class MessagesOpenaiErrorAsAnswer(_End):
    """A failure of the upstream has the status of an answer."""

    name = "messages_openai_error_as_answer"

    def error(self, problem: Problem) -> Problem:
        """Say that all is well."""
        is_refusal = problem.failure is not None and not self.turn.is_begun
        return replace(problem, status=200) if is_refusal else problem


class MessagesOpenaiNativeErrors(_End):
    """An error has a type that the client's dialect does not know."""

    name = "messages_openai_native_errors"

    def envelope(self, body: JSON, problem: Problem) -> JSON:
        """Tell it as the upstream does."""
        return {"type": "error", **envelope(replace(problem, type="server_error"))}


class MessagesOpenaiCutAsEnd(_End):
    """A stream that breaks off is ended as if the message were complete."""

    name = "messages_openai_cut_as_end"

    def broken(self, events: list[OutEvent], failure: Failure) -> list[OutEvent]:
        """Make an end up."""
        ended = {"stop_reason": "end_turn", "stop_sequence": None}
        told = {"type": "message_delta", "delta": ended, "usage": {"output_tokens": 1}}
        stop = {"type": "message_stop"}
        return [
            OutEvent(Kind.TYPED, jsontext.dump(told), "message_delta"),
            OutEvent(Kind.TYPED, jsontext.dump(stop), "message_stop"),
        ]


TRANSLATED_MESSAGE_ENDS: tuple[type[Defect], ...] = (
    MessagesOpenaiNativeStops,
    MessagesOpenaiLengthAsEnd,
    MessagesOpenaiCallsAsEnd,
    MessagesOpenaiCachedTwice,
    MessagesOpenaiInputUncounted,
    MessagesOpenaiCachedLost,
    MessagesOpenaiOutputUncounted,
    MessagesOpenaiErrorsFlat,
    MessagesOpenaiErrorAsAnswer,
    MessagesOpenaiNativeErrors,
    MessagesOpenaiCutAsEnd,
)
"""The defects of this family."""
