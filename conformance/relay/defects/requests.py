"""Defects of what the upstream is sent."""

from __future__ import annotations

from conformance.model import JSON
from conformance.relay.defects.base import Defect, Switch
from conformance.relay.endpoints import row
from conformance.relay.envelope import Problem, Reason, RelayError
from conformance.relay.form import Part
from conformance.relay.turn import Turn

__all__ = [
    "ChatFails",
    "ContentNullEmptied",
    "DoubleCall",
    "FormUnknownLost",
    "ForwardClientKey",
    "RangeClamped",
    "ToolsDropped",
    "UnknownField500",
    "UnknownFieldDropped",
    "ZeroDropped",
]

Request = dict[str, JSON]
"""A decoded request body."""
Parts = tuple[Part, ...]


class UnknownField500(Defect):
    """A field that the relay does not know makes it fail with 500."""

    name = "unknown_field_500"

    def request_body(self, body: Request) -> Request:
        """Fail on the first unknown field."""
        if set(body) <= _known(self.turn, body):
            return body
        message = "The request could not be processed."
        raise RelayError(Problem(Reason.UPSTREAM, 500, message, "server_error", "server_error"))


class UnknownFieldDropped(Defect):
    """A field that the relay does not know is not forwarded."""

    name = "unknown_field_dropped"

    def request_body(self, body: Request) -> Request:
        """Keep what stands in the table."""
        return {name: value for name, value in body.items() if name in _known(self.turn, body)}


class FormUnknownLost(Defect):
    """A field of a form that the relay does not know is not forwarded."""

    name = "form_unknown_lost"

    def parts(self, parts: Parts) -> Parts:
        """Leave out what no document of the endpoint names."""
        return tuple(part for part in parts if part.name != "vendor_field")


class ZeroDropped(Defect):
    """Fields whose value is 0, false or empty are not forwarded."""

    name = "zero_dropped"

    def request_body(self, body: Request) -> Request:
        """Keep what is truthy or null."""
        return {name: value for name, value in body.items() if value or value is None}


class ContentNullEmptied(Defect):
    """``content: null`` in the history becomes an empty string."""

    name = "content_null_emptied"

    def request_body(self, body: Request) -> Request:
        """Fill the nulls."""
        if "messages" not in body:
            return body
        return body | {"messages": [_filled(message) for message in body["messages"]]}


class RangeClamped(Defect):
    """A temperature beyond its range is bent into it in silence."""

    name = "range_clamped"

    def request_body(self, body: Request) -> Request:
        """Bend it."""
        value = body.get("temperature")
        return body if value is None else body | {"temperature": min(max(value, 0), 2)}


class ForwardClientKey(Defect):
    """The upstream is told the client's key."""

    name = "forward_client_key"

    def request_headers(self, headers: dict[str, str]) -> dict[str, str]:
        """Add the header."""
        return headers | {"X-Client-Authorization": f"Bearer {self.turn.token}"}


class DoubleCall(Defect):
    """The upstream is called twice for one request."""

    name = "double_call"
    switches = frozenset({Switch.DOUBLE_CALL})


class ChatFails(Defect):
    """A plain request that does not say whether to stream is answered with 500."""

    name = "chat_500"
    _plain = frozenset({"model", "messages", "max_tokens"})

    def completion(self, body: Request) -> Request:
        """Fail when the upstream has answered."""
        if not set(self.turn.body) <= self._plain:
            return body
        message = "The request could not be processed."
        raise RelayError(Problem(Reason.UPSTREAM, 500, message, "server_error", "server_error"))


class ToolsDropped(Defect):
    """Tools are not forwarded, so none is called."""

    name = "tools_dropped"
    _fields = ("tools", "tool_choice", "parallel_tool_calls")

    def request_body(self, body: Request) -> Request:
        """Take out all that speaks of tools."""
        return {name: value for name, value in body.items() if name not in self._fields}


def _known(turn: Turn, body: Request) -> frozenset[str]:
    """Return the fields that the request's endpoint documents; of tasks all that are sent."""
    endpoint = row(turn.path)
    return frozenset(body if endpoint.is_task else endpoint.fields)


def _filled(message: Request) -> Request:
    is_null = "content" in message and message["content"] is None
    return message | {"content": ""} if is_null else message
