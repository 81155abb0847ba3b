"""Defects of a response itself, in one piece or in the events that carry it.

Rules of this file: what a defect does to a response it does wherever that is
shown, so that the answer and its stream agree.
"""

from __future__ import annotations

from abc import abstractmethod

from conformance.model import JSON
from conformance.relay import jsontext
from conformance.relay.defects.base import Defect
from conformance.relay.envelope import Problem, Reason, RelayError
from conformance.relay.retry import Failure
from conformance.relay.sse import Kind, OutEvent

__all__ = [
    "RESPONSES",
    "CallIdReplaced",
    "IncompleteAsCompleted",
    "PartListsDropped",
    "ResponseErrorAsCompleted",
    "ResponseErrorCodeLost",
    "ResponseObjectWrong",
    "ResponseTextTrimmed",
    "ResponseUsageMissing",
    "ResponseUsageRecounted",
    "Responses500",
    "ResponsesFieldsLost",
    "UsageZeroDetailsLost",
    "failure",
]

Body = dict[str, JSON]
"""A response, an event, an item, or its usage."""

_PATH = "/v1/responses"


class _EachResponse(Defect):
    """A defect that changes responses wherever they are shown."""

    def result(self, body: Body) -> Body:
        """Change a response in one piece."""
        return self._changed(body) if body.get("object") == "response" else body

    def typed(self, event: Body) -> list[Body]:
        """Change the response that an event carries."""
        held = event.get("response")
        return [event | {"response": self._changed(held)} if isinstance(held, dict) else event]

    @abstractmethod
    def _changed(self, response: Body) -> Body:
        """Return the response as it is shown."""


class _EachItem(_EachResponse):
    """A defect that changes output items wherever they are shown."""

    def typed(self, event: Body) -> list[Body]:
        """Change the item that an event carries, too."""
        held = event.get("item")
        shown = event | {"item": self._item(held)} if isinstance(held, dict) else event
        return super().typed(shown)

    def _changed(self, response: Body) -> Body:
        items = response.get("output")
        if not isinstance(items, list):
            return response
        return response | {"output": [self._item(item) for item in items]}

    @abstractmethod
    def _item(self, item: Body) -> Body:
        """Return the item as it is shown."""


class _EachUsage(_EachResponse):
    """A defect that changes the counts of finished responses."""

    def _changed(self, response: Body) -> Body:
        usage = response.get("usage")
        return response | {"usage": self._usage(usage)} if isinstance(usage, dict) else response

    @abstractmethod
    def _usage(self, usage: Body) -> Body | None:
        """Return the counts as they are shown."""


class IncompleteAsCompleted(_EachResponse):
    """A response that the limit of tokens ended is told as completed."""

    name = "incomplete_as_completed"

    def typed(self, event: Body) -> list[Body]:
        """Name the terminal event accordingly."""
        is_cut = event.get("type") == "response.incomplete"
        return super().typed(event | {"type": "response.completed"} if is_cut else event)

    def _changed(self, response: Body) -> Body:
        is_cut = response.get("status") == "incomplete"
        return response | {"status": "completed"} if is_cut else response


class PartListsDropped(_EachItem):
    """Text parts lose their lists of annotations and log probabilities."""

    name = "part_lists_dropped"

    def _item(self, item: Body) -> Body:
        lists = {"annotations", "logprobs"}
        if item.get("type") != "message":
            return item
        parts = [{k: v for k, v in part.items() if k not in lists} for part in item["content"]]
        return item | {"content": parts}


class CallIdReplaced(_EachItem):
    """Calls of a response get ids of the relay's own."""

    name = "call_id_replaced"

    def _item(self, item: Body) -> Body:
        return item | {"call_id": f"call_of_{item['call_id']}"} if "call_id" in item else item


class ResponseUsageMissing(_EachUsage):
    """Completed responses do not tell their usage."""

    name = "response_usage_missing"

    def _usage(self, usage: Body) -> Body | None:
        return None


class UsageZeroDetailsLost(_EachUsage):
    """Details of a response's usage are left out where they are 0."""

    name = "usage_zero_details_lost"

    def _usage(self, usage: Body) -> Body:
        return {
            name: {k: v for k, v in held.items() if v} if isinstance(held, dict) else held
            for name, held in usage.items()
        }


class ResponseUsageRecounted(_EachUsage):
    """The relay counts a response's tokens anew and gets other numbers."""

    name = "response_usage_recounted"

    def _usage(self, usage: Body) -> Body:
        more = {"input_tokens": usage["input_tokens"] + 7}
        return usage | more | {"total_tokens": usage["total_tokens"] + 7}


class ResponseObjectWrong(Defect):
    """A response in one piece calls itself a chat completion."""

    name = "response_object_wrong"

    def result(self, body: Body) -> Body:
        """Write the wrong word."""
        return body | {"object": "chat.completion"} if "output" in body else body


class ResponseTextTrimmed(Defect):
    """White space at the ends of a response's text is lost."""

    name = "response_text_trimmed"

    def result(self, body: Body) -> Body:
        """Trim each part."""
        if self.turn.path != _PATH:
            return body
        return body | {"output": [_trimmed(item) for item in body["output"]]}


class Responses500(Defect):
    """A plain request for a response is answered with 500."""

    name = "responses_500"
    _plain = frozenset({"model", "input", "max_output_tokens"})

    def request_body(self, body: Body) -> Body:
        """Fail before the upstream is asked."""
        if self.turn.path != _PATH or not set(body) <= self._plain or "7319" in str(body["input"]):
            return body
        raise RelayError(failure())


class ResponsesFieldsLost(Defect):
    """The format of a response's text is not forwarded."""

    name = "responses_fields_lost"

    def request_body(self, body: Body) -> Body:
        """Take the field out."""
        if self.turn.path != _PATH:
            return body
        return {name: value for name, value in body.items() if name != "text"}


class ResponseErrorAsCompleted(Defect):
    """A response that failed or broke off is told as completed."""

    name = "response_error_as_completed"

    def typed(self, event: Body) -> list[Body]:
        """Rename the event that tells of it."""
        is_failure = event.get("type") == "response.failed"
        return [event | {"type": "response.completed"} if is_failure else event]

    def broken(self, events: list[OutEvent], failure: Failure) -> list[OutEvent]:
        """Put the good end in place of the error."""
        if self.turn.path != _PATH:
            return events
        told = jsontext.dump({"type": "response.completed", "response": {"status": "completed"}})
        return [OutEvent(Kind.TYPED, told, event="response.completed")]


class ResponseErrorCodeLost(Defect):
    """The code of an error in mid-stream becomes 500."""

    name = "response_error_code_lost"

    def typed(self, event: Body) -> list[Body]:
        """Change the code in the failed response."""
        if event.get("type") != "response.failed":
            return [event]
        error = event["response"]["error"] | {"code": "500"}
        return [event | {"response": event["response"] | {"error": error}}]

    def broken(self, events: list[OutEvent], failure: Failure) -> list[OutEvent]:
        """Change the code in the error event."""
        if self.turn.path != _PATH:
            return events
        told = [jsontext.decode(event.data or "") | {"code": "500"} for event in events]
        return [OutEvent(Kind.ERROR, jsontext.dump(one), event="error") for one in told]


def failure() -> Problem:
    """Return a failure of the relay's own."""
    message = "The request could not be processed."
    return Problem(Reason.UPSTREAM, 500, message, "server_error", "server_error")


def _trimmed(item: Body) -> Body:
    if item.get("type") != "message":
        return item
    parts = [p | {"text": p["text"].strip()} if "text" in p else p for p in item["content"]]
    return item | {"content": parts}


RESPONSES: tuple[type[Defect], ...] = (
    IncompleteAsCompleted,
    PartListsDropped,
    CallIdReplaced,
    ResponseUsageMissing,
    UsageZeroDetailsLost,
    ResponseUsageRecounted,
    ResponseObjectWrong,
    ResponseTextTrimmed,
    Responses500,
    ResponsesFieldsLost,
    ResponseErrorAsCompleted,
    ResponseErrorCodeLost,
)
"""The defects of this family."""
