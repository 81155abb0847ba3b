"""Defects of how chat completions over an upstream of Anthropic's dialect end.

Rules of this file: reasons, counts and failures; what an answer says stands in
``translated_chat_answers``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import ClassVar

from conformance.model import JSON
from conformance.relay import anthropic, jsontext
from conformance.relay.defects.base import Defect
from conformance.relay.defects.pair import PairDefect
from conformance.relay.envelope import Problem
from conformance.relay.retry import Failure
from conformance.relay.sse import DONE, Kind, OutEvent

__all__ = [
    "TRANSLATED_CHAT_ENDS",
    "ChatAnthropicCachedLost",
    "ChatAnthropicCutAsStop",
    "ChatAnthropicErrorAsAnswer",
    "ChatAnthropicErrorsFlat",
    "ChatAnthropicLengthAsStop",
    "ChatAnthropicNativeErrors",
    "ChatAnthropicNativeStops",
    "ChatAnthropicOutputUncounted",
    "ChatAnthropicPromptWithoutCache",
]

Body = dict[str, JSON]


def _counted(body: Body, change: Callable[[Body], Body]) -> Body:
    """The body with other counts."""
    return body | {"usage": change(body["usage"])} if body.get("usage") else body


def _new_alone(told: Body) -> Body:
    """The counts, without what was read from a cache."""
    cached = told["prompt_tokens_details"]["cached_tokens"]
    return told | {"prompt_tokens": told["prompt_tokens"] - cached}


def _without(name: str) -> Callable[[Body], Body]:
    """Takes one member away."""
    return lambda body: {key: value for key, value in body.items() if key != name}


class _End(PairDefect):
    """A fault of this pair."""

    pair = "chat-anthropic"


class _OtherReason(_End):
    """The reason of the end is told in another word."""

    _words: ClassVar[Mapping[str, str]]

    def completion(self, body: Body) -> Body:
        """Say the other word."""
        return body | {"choices": [self._ended(one) for one in body["choices"]]}

    def chunk(self, chunk: Body) -> list[Body]:
        """Say the other word."""
        return [chunk | {"choices": [self._ended(one) for one in chunk["choices"]]}]

    def _ended(self, choice: Body) -> Body:
        reason = choice["finish_reason"]
        return choice | {"finish_reason": self._words.get(reason, reason)}


class ChatAnthropicNativeStops(_OtherReason):
    """The reason of the end is told in the words of the upstream."""

    name = "chat_anthropic_native_stops"
    _words: ClassVar[Mapping[str, str]] = {"stop": "end_turn", "length": "max_tokens"}


class ChatAnthropicLengthAsStop(_OtherReason):
    """An answer that a limit cut is told as finished."""

    name = "chat_anthropic_length_as_stop"
    _words: ClassVar[Mapping[str, str]] = {"length": "stop"}


class ChatAnthropicPromptWithoutCache(_End):
    """What was read from a cache is not counted as input."""

    name = "chat_anthropic_prompt_without_cache"

    def completion(self, body: Body) -> Body:
        """Take it off."""
        return _counted(body, _new_alone)

    def chunk(self, chunk: Body) -> list[Body]:
        """Take it off."""
        return [_counted(chunk, _new_alone)]


class ChatAnthropicCachedLost(_End):
    """What was read from a cache is not told."""

    name = "chat_anthropic_cached_lost"

    def completion(self, body: Body) -> Body:
        """Leave it out."""
        return _counted(body, _without("prompt_tokens_details"))

    def chunk(self, chunk: Body) -> list[Body]:
        """Leave it out."""
        return [_counted(chunk, _without("prompt_tokens_details"))]


class ChatAnthropicOutputUncounted(_End):
    """The output of an answer is not counted."""

    name = "chat_anthropic_output_uncounted"

    def completion(self, body: Body) -> Body:
        """Count nothing."""
        return _counted(body, lambda told: told | {"completion_tokens": 0})

    def chunk(self, chunk: Body) -> list[Body]:
        """Count nothing."""
        return [_counted(chunk, lambda told: told | {"completion_tokens": 0})]


class ChatAnthropicErrorsFlat(_End):
    """Every failure of the upstream is told as a failure of the server."""

    name = "chat_anthropic_errors_flat"

    def error(self, problem: Problem) -> Problem:
        """Flatten the status."""
        return replace(problem, status=500) if problem.failure else problem


class ChatAnthropicErrorAsAnswer(_End):
    """A failure of the upstream has the status of an answer."""

    name = "chat_anthropic_error_as_answer"

    def error(self, problem: Problem) -> Problem:
        """Say that all is well."""
        is_refusal = problem.failure is not None and not self.turn.is_begun
        return replace(problem, status=200) if is_refusal else problem


class ChatAnthropicNativeErrors(_End):
    """An error has the envelope of the upstream."""

    name = "chat_anthropic_native_errors"

    def envelope(self, body: JSON, problem: Problem) -> JSON:
        """Tell it as the upstream does."""
        return {"type": "error", "error": anthropic.type_of(problem.status)}


class ChatAnthropicCutAsStop(_End):
    """A stream that breaks off is ended as if the answer were complete."""

    name = "chat_anthropic_cut_as_stop"

    def broken(self, events: list[OutEvent], failure: Failure) -> list[OutEvent]:
        """Make an end up."""
        choice = {"index": 0, "delta": {}, "finish_reason": "stop"}
        chunk = {
            "id": "c",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": self.turn.alias,
            "choices": [choice],
        }
        return [OutEvent(Kind.CHUNK, jsontext.dump(chunk)), OutEvent(Kind.DONE, DONE)]


TRANSLATED_CHAT_ENDS: tuple[type[Defect], ...] = (
    ChatAnthropicNativeStops,
    ChatAnthropicLengthAsStop,
    ChatAnthropicPromptWithoutCache,
    ChatAnthropicCachedLost,
    ChatAnthropicOutputUncounted,
    ChatAnthropicErrorsFlat,
    ChatAnthropicErrorAsAnswer,
    ChatAnthropicNativeErrors,
    ChatAnthropicCutAsStop,
)
"""The defects of this family."""
