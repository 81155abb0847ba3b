"""Defects of the requests for messages over an upstream of OpenAI's dialect.

Rules of this file: a part of the request is lost or changed on its way into the other
dialect. Answers stand in ``translated_message_answers``.
"""

from __future__ import annotations

from conformance.model import JSON
from conformance.relay.defects.base import Defect
from conformance.relay.defects.bodies import content, messages, without
from conformance.relay.defects.pair import PairDefect
from conformance.relay.envelope import Reason, refusal

__all__ = [
    "TRANSLATED_MESSAGE_REQUESTS",
    "MessagesOpenaiCallsForgotten",
    "MessagesOpenaiChoiceLost",
    "MessagesOpenaiEffortLost",
    "MessagesOpenaiInstructionsLost",
    "MessagesOpenaiLastWordsLost",
    "MessagesOpenaiLimitIgnored",
    "MessagesOpenaiPicturesLost",
    "MessagesOpenaiRefused",
    "MessagesOpenaiResultsLost",
    "MessagesOpenaiSchemaEmptied",
    "MessagesOpenaiSequencesLost",
]

Body = dict[str, JSON]


class _Request(PairDefect):
    """A fault of this pair."""

    pair = "messages-openai"


class MessagesOpenaiRefused(_Request):
    """Messages with tools are refused."""

    name = "messages_openai_refused"

    def request_body(self, body: Body) -> Body:
        """Refuse it."""
        if body.get("tools"):
            raise refusal(Reason.UNSUPPORTED, "This model has no tools.", param="tools")
        return body


class MessagesOpenaiLimitIgnored(_Request):
    """The client's limit is replaced by a usual one."""

    name = "messages_openai_limit_ignored"

    def translated(self, body: Body) -> Body:
        """Replace it."""
        return body | {"max_completion_tokens": 4096}


class MessagesOpenaiSequencesLost(_Request):
    """Sequences that stop an answer are not sent."""

    name = "messages_openai_sequences_lost"

    def translated(self, body: Body) -> Body:
        """Leave them out."""
        return without(body, "stop")


class MessagesOpenaiSchemaEmptied(_Request):
    """The schema of a tool is sent without its properties."""

    name = "messages_openai_schema_emptied"

    def translated(self, body: Body) -> Body:
        """Empty it."""
        for tool in body.get("tools") or ():
            tool["function"]["parameters"] = {"type": "object"}
        return body


class MessagesOpenaiChoiceLost(_Request):
    """Which tools are to be called is not sent."""

    name = "messages_openai_choice_lost"

    def translated(self, body: Body) -> Body:
        """Leave it out."""
        return without(body, "tool_choice")


class MessagesOpenaiEffortLost(_Request):
    """The thoughts that are asked for are not asked of the upstream."""

    name = "messages_openai_effort_lost"

    def translated(self, body: Body) -> Body:
        """Leave them out."""
        return without(body, "reasoning_effort")


class MessagesOpenaiInstructionsLost(_Request):
    """Instructions are not sent."""

    name = "messages_openai_instructions_lost"

    def translated(self, body: Body) -> Body:
        """Leave them out."""
        return messages(body, lambda one: None if one["role"] == "system" else one)


class MessagesOpenaiLastWordsLost(_Request):
    """What the user says behind the results of calls is not sent."""

    name = "messages_openai_last_words_lost"

    def translated(self, body: Body) -> Body:
        """Leave them out."""
        return content(body, lambda part: part.get("text") != "And now?")


class MessagesOpenaiPicturesLost(_Request):
    """Pictures are not sent."""

    name = "messages_openai_pictures_lost"

    def translated(self, body: Body) -> Body:
        """Leave them out."""
        return content(body, lambda part: part["type"] != "image_url")


class MessagesOpenaiCallsForgotten(_Request):
    """Earlier calls are not sent, only their results."""

    name = "messages_openai_calls_forgotten"

    def translated(self, body: Body) -> Body:
        """Leave them out."""
        return messages(body, lambda one: without(one, "tool_calls"))


class MessagesOpenaiResultsLost(_Request):
    """The results of earlier calls are not sent."""

    name = "messages_openai_results_lost"

    def translated(self, body: Body) -> Body:
        """Leave them out."""
        return messages(body, lambda one: None if one["role"] == "tool" else one)


TRANSLATED_MESSAGE_REQUESTS: tuple[type[Defect], ...] = (
    MessagesOpenaiRefused,
    MessagesOpenaiLimitIgnored,
    MessagesOpenaiSequencesLost,
    MessagesOpenaiSchemaEmptied,
    MessagesOpenaiChoiceLost,
    MessagesOpenaiEffortLost,
    MessagesOpenaiInstructionsLost,
    MessagesOpenaiLastWordsLost,
    MessagesOpenaiPicturesLost,
    MessagesOpenaiCallsForgotten,
    MessagesOpenaiResultsLost,
)
"""The defects of this family."""
