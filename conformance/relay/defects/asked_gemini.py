"""Defects of chat completions over an upstream that speaks Gemini: what that is asked.

Rules of this file: the body for the upstream is changed, in its own dialect.
"""

from __future__ import annotations

from conformance.model import JSON
from conformance.relay.defects.base import Defect
from conformance.relay.defects.bodies import without
from conformance.relay.defects.translated_gemini import ChatGemini

__all__ = ["ASKED_GEMINI"]

Body = dict[str, JSON]


class ChatGeminiInstructionLost(ChatGemini):
    """Instructions do not reach a Gemini upstream."""

    name = "chat_gemini_instruction_lost"

    def translated(self, body: Body) -> Body:
        """Leave them out."""
        return without(body, "systemInstruction")


class ChatGeminiPictureLost(ChatGemini):
    """Pictures do not reach a Gemini upstream."""

    name = "chat_gemini_picture_lost"

    def translated(self, body: Body) -> Body:
        """Leave them out."""
        for turn in body["contents"]:
            turn["parts"] = [part for part in turn["parts"] if "inlineData" not in part]
        return body


class ChatGeminiResultsUnnamed(ChatGemini):
    """Results of tools reach a Gemini upstream under their ids, not under their names."""

    name = "chat_gemini_results_unnamed"

    def translated(self, body: Body) -> Body:
        """Write the id for the name."""
        for turn in body["contents"]:
            for part in turn["parts"]:
                if result := part.get("functionResponse"):
                    result["name"] = result["id"]
        return body


class ChatGeminiChoiceLost(ChatGemini):
    """Whether tools are to be called does not reach a Gemini upstream."""

    name = "chat_gemini_choice_lost"

    def translated(self, body: Body) -> Body:
        """Leave it out."""
        return without(body, "toolConfig")


class ChatGeminiSchemaLost(ChatGemini):
    """Functions are declared to a Gemini upstream without their parameters."""

    name = "chat_gemini_schema_lost"

    def translated(self, body: Body) -> Body:
        """Leave them out."""
        for tool in body.get("tools", ()):
            for row in tool["functionDeclarations"]:
                row.pop("parametersJsonSchema", None)
        return body


class ChatGeminiZeroLost(ChatGemini):
    """Settings of zero do not reach a Gemini upstream."""

    name = "chat_gemini_zero_lost"

    def translated(self, body: Body) -> Body:
        """Take them for unset."""
        config = body.get("generationConfig", {})
        kept = {name: value for name, value in config.items() if value}
        return body | ({"generationConfig": kept} if config else {})


class ChatGeminiFormatLost(ChatGemini):
    """The schema of the answer does not reach a Gemini upstream."""

    name = "chat_gemini_format_lost"

    def translated(self, body: Body) -> Body:
        """Leave it out."""
        body.get("generationConfig", {}).pop("responseJsonSchema", None)
        return body


class ChatGeminiOneChoice(ChatGemini):
    """A Gemini upstream is asked for one choice, however many are wanted."""

    name = "chat_gemini_one_choice"

    def translated(self, body: Body) -> Body:
        """Leave the number out."""
        body.get("generationConfig", {}).pop("candidateCount", None)
        return body


ASKED_GEMINI: tuple[type[Defect], ...] = (
    ChatGeminiInstructionLost,
    ChatGeminiPictureLost,
    ChatGeminiResultsUnnamed,
    ChatGeminiChoiceLost,
    ChatGeminiSchemaLost,
    ChatGeminiZeroLost,
    ChatGeminiFormatLost,
    ChatGeminiOneChoice,
)
"""The defects of this family."""
