"""Defects that change the conversation or the tools that a chat request brings along."""

from __future__ import annotations

import unicodedata
from abc import abstractmethod
from collections.abc import Callable

from conformance.model import JSON
from conformance.relay import jsontext
from conformance.relay.defects.base import Defect

__all__ = ["CONVERSATIONS"]

Request = dict[str, JSON]
"""A decoded request body, or one message or tool of it."""


class _EachMessage(Defect):
    """A defect that changes every message of a chat."""

    def request_body(self, body: Request) -> Request:
        """Change the messages."""
        if "messages" not in body:
            return body
        return body | {"messages": [self._changed(message) for message in body["messages"]]}

    @abstractmethod
    def _changed(self, message: Request) -> Request:
        """Return the message as it is forwarded."""


class ContentEmptyNulled(_EachMessage):
    """An empty content in the history becomes null."""

    name = "content_empty_nulled"

    def _changed(self, message: Request) -> Request:
        is_call = message.get("content") == "" and "tool_calls" in message
        return message | {"content": None} if is_call else message


class ContentAbsentEmptied(_EachMessage):
    """A message without content gets an empty one."""

    name = "content_absent_emptied"

    def _changed(self, message: Request) -> Request:
        return message if "content" in message else message | {"content": ""}


class ReasoningHistoryDropped(_EachMessage):
    """The reasoning of earlier turns is not forwarded."""

    name = "reasoning_history_dropped"

    def _changed(self, message: Request) -> Request:
        return {key: value for key, value in message.items() if key != "reasoning_content"}


class ArgumentsReformatted(_EachMessage):
    """The arguments of earlier calls are parsed and written anew."""

    name = "arguments_reformatted"

    def _changed(self, message: Request) -> Request:
        if "tool_calls" not in message:
            return message
        return message | {"tool_calls": [self._call(call) for call in message["tool_calls"]]}

    def _call(self, call: Request) -> Request:
        said = call["function"]["arguments"] or "{}"
        written = jsontext.encode(jsontext.decode(said.encode())).decode()
        return call | {"function": call["function"] | {"arguments": written}}


class PartsFlattened(_EachMessage):
    """Of a content in parts only the text is forwarded."""

    name = "parts_flattened"

    def _changed(self, message: Request) -> Request:
        content = message.get("content")
        if not isinstance(content, list):
            return message
        return message | {"content": "\n".join(part.get("text", "") for part in content)}


class MessageNamesDropped(_EachMessage):
    """The names of participants are not forwarded."""

    name = "message_names_dropped"

    def _changed(self, message: Request) -> Request:
        return {key: value for key, value in message.items() if key != "name"}


class _EachText(_EachMessage):
    """A defect that changes the content of every message that is one text."""

    def _changed(self, message: Request) -> Request:
        content = message.get("content")
        return message | {"content": self._text(content)} if isinstance(content, str) else message

    @abstractmethod
    def _text(self, text: str) -> str:
        """Return the text as it is forwarded."""


class TextNormalised(_EachText):
    """Letters with accents and ligatures are written in one canonical way."""

    name = "text_normalised"

    def _text(self, text: str) -> str:
        return unicodedata.normalize("NFKC", text)


class PromptTrimmed(_EachText):
    """White space at the ends of messages is cut off."""

    name = "prompt_trimmed"

    def _text(self, text: str) -> str:
        return text.strip()


class _EachTool(Defect):
    """A defect that changes every function that a chat request offers."""

    def request_body(self, body: Request) -> Request:
        """Change the functions."""
        tools = body.get("tools") or []
        if not all("function" in tool for tool in tools) or not tools:
            return body
        changed = [tool | {"function": self._changed(tool["function"])} for tool in tools]
        return body | {"tools": changed}

    @abstractmethod
    def _changed(self, function: Request) -> Request:
        """Return the function as it is forwarded."""


class SchemaKeywordsEmptied(_EachTool):
    """A property of a tool's schema that is one constant becomes one of any value."""

    name = "schema_keywords_emptied"

    def _changed(self, function: Request) -> Request:
        schema = function.get("parameters")
        if schema is None:
            return function
        properties = {
            name: {} if "const" in value else value
            for name, value in schema.get("properties", {}).items()
        }
        return function | {"parameters": schema | {"properties": properties}}


class StrictDropped(_EachTool):
    """The strict flag of a tool is not forwarded."""

    name = "strict_dropped"

    def _changed(self, function: Request) -> Request:
        return {key: value for key, value in function.items() if key != "strict"}


class ToolTextSqueezed(_EachTool):
    """White space in the description of a tool is squeezed."""

    name = "tool_text_squeezed"

    def _changed(self, function: Request) -> Request:
        if "description" not in function:
            return function
        return function | {"description": " ".join(function["description"].split())}


class ToolChoiceFlattened(Defect):
    """A list of allowed tools becomes a free choice."""

    name = "tool_choice_flattened"

    def request_body(self, body: Request) -> Request:
        """Let the model choose."""
        choice = body.get("tool_choice")
        is_list = isinstance(choice, dict) and "allowed_tools" in choice
        return body | {"tool_choice": "auto"} if is_list else body


class NestedExtrasDropped(Defect):
    """Fields of no document inside messages and tools are not forwarded."""

    name = "nested_extras_dropped"

    def request_body(self, body: Request) -> Request:
        """Take them out below the top."""
        return {name: _pruned(value) for name, value in body.items()}


class ToolNamesLowered(Defect):
    """Names of called tools reach the client in lower case."""

    name = "tool_names_lowered"

    def chunk(self, chunk: Request) -> list[Request]:
        """Change the names in a chunk."""
        return [self._each(chunk, "delta")]

    def completion(self, body: Request) -> Request:
        """Change the names in an answer of one piece."""
        return self._each(body, "message")

    def _each(self, body: Request, at: str) -> Request:
        choices = [_with_calls(choice, at, _lowered) for choice in body["choices"]]
        return body | {"choices": choices}


def _with_calls(choice: Request, at: str, change: Callable[[Request], Request]) -> Request:
    said = choice.get(at) or {}
    if not said.get("tool_calls"):
        return choice
    return choice | {at: said | {"tool_calls": [change(call) for call in said["tool_calls"]]}}


def _lowered(call: Request) -> Request:
    function = call.get("function") or {}
    if not isinstance(function.get("name"), str):
        return call
    return call | {"function": function | {"name": function["name"].lower()}}


def _pruned(value: JSON) -> JSON:
    if isinstance(value, dict):
        kept = {key: item for key, item in value.items() if not key.startswith("x_")}
        return {key: _pruned(item) for key, item in kept.items()}
    return [_pruned(item) for item in value] if isinstance(value, list) else value


CONVERSATIONS: tuple[type[Defect], ...] = (
    ContentEmptyNulled,
    ContentAbsentEmptied,
    ReasoningHistoryDropped,
    ArgumentsReformatted,
    PartsFlattened,
    MessageNamesDropped,
    TextNormalised,
    PromptTrimmed,
    SchemaKeywordsEmptied,
    StrictDropped,
    ToolTextSqueezed,
    ToolChoiceFlattened,
    NestedExtrasDropped,
    ToolNamesLowered,
)
"""This family, in the order of the list."""
