"""Defects of an answer in one piece."""

from __future__ import annotations

from dataclasses import replace

from conformance.model import JSON
from conformance.relay.answer import Answer, Body
from conformance.relay.defects.base import Defect

__all__ = [
    "DuplicateJsonKeys",
    "JsonAsTextType",
    "JsonContentTrimmed",
    "JsonFinishNull",
    "JsonObjectWrong",
    "JsonUsageMissing",
    "NFirstOnly",
    "ToolCallsFirstOnly",
]

Completion = dict[str, JSON]
"""A decoded completion."""


class JsonObjectWrong(Defect):
    """A completion calls itself a chunk."""

    name = "json_object_wrong"

    def completion(self, body: Completion) -> Completion:
        """Write the wrong word."""
        return body | {"object": "chat.completion.chunk"}


class JsonUsageMissing(Defect):
    """A completion has no usage."""

    name = "json_usage_missing"

    def completion(self, body: Completion) -> Completion:
        """Take it out."""
        return {name: value for name, value in body.items() if name != "usage"}


class JsonContentTrimmed(Defect):
    """The text of a completion lacks its outer white space and its last character."""

    name = "json_content_trimmed"

    def completion(self, body: Completion) -> Completion:
        """Trim each choice."""
        for choice in body["choices"]:
            if isinstance(choice["message"].get("content"), str):
                choice["message"]["content"] = choice["message"]["content"].strip()[:-1]
        return body


class JsonFinishNull(Defect):
    """The finish reason of a completion is null."""

    name = "json_finish_null"

    def completion(self, body: Completion) -> Completion:
        """Empty it in each choice."""
        return body | {"choices": [c | {"finish_reason": None} for c in body["choices"]]}


class NFirstOnly(Defect):
    """Of several choices only the first is sent."""

    name = "n_first_only"

    def completion(self, body: Completion) -> Completion:
        """Drop the others."""
        return body | {"choices": body["choices"][:1]}


class JsonAsTextType(Defect):
    """A completion is declared as text/plain."""

    name = "json_as_text_type"

    def answer(self, answer: Answer) -> Answer:
        """Declare the wrong type."""
        is_victim = answer.about is Body.COMPLETION
        return replace(answer, content_type="text/plain; charset=utf-8") if is_victim else answer


class DuplicateJsonKeys(Defect):
    """A completion has one member twice."""

    name = "duplicate_json_keys"

    def answer(self, answer: Answer) -> Answer:
        """Write ``object`` once more at the beginning."""
        if answer.about is not Body.COMPLETION:
            return answer
        again = b'{"object":"chat.completion",'
        return replace(answer, octets=again + answer.octets.removeprefix(b"{"))


class ToolCallsFirstOnly(Defect):
    """Of several tool calls in a completion only the first is sent."""

    name = "tool_calls_first_only"

    def completion(self, body: Completion) -> Completion:
        """Drop the others."""
        for choice in body["choices"]:
            if calls := choice["message"].get("tool_calls"):
                choice["message"]["tool_calls"] = calls[:1]
        return body
