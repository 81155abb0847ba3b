"""Defects of the requests for chat completions over an upstream of Anthropic's dialect.

Rules of this file: a part of the request is lost or changed on its way into the other
dialect. Answers stand in ``translated_chat_answers``.
"""

from __future__ import annotations

from conformance.model import JSON
from conformance.relay.defects.base import Defect
from conformance.relay.defects.bodies import content, messages, without
from conformance.relay.defects.pair import PairDefect
from conformance.relay.envelope import Reason, refusal

__all__ = [
    "TRANSLATED_CHAT_REQUESTS",
    "ChatAnthropicCallsForgotten",
    "ChatAnthropicChoiceLost",
    "ChatAnthropicEffortLost",
    "ChatAnthropicInstructionsLost",
    "ChatAnthropicLastWordsLost",
    "ChatAnthropicLimitIgnored",
    "ChatAnthropicLimitMissing",
    "ChatAnthropicParallelAllowed",
    "ChatAnthropicPicturesLost",
    "ChatAnthropicRefused",
    "ChatAnthropicResultsLast",
    "ChatAnthropicResultsLost",
    "ChatAnthropicSchemaEmptied",
    "ChatAnthropicSequencesLost",
    "ChatAnthropicVersionMissing",
    "ChatAnthropicZeroLost",
]

Body = dict[str, JSON]


class _Request(PairDefect):
    """A fault of this pair."""

    pair = "chat-anthropic"


class ChatAnthropicRefused(_Request):
    """Chat completions with tools are refused."""

    name = "chat_anthropic_refused"

    def request_body(self, body: Body) -> Body:
        """Refuse it."""
        if body.get("tools"):
            raise refusal(Reason.UNSUPPORTED, "This model has no tools.", param="tools")
        return body


class ChatAnthropicLimitMissing(_Request):
    """No limit is sent where the client named none."""

    name = "chat_anthropic_limit_missing"

    def translated(self, body: Body) -> Body:
        """Leave it out."""
        return body if "max_tokens" in self.turn.body else without(body, "max_tokens")


class ChatAnthropicLimitIgnored(_Request):
    """The client's limit is replaced by a usual one."""

    name = "chat_anthropic_limit_ignored"

    def translated(self, body: Body) -> Body:
        """Replace it."""
        return body | {"max_tokens": 4096} if "max_tokens" in self.turn.body else body


class ChatAnthropicSequencesLost(_Request):
    """Sequences that stop an answer are not sent."""

    name = "chat_anthropic_sequences_lost"

    def translated(self, body: Body) -> Body:
        """Leave them out."""
        return without(body, "stop_sequences")


class ChatAnthropicZeroLost(_Request):
    """A temperature of 0 is taken for none."""

    name = "chat_anthropic_zero_lost"

    def translated(self, body: Body) -> Body:
        """Leave it out."""
        return body if body.get("temperature") else without(body, "temperature")


class ChatAnthropicSchemaEmptied(_Request):
    """The schema of a tool is sent without its properties."""

    name = "chat_anthropic_schema_emptied"

    def translated(self, body: Body) -> Body:
        """Empty it."""
        for tool in body.get("tools") or ():
            tool["input_schema"] = {"type": "object"}
        return body


class ChatAnthropicChoiceLost(_Request):
    """Which tools are to be called is not sent."""

    name = "chat_anthropic_choice_lost"

    def translated(self, body: Body) -> Body:
        """Leave it out."""
        return without(body, "tool_choice")


class ChatAnthropicParallelAllowed(_Request):
    """A client that wants one call at a time gets any number."""

    name = "chat_anthropic_parallel_allowed"

    def translated(self, body: Body) -> Body:
        """Leave the wish out."""
        choice = without(body.get("tool_choice") or {}, "disable_parallel_tool_use")
        return body | ({"tool_choice": choice} if choice else {})


class ChatAnthropicEffortLost(_Request):
    """The effort that is asked for is not sent."""

    name = "chat_anthropic_effort_lost"

    def translated(self, body: Body) -> Body:
        """Leave it out."""
        return without(body, "thinking", "output_config")


class ChatAnthropicInstructionsLost(_Request):
    """Instructions are not sent."""

    name = "chat_anthropic_instructions_lost"

    def translated(self, body: Body) -> Body:
        """Leave them out."""
        return without(body, "system")


class ChatAnthropicLastWordsLost(_Request):
    """What the user says behind the results of calls is not sent."""

    name = "chat_anthropic_last_words_lost"

    def translated(self, body: Body) -> Body:
        """Leave them out."""
        return content(body, lambda part: part.get("text") != "And now?")


class ChatAnthropicPicturesLost(_Request):
    """Pictures are not sent."""

    name = "chat_anthropic_pictures_lost"

    def translated(self, body: Body) -> Body:
        """Leave them out."""
        return content(body, lambda part: part["type"] != "image")


class ChatAnthropicCallsForgotten(_Request):
    """Earlier calls are not sent, only their results."""

    name = "chat_anthropic_calls_forgotten"

    def translated(self, body: Body) -> Body:
        """Leave them out."""
        return content(body, lambda part: part["type"] != "tool_use")


class ChatAnthropicResultsLost(_Request):
    """The results of earlier calls are not sent."""

    name = "chat_anthropic_results_lost"

    def translated(self, body: Body) -> Body:
        """Leave them out."""
        return content(body, lambda part: part["type"] != "tool_result")


class ChatAnthropicResultsLast(_Request):
    """The results of calls stand behind the words of their turn."""

    name = "chat_anthropic_results_last"

    def translated(self, body: Body) -> Body:
        """Turn each turn around."""
        return messages(body, self._turned)

    def _turned(self, turn: Body) -> Body:
        parts = sorted(turn["content"], key=lambda part: bool(part["type"] == "tool_result"))
        return turn | {"content": parts}


class ChatAnthropicVersionMissing(_Request):
    """The upstream is not told which version of its dialect is meant."""

    name = "chat_anthropic_version_missing"

    def request_headers(self, headers: dict[str, str]) -> dict[str, str]:
        """Leave it out."""
        return {name: value for name, value in headers.items() if name != "anthropic-version"}


TRANSLATED_CHAT_REQUESTS: tuple[type[Defect], ...] = (
    ChatAnthropicRefused,
    ChatAnthropicLimitMissing,
    ChatAnthropicLimitIgnored,
    ChatAnthropicSequencesLost,
    ChatAnthropicZeroLost,
    ChatAnthropicSchemaEmptied,
    ChatAnthropicChoiceLost,
    ChatAnthropicParallelAllowed,
    ChatAnthropicEffortLost,
    ChatAnthropicInstructionsLost,
    ChatAnthropicLastWordsLost,
    ChatAnthropicPicturesLost,
    ChatAnthropicCallsForgotten,
    ChatAnthropicResultsLost,
    ChatAnthropicResultsLast,
    ChatAnthropicVersionMissing,
)
"""The defects of this family."""
