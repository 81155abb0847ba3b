"""Defects of the Responses API over an upstream that knows chat completions only.

Rules of this file: a translated request alone is touched; what its translation made
right is made wrong again.
"""

from __future__ import annotations

from abc import abstractmethod

from conformance.model import JSON
from conformance.relay import jsontext
from conformance.relay.defects.base import Defect
from conformance.relay.defects.pair import PairDefect
from conformance.relay.defects.translated_gemini import server_error
from conformance.relay.envelope import Problem, Reason, refusal
from conformance.relay.retry import Failure
from conformance.relay.sse import Kind, OutEvent

__all__ = ["TRANSLATED_RESPONSES"]

Body = dict[str, JSON]

_TEXT = "response.output_text.delta"
_ARGUMENTS = "response.function_call_arguments"


class _ResponsesChat(PairDefect):
    """A fault of this pair."""

    pair = "responses-chat"


class _Whole(_ResponsesChat):
    """A fault of the response itself, in one piece or at the end of its events."""

    def result(self, body: Body) -> Body:
        """Change it."""
        return self._changed(body)

    def typed(self, event: Body) -> list[Body]:
        """Change it where an event has it."""
        held = event.get("response")
        return [event | {"response": self._changed(held)} if held else event]

    @abstractmethod
    def _changed(self, response: Body) -> Body:
        """Return another response."""


class _Request(_ResponsesChat):
    """A fault of what the upstream is asked."""

    def translated(self, body: Body) -> Body:
        """Change it."""
        return self._asked(body)

    @abstractmethod
    def _asked(self, body: Body) -> Body:
        """Return another request."""


class ResponsesChatRefused(_ResponsesChat):
    """Responses with tools are refused where the upstream knows chat only."""

    name = "responses_chat_refused"

    def request_body(self, body: Body) -> Body:
        """Refuse it."""
        if body.get("tools") and not body.get("previous_response_id"):
            raise refusal(Reason.UNSUPPORTED, "This model has no tools.", param="tools")
        return body


class ResponsesChatObject(_Whole):
    """A response made of a chat completion keeps the completion's object."""

    name = "responses_chat_object"

    def _changed(self, response: Body) -> Body:
        return response | {"object": "chat.completion"}


class ResponsesChatUnclosed(_ResponsesChat):
    """Items made of chunks are never done."""

    name = "responses_chat_unclosed"

    def typed(self, event: Body) -> list[Body]:
        """Drop the event that says so."""
        return [] if event["type"] == "response.output_item.done" else [event]


class ResponsesChatTrimmed(_ResponsesChat):
    """Blanks around each piece of a translated text of chat are lost."""

    name = "responses_chat_trimmed"

    def result(self, body: Body) -> Body:
        """Strip the text of each message."""
        for item in body["output"]:
            for part in item["content"] if item["type"] == "message" else ():
                part["text"] = part["text"].strip()
        return body

    def typed(self, event: Body) -> list[Body]:
        """Strip each piece."""
        is_text = event["type"] == _TEXT
        return [event | {"delta": event["delta"].strip()} if is_text else event]


class ResponsesChatThoughtsLost(_ResponsesChat):
    """What a chat upstream thinks aloud is left out of its response."""

    name = "responses_chat_thoughts_lost"

    def result(self, body: Body) -> Body:
        """Empty the items."""
        for item in body["output"]:
            if item["type"] == "reasoning":
                item["content"] = []
        return body

    def typed(self, event: Body) -> list[Body]:
        """Empty the pieces."""
        is_thought = event["type"] == "response.reasoning_text.delta"
        return [event | {"delta": ""} if is_thought else event]


class ResponsesChatArgumentsLost(_ResponsesChat):
    """Calls of a chat upstream come without their arguments."""

    name = "responses_chat_arguments_lost"

    def result(self, body: Body) -> Body:
        """Empty them."""
        for item in body["output"]:
            if item["type"] == "function_call":
                item["arguments"] = "{}"
        return body

    def typed(self, event: Body) -> list[Body]:
        """Empty the pieces."""
        return [event | {"delta": ""} if event["type"] == f"{_ARGUMENTS}.delta" else event]


class ResponsesChatUsageLost(_Whole):
    """The counts of a chat upstream are zero in its response."""

    name = "responses_chat_usage_lost"

    def _changed(self, response: Body) -> Body:
        usage = response["usage"]
        if usage is None:
            return response
        counts = {name: 0 if isinstance(value, int) else value for name, value in usage.items()}
        return response | {"usage": counts}


class ResponsesChatAlwaysCompleted(_Whole):
    """A response is completed, though its chat upstream was cut short or held back."""

    name = "responses_chat_always_completed"

    def typed(self, event: Body) -> list[Body]:
        """Rename the event, too."""
        renamed = {"response.incomplete": "response.completed"}
        (shown,) = super().typed(event)
        return [shown | {"type": renamed.get(event["type"], event["type"])}]

    def _changed(self, response: Body) -> Body:
        ended = {"status": "completed", "incomplete_details": None}
        return response | (ended if response["status"] == "incomplete" else {})


class ResponsesChatInstructionLost(_Request):
    """Instructions do not reach a chat upstream."""

    name = "responses_chat_instruction_lost"

    def _asked(self, body: Body) -> Body:
        kept = [one for one in body["messages"] if one["role"] != "system"]
        return body | {"messages": kept}


class ResponsesChatPictureLost(_Request):
    """Pictures do not reach a chat upstream."""

    name = "responses_chat_picture_lost"

    def _asked(self, body: Body) -> Body:
        for message in body["messages"]:
            if isinstance(message["content"], list):
                kept = [part for part in message["content"] if part["type"] != "image_url"]
                message["content"] = kept
        return body


class ResponsesChatResultsSwapped(_Request):
    """Results of tools reach a chat upstream under each other's ids."""

    name = "responses_chat_results_swapped"

    def _asked(self, body: Body) -> Body:
        results = [one for one in body["messages"] if one["role"] == "tool"]
        ids = [one["tool_call_id"] for one in results]
        for result, id_ in zip(results, reversed(ids), strict=True):
            result["tool_call_id"] = id_
        return body


class ResponsesChatLimitLost(_Request):
    """The limit of tokens does not reach a chat upstream."""

    name = "responses_chat_limit_lost"

    def _asked(self, body: Body) -> Body:
        return {name: value for name, value in body.items() if name != "max_completion_tokens"}


class ResponsesChatChoiceLost(_Request):
    """The tool that must be called is not named to a chat upstream."""

    name = "responses_chat_choice_lost"

    def _asked(self, body: Body) -> Body:
        return {name: value for name, value in body.items() if name != "tool_choice"}


class ResponsesChatFormatLost(_Request):
    """The schema of the answer does not reach a chat upstream."""

    name = "responses_chat_format_lost"

    def _asked(self, body: Body) -> Body:
        return {name: value for name, value in body.items() if name != "response_format"}


class ResponsesChatForeignDropped(_ResponsesChat):
    """What a chat upstream cannot do is left out in silence."""

    name = "responses_chat_foreign_dropped"

    def request_body(self, body: Body) -> Body:
        """Leave it out."""
        tools = [one for one in body.get("tools") or () if one["type"] == "function"]
        kept = {name: value for name, value in body.items() if name != "previous_response_id"}
        return kept | ({"tools": tools} if body.get("tools") else {})


class ResponsesChatError500(_ResponsesChat):
    """Whatever a chat upstream refuses is a 500 to a client of responses."""

    name = "responses_chat_error_500"

    def error(self, problem: Problem) -> Problem:
        """Tell all of them alike."""
        return server_error(problem)


class ResponsesChatCutCompleted(_ResponsesChat):
    """A chat stream that is cut ends as a response that completed."""

    name = "responses_chat_cut_completed"

    def broken(self, events: list[OutEvent], failure: Failure) -> list[OutEvent]:
        """Make up an end."""
        response = {"id": "resp_end", "object": "response", "status": "completed", "output": []}
        event = {"type": "response.completed", "response": response, "sequence_number": 999}
        return [OutEvent(Kind.TYPED, jsontext.dump(event), event="response.completed")]


TRANSLATED_RESPONSES: tuple[type[Defect], ...] = (
    ResponsesChatRefused,
    ResponsesChatObject,
    ResponsesChatUnclosed,
    ResponsesChatTrimmed,
    ResponsesChatThoughtsLost,
    ResponsesChatArgumentsLost,
    ResponsesChatUsageLost,
    ResponsesChatAlwaysCompleted,
    ResponsesChatInstructionLost,
    ResponsesChatPictureLost,
    ResponsesChatResultsSwapped,
    ResponsesChatLimitLost,
    ResponsesChatChoiceLost,
    ResponsesChatFormatLost,
    ResponsesChatForeignDropped,
    ResponsesChatError500,
    ResponsesChatCutCompleted,
)
"""The defects of this family."""
