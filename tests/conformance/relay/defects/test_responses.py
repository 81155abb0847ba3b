"""Defects of a response itself."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conformance.relay.defects import responses
from conformance.relay.defects.base import Defect
from conformance.relay.envelope import RelayError
from conformance.relay.retry import Cause, Failure
from conformance.relay.sse import Kind, OutEvent
from conformance.relay.turn import Turn

PATH = "/v1/responses"
USAGE: Any = {
    "input_tokens": 3,
    "input_tokens_details": {"cached_tokens": 0},
    "output_tokens": 4,
    "total_tokens": 7,
}
PART: Any = {"type": "output_text", "text": " Hi ", "annotations": [], "logprobs": []}
OUTPUT: Any = [
    {"type": "message", "content": [PART, {"type": "refusal", "refusal": "no"}]},
    {"type": "function_call", "call_id": "c"},
]
WHOLE: Any = {"object": "response", "status": "incomplete", "output": OUTPUT, "usage": USAGE}
BARE = [
    {**OUTPUT[0], "content": [{"type": "output_text", "text": " Hi "}, OUTPUT[0]["content"][1]]}
]


@pytest.mark.parametrize(
    ("defect", "changes"),
    [
        (responses.IncompleteAsCompleted, {"status": "completed"}),
        (responses.PartListsDropped, {"output": [*BARE, OUTPUT[1]]}),
        (responses.CallIdReplaced, {"output": [OUTPUT[0], OUTPUT[1] | {"call_id": "call_of_c"}]}),
        (responses.ResponseUsageMissing, {"usage": None}),
        (responses.UsageZeroDetailsLost, {"usage": USAGE | {"input_tokens_details": {}}}),
        (
            responses.ResponseUsageRecounted,
            {"usage": USAGE | {"input_tokens": 10, "total_tokens": 14}},
        ),
    ],
)
def test_a_response_differs_in_both_forms(defect: type[Defect], changes: Any) -> None:
    """In one piece and inside an event; what is no response stays."""
    broken = defect(Turn("r", path=PATH))
    odd = {"type": "x", "object": "list", "response": {"output": None}}

    assert broken.result(WHOLE) == WHOLE | changes
    assert broken.typed({"type": "e", "response": WHOLE}) == [
        {"type": "e", "response": WHOLE | changes}
    ]
    assert (broken.result(odd), broken.typed(odd)) == (odd, [odd])
    assert broken.typed({"type": "e"}) == [{"type": "e"}]


def test_items_differ_where_they_are_told() -> None:
    """In the events that add and finish them."""
    replaced = responses.CallIdReplaced(Turn("r"))

    assert replaced.typed({"item": OUTPUT[1]})[0]["item"]["call_id"] == "call_of_c"


def test_the_terminal_event_is_renamed_too() -> None:
    """Incomplete becomes completed."""
    event = {"type": "response.incomplete"}

    assert responses.IncompleteAsCompleted(Turn("r")).typed(event) == [
        {"type": "response.completed"}
    ]


@pytest.mark.parametrize(
    ("defect", "changes"),
    [
        (responses.ResponseObjectWrong, {"object": "chat.completion"}),
        (
            responses.ResponseTextTrimmed,
            {
                "output": [
                    {**OUTPUT[0], "content": [PART | {"text": "Hi"}, OUTPUT[0]["content"][1]]},
                    OUTPUT[1],
                ]
            },
        ),
    ],
)
def test_a_response_in_one_piece_differs(defect: type[Defect], changes: Any) -> None:
    """Answers of other endpoints do not."""
    assert defect(Turn("r", path=PATH)).result(WHOLE) == WHOLE | changes
    assert defect(Turn("r", path="/v1/other")).result({"data": []}) == {"data": []}


def test_a_plain_request_fails() -> None:
    """Others are served."""
    fails = responses.Responses500(Turn("r", path=PATH))

    assert fails.request_body({"input": "hi", "stream": True}) == {"input": "hi", "stream": True}
    with pytest.raises(RelayError):
        fails.request_body({"input": "hi"})


@pytest.mark.parametrize(("path", "left"), [(PATH, {"a"}), ("/v1/other", {"a", "text"})])
def test_the_format_is_lost(path: str, left: set[str]) -> None:
    """On the way to a response."""
    lost = responses.ResponsesFieldsLost(Turn("r", path=path))

    assert set(lost.request_body({"a": 1, "text": {}})) == left


FAILED: Any = {"type": "response.failed", "response": {"error": {"code": "x", "message": "m"}}}
ERROR = OutEvent(Kind.ERROR, json.dumps({"type": "error", "code": "x"}), event="error")
CUT = Failure(Cause.CUT)


def test_a_failure_is_told_as_success() -> None:
    """The upstream's word, and the relay's own."""
    hides = responses.ResponseErrorAsCompleted(Turn("r", path=PATH))

    (made_up,) = hides.broken([ERROR], CUT)

    assert hides.typed(FAILED)[0]["type"] == made_up.event == "response.completed"
    assert responses.ResponseErrorAsCompleted(Turn("r")).broken([ERROR], CUT) == [ERROR]


def test_the_code_of_a_failure_is_lost() -> None:
    """In the upstream's word, and in the relay's own."""
    loses = responses.ResponseErrorCodeLost(Turn("r", path=PATH))

    (told,) = loses.broken([ERROR], CUT)

    assert loses.typed(FAILED)[0]["response"]["error"] == {"code": "500", "message": "m"}
    assert json.loads(told.data or "") == {"type": "error", "code": "500"}
    assert loses.typed({"type": "other"}) == [{"type": "other"}]
    assert responses.ResponseErrorCodeLost(Turn("r")).broken([ERROR], CUT) == [ERROR]
