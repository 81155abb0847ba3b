"""Defects of what becomes of a response that was kept."""

from __future__ import annotations

from conformance.model import JSON
from conformance.relay.defects.base import Defect
from conformance.relay.defects.responses import failure
from conformance.relay.envelope import Problem, Reason, RelayError

__all__ = [
    "RESPONSE_STORE",
    "Cancel500",
    "InputItemsBare",
    "PreviousIdDropped",
    "ResponseForgotten",
    "RetrievedOutputLost",
    "UnknownResponse500",
]

Body = dict[str, JSON]
"""A request, a response, or a page of items."""

_ONE = "/v1/responses/{id}"


class PreviousIdDropped(Defect):
    """``previous_response_id`` is not forwarded, so that the conversation is lost."""

    name = "previous_id_dropped"

    def request_body(self, body: Body) -> Body:
        """Take the field out."""
        return {name: value for name, value in body.items() if name != "previous_response_id"}


class ResponseForgotten(Defect):
    """A response that was made is not found when it is asked for."""

    name = "response_forgotten"

    def result(self, body: Body) -> Body:
        """Fail where the upstream has found it."""
        if self.turn.path == _ONE and "output" in body:
            message = "This response is not known."
            raise RelayError(
                Problem(Reason.NO_SUCH_RESPONSE, 404, message, "invalid_request_error", None)
            )
        return body


class RetrievedOutputLost(Defect):
    """A response that is asked for again has no output."""

    name = "retrieved_output_lost"

    def result(self, body: Body) -> Body:
        """Empty it."""
        is_again = self.turn.path == _ONE and "output" in body
        return body | {"output": []} if is_again else body


class InputItemsBare(Defect):
    """A page of input items says nothing but the items."""

    name = "input_items_bare"

    def result(self, body: Body) -> Body:
        """Keep the items."""
        is_page = self.turn.path.endswith("/input_items")
        return {"data": body["data"]} if is_page else body


class Cancel500(Defect):
    """Cancelling a response is answered with 500."""

    name = "cancel_500"

    def result(self, body: Body) -> Body:
        """Fail when the upstream has answered."""
        if self.turn.path.endswith("/cancel"):
            raise RelayError(failure())
        return body


class UnknownResponse500(Defect):
    """A response that nobody knows is answered with 500."""

    name = "unknown_response_500"

    def error(self, problem: Problem) -> Problem:
        """Tell of a failure instead."""
        is_unknown = self.turn.path == _ONE and problem.status == 404
        return failure() if is_unknown else problem


RESPONSE_STORE: tuple[type[Defect], ...] = (
    PreviousIdDropped,
    ResponseForgotten,
    RetrievedOutputLost,
    InputItemsBare,
    Cancel500,
    UnknownResponse500,
)
"""The defects of this family."""
