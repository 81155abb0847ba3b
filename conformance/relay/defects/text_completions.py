"""Defects of the older text completions, whole and streamed."""

from __future__ import annotations

from abc import abstractmethod

from conformance.model import JSON
from conformance.relay.defects.base import Defect
from conformance.relay.envelope import Problem, Reason, RelayError

__all__ = [
    "CompletionFinishNull",
    "CompletionObjectOfChat",
    "Completions500",
    "EchoDropped",
    "PromptFirstOnly",
    "TextChunkAsChat",
    "TextChunkLost",
    "TextFinishLost",
    "TextLogprobsLost",
    "TextTrimmed",
    "TextUsageLost",
]

Body = dict[str, JSON]
"""A request, a completion or a chunk."""

PATH = "/v1/completions"


class _OfCompletions(Defect):
    """A defect that leaves the other endpoints alone."""

    def result(self, body: Body) -> Body:
        """Change a completion."""
        return self._whole(body) if self.turn.path == PATH else body

    def request_body(self, body: Body) -> Body:
        """Change what the upstream is asked."""
        return self._asked(body) if self.turn.path == PATH else body

    def _whole(self, body: Body) -> Body:
        return body

    def _asked(self, body: Body) -> Body:
        return body


class _EachChoice(_OfCompletions):
    """A defect that changes every choice of a whole completion."""

    def _whole(self, body: Body) -> Body:
        return body | {"choices": [self._changed(choice) for choice in body["choices"]]}

    @abstractmethod
    def _changed(self, choice: Body) -> Body:
        """Return the choice as it is shown."""


class Completions500(_OfCompletions):
    """Text completions are answered with 500."""

    name = "completions_500"

    def _asked(self, body: Body) -> Body:
        message = "The request could not be processed."
        raise RelayError(Problem(Reason.UPSTREAM, 500, message, "server_error", "server_error"))


class CompletionObjectOfChat(_OfCompletions):
    """A text completion calls itself a chat completion."""

    name = "completion_object_of_chat"

    def _whole(self, body: Body) -> Body:
        return body | {"object": "chat.completion"}


class CompletionFinishNull(_EachChoice):
    """The finish reason of a text completion is null."""

    name = "completion_finish_null"

    def _changed(self, choice: Body) -> Body:
        return choice | {"finish_reason": None}


class TextTrimmed(_EachChoice):
    """The text of a completion lacks its outer white space and its last character."""

    name = "text_trimmed"

    def _changed(self, choice: Body) -> Body:
        return choice | {"text": choice["text"].strip()[:-1]}


class TextChunkAsChat(Defect):
    """The chunks of a text completion call themselves chat chunks."""

    name = "text_chunk_as_chat"

    def text_chunk(self, chunk: Body) -> list[Body]:
        """Write the wrong word."""
        return [chunk | {"object": "chat.completion.chunk"}]


class TextChunkLost(Defect):
    """The first piece of a streamed text is lost."""

    name = "text_chunk_lost"
    _is_over = False

    def text_chunk(self, chunk: Body) -> list[Body]:
        """Drop the first chunk with text."""
        if self._is_over or not any(choice["text"] for choice in chunk["choices"]):
            return [chunk]
        self._is_over = True
        return []


class TextFinishLost(Defect):
    """The finish reason of a streamed text is null to the end."""

    name = "text_finish_lost"

    def text_chunk(self, chunk: Body) -> list[Body]:
        """Empty it."""
        return [chunk | {"choices": [c | {"finish_reason": None} for c in chunk["choices"]]}]


class TextLogprobsLost(_EachChoice):
    """The log probabilities of a text completion are null."""

    name = "text_logprobs_lost"

    def _changed(self, choice: Body) -> Body:
        return choice | {"logprobs": None}

    def text_chunk(self, chunk: Body) -> list[Body]:
        """Empty them in a chunk."""
        return [chunk | {"choices": [self._changed(choice) for choice in chunk["choices"]]}]


class TextUsageLost(_OfCompletions):
    """The token counts of a text completion are lost, also when they are asked for."""

    name = "text_usage_lost"

    def _whole(self, body: Body) -> Body:
        return {name: value for name, value in body.items() if name != "usage"}

    def text_chunk(self, chunk: Body) -> list[Body]:
        """Swallow the chunk that has them."""
        return [] if chunk.get("usage") else [chunk]


class EchoDropped(_OfCompletions):
    """The wish for an echo is not forwarded."""

    name = "echo_dropped"

    def _asked(self, body: Body) -> Body:
        return {name: value for name, value in body.items() if name != "echo"}


class PromptFirstOnly(_OfCompletions):
    """Of several prompts only the first is forwarded."""

    name = "prompt_first_only"

    def _asked(self, body: Body) -> Body:
        prompt = body["prompt"]
        is_several = isinstance(prompt, list) and not isinstance(prompt[0], int)
        return body | {"prompt": prompt[0]} if is_several else body
