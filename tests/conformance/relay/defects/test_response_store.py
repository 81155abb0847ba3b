"""Defects of what becomes of a response that was kept."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.defects import response_store as store
from conformance.relay.defects.base import Defect
from conformance.relay.envelope import Problem, Reason, RelayError
from conformance.relay.turn import Turn

ONE = "/v1/responses/{id}"
WHOLE: Any = {"id": "resp_1", "output": [1]}
PAGE: Any = {"object": "list", "data": [], "has_more": False}


def test_the_conversation_is_lost() -> None:
    """The rest of the request is forwarded."""
    dropped = store.PreviousIdDropped(Turn("r"))

    assert dropped.request_body({"previous_response_id": "x", "input": "y"}) == {"input": "y"}


@pytest.mark.parametrize(
    ("defect", "path", "body", "status"),
    [
        (store.ResponseForgotten, ONE, WHOLE, 404),
        (store.Cancel500, f"{ONE}/cancel", WHOLE, 500),
    ],
)
def test_what_was_found_is_refused(defect: type[Defect], path: str, body: Any, status: int) -> None:
    """Answers of other paths pass."""
    with pytest.raises(RelayError) as caught:
        defect(Turn("r", path=path)).result(body)

    assert caught.value.problem.status == status
    assert defect(Turn("r", path="/v1/responses")).result(body) == body


@pytest.mark.parametrize(
    ("defect", "path", "body", "shown"),
    [
        (store.RetrievedOutputLost, ONE, WHOLE, WHOLE | {"output": []}),
        (store.InputItemsBare, f"{ONE}/input_items", PAGE, {"data": []}),
    ],
)
def test_what_is_found_is_less(defect: type[Defect], path: str, body: Any, shown: Any) -> None:
    """Answers of other paths are whole."""
    assert defect(Turn("r", path=path)).result(body) == shown
    assert defect(Turn("r", path="/v1/responses")).result(body) == body


@pytest.mark.parametrize(("path", "status"), [(ONE, 500), ("/v1/responses", 404)])
def test_an_unknown_response_is_a_failure(path: str, status: int) -> None:
    """Other unknown things are not."""
    problem = Problem(Reason.NO_SUCH_RESPONSE, 404, "no", "invalid_request_error", None)

    assert store.UnknownResponse500(Turn("r", path=path)).error(problem).status == status
