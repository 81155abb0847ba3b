"""Defects of requests for messages: keys, fields, history, errors, counts.

Rules of this file: what an upstream is sent, and how a request is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from conformance.model import JSON
from conformance.relay.defects.base import Defect, Switch
from conformance.relay.dialects import ANTHROPIC, OPENAI
from conformance.relay.envelope import Problem, Reason, envelope, refusal

__all__ = [
    "MESSAGE_REQUESTS",
    "AnyKeyForMessages",
    "BareKeyOnly",
    "BearerOnly",
    "BetasDropped",
    "CountAsText",
    "CountMissing",
    "CountOfMessagesAlone",
    "HistoryFlattened",
    "MessageErrorTypesFlat",
    "MessageErrorsAsOpenai",
    "MessageFieldsDropped",
    "MessageMistakesAs500",
    "Messages500",
    "RequestIdUnnamed",
    "ThoughtsForgotten",
]

Body = dict[str, JSON]

PATH = "/v1/messages"
COUNT = "/v1/messages/count_tokens"


def _mapped(body: Body, keeps: Callable[[Body], bool]) -> Body:
    """The body with those blocks of its messages alone that are to be kept."""
    if "messages" not in body:
        return body
    messages = [
        message | {"content": [block for block in message["content"] if keeps(block)]}
        if isinstance(message.get("content"), list)
        else message
        for message in body["messages"]
    ]
    return body | {"messages": messages}


class Messages500(Defect):
    """A plain request for a message is answered with 500."""

    name = "messages_500"
    _plain = frozenset({"model", "messages", "max_tokens"})

    def request_body(self, body: Body) -> Body:
        """Fail before the upstream is asked."""
        is_plain = self.turn.path == PATH and set(body) <= self._plain
        if is_plain and "sentence" in str(body["messages"]):
            raise refusal(Reason.INTERNAL, "It failed.")
        return body


class ThoughtsForgotten(Defect):
    """Thoughts that a client replays are not forwarded."""

    name = "thoughts_forgotten"

    def request_body(self, body: Body) -> Body:
        """Leave them out."""
        return _mapped(body, lambda block: "thinking" not in str(block.get("type")))


class HistoryFlattened(Defect):
    """Only text, calls and results of a history are forwarded, and thoughts."""

    name = "history_flattened"

    def request_body(self, body: Body) -> Body:
        """Leave out pictures."""
        return _mapped(body, lambda block: block.get("type") != "image")


class MessageFieldsDropped(Defect):
    """Sequences that stop a message, and ``top_k``, are not forwarded."""

    name = "message_fields_dropped"

    def request_body(self, body: Body) -> Body:
        """Leave them out."""
        lost = ("stop_sequences", "top_k") if self.turn.path == PATH else ()
        return {key: value for key, value in body.items() if key not in lost}


class BetasDropped(Defect):
    """``anthropic-beta`` is not forwarded."""

    name = "betas_dropped"

    def request_headers(self, headers: dict[str, str]) -> dict[str, str]:
        """Leave it out."""
        return {name: value for name, value in headers.items() if name != "anthropic-beta"}


class BearerOnly(Defect):
    """A key in ``x-api-key`` is not seen."""

    name = "bearer_only"

    def key_shown(self, key: str | None) -> str | None:
        """Look at ``Authorization`` alone."""
        is_here = self.turn.dialect is ANTHROPIC
        return OPENAI.key(self.turn.headers) if is_here else key


class BareKeyOnly(Defect):
    """A bearer's key is not seen where the newer version of messages is spoken."""

    name = "bare_key_only"

    def key_shown(self, key: str | None) -> str | None:
        """Look at ``x-api-key`` alone."""
        is_new = self.turn.headers.get("anthropic-version", "").startswith("2026")
        return self.turn.headers.get("x-api-key") if is_new else key


class AnyKeyForMessages(Defect):
    """Messages need no key."""

    name = "any_key_for_messages"
    switches = frozenset({Switch.OPEN_MESSAGES})


class MessageErrorsAsOpenai(Defect):
    """Errors at the paths of messages have the envelope of OpenAI."""

    name = "message_errors_as_openai"

    def envelope(self, body: JSON, problem: Problem) -> JSON:
        """Tell it as everywhere else."""
        return body if self.turn.dialect is not ANTHROPIC else envelope(problem)


class MessageErrorTypesFlat(Defect):
    """Every error at the paths of messages is an ``api_error``."""

    name = "message_error_types_flat"

    def envelope(self, body: JSON, problem: Problem) -> JSON:
        """Flatten the type."""
        if self.turn.dialect is not ANTHROPIC:
            return body
        return body | {"error": body["error"] | {"type": "api_error"}}


class RequestIdUnnamed(Defect):
    """Answers have no ``request-id``."""

    name = "request_id_unnamed"

    def headers(self, headers: dict[str, str]) -> dict[str, str]:
        """Take it out."""
        return {name: value for name, value in headers.items() if name.lower() != "request-id"}


class MessageMistakesAs500(Defect):
    """A request for a message that cannot be understood is answered with 500."""

    name = "message_mistakes_as_500"

    def error(self, problem: Problem) -> Problem:
        """Take the client's mistake for the relay's."""
        is_mistake = problem.reason in {Reason.WRONG_TYPE, Reason.MISSING_FIELD}
        is_here = is_mistake and self.turn.dialect is ANTHROPIC
        return replace(problem, status=500) if is_here else problem


class CountAsText(Defect):
    """The count of a message's tokens is a string."""

    name = "count_as_text"

    def result(self, body: Body) -> Body:
        """Write it as text."""
        is_here = self.turn.path == COUNT
        return body | {"input_tokens": str(body["input_tokens"])} if is_here else body


class CountOfMessagesAlone(Defect):
    """System prompt and tools are not counted."""

    name = "count_of_messages_alone"

    def request_body(self, body: Body) -> Body:
        """Leave them out."""
        lost = ("system", "tools") if self.turn.path == COUNT else ()
        return {key: value for key, value in body.items() if key not in lost}


class CountMissing(Defect):
    """Tokens of messages are not counted here."""

    name = "count_missing"

    def request_body(self, body: Body) -> Body:
        """Refuse it."""
        if self.turn.path == COUNT:
            raise refusal(Reason.UNKNOWN_PATH, "This path is unknown here.")
        return body


MESSAGE_REQUESTS: tuple[type[Defect], ...] = (
    Messages500,
    ThoughtsForgotten,
    HistoryFlattened,
    MessageFieldsDropped,
    BetasDropped,
    BearerOnly,
    BareKeyOnly,
    AnyKeyForMessages,
    MessageErrorsAsOpenai,
    MessageErrorTypesFlat,
    RequestIdUnnamed,
    MessageMistakesAs500,
    CountAsText,
    CountOfMessagesAlone,
    CountMissing,
)
"""The defects of this family."""
