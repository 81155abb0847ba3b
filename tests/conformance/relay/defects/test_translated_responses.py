"""Defects of responses over an upstream that knows chat completions only."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from conformance.relay.defects import translated_responses as broken
from conformance.relay.envelope import Problem, Reason, RelayError
from conformance.relay.retry import Cause, Failure
from conformance.relay.turn import Turn

TURN = Turn("r", pair="responses-chat")
RESPONSE: Any = {
    "object": "response",
    "status": "incomplete",
    "incomplete_details": {"reason": "content_filter"},
    "usage": {"input_tokens": 3, "input_tokens_details": {"cached_tokens": 1}},
    "output": [
        {"type": "reasoning", "content": [{"text": "h"}]},
        {"type": "message", "content": [{"text": " a "}]},
        {"type": "function_call", "arguments": '{"a":1}'},
    ],
}
ASKED: Any = {
    "messages": [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": [{"type": "text"}, {"type": "image_url"}]},
        {"role": "tool", "tool_call_id": "a", "content": "1"},
        {"role": "tool", "tool_call_id": "b", "content": "2"},
    ],
    "max_completion_tokens": 5,
    "tool_choice": "required",
    "response_format": {},
}


def result(defect: Any) -> Any:
    """The response as the defect shows it."""
    return defect(TURN).result(copy.deepcopy(RESPONSE))


def typed(defect: Any, kind: str, **more: Any) -> Any:
    """The events in place of one."""
    return defect(TURN).typed({"type": f"response.{kind}", **more})


def asked(defect: Any) -> Any:
    """The request as the upstream gets it."""
    return defect(TURN).translated(copy.deepcopy(ASKED))


def test_tools_are_refused() -> None:
    """What continues an earlier response is refused by the relay itself."""
    defect = broken.ResponsesChatRefused(TURN)

    assert defect.request_body({"input": "a"}) == {"input": "a"}
    with pytest.raises(RelayError):
        defect.request_body({"tools": [{}]})


def test_the_object_is_another() -> None:
    """In one piece, and in the events that have it."""
    defect = broken.ResponsesChatObject

    assert result(defect)["object"] == "chat.completion"
    (event,) = typed(defect, "created", response=RESPONSE)
    assert event["response"]["object"] == "chat.completion"
    assert typed(defect, "output_text.delta", delta="a")[0]["delta"] == "a"


def test_items_are_never_done() -> None:
    """All else comes."""
    assert typed(broken.ResponsesChatUnclosed, "output_item.done") == []
    assert len(typed(broken.ResponsesChatUnclosed, "output_item.added")) == 1


def test_words_are_trimmed() -> None:
    """Piece by piece."""
    defect = broken.ResponsesChatTrimmed

    assert result(defect)["output"][1]["content"] == [{"text": "a"}]
    assert typed(defect, "output_text.delta", delta=" a ")[0]["delta"] == "a"
    assert typed(defect, "refusal.delta", delta=" a ")[0]["delta"] == " a "


def test_thoughts_are_lost() -> None:
    """Their items stay."""
    defect = broken.ResponsesChatThoughtsLost

    assert result(defect)["output"][0] == {"type": "reasoning", "content": []}
    assert typed(defect, "reasoning_text.delta", delta="h")[0]["delta"] == ""


def test_arguments_are_lost() -> None:
    """The calls stay."""
    defect = broken.ResponsesChatArgumentsLost

    assert result(defect)["output"][2]["arguments"] == "{}"
    assert typed(defect, "function_call_arguments.delta", delta="{")[0]["delta"] == ""


def test_counts_are_zero() -> None:
    """Where there are some."""
    defect = broken.ResponsesChatUsageLost

    assert result(defect)["usage"]["input_tokens"] == 0
    (event,) = typed(defect, "created", response={"usage": None})
    assert event["response"] == {"usage": None}


def test_all_is_completed() -> None:
    """The response, and the event that ends it."""
    defect = broken.ResponsesChatAlwaysCompleted

    assert (result(defect)["status"], result(defect)["incomplete_details"]) == ("completed", None)
    assert typed(defect, "incomplete", response=RESPONSE)[0]["type"] == "response.completed"
    (event,) = typed(defect, "created", response={"status": "in_progress"})
    assert event["response"] == {"status": "in_progress"}


@pytest.mark.parametrize(
    ("defect", "name"),
    [
        (broken.ResponsesChatLimitLost, "max_completion_tokens"),
        (broken.ResponsesChatChoiceLost, "tool_choice"),
        (broken.ResponsesChatFormatLost, "response_format"),
    ],
)
def test_one_field_is_lost(defect: Any, name: str) -> None:
    """The others stay."""
    assert asked(defect) == {key: value for key, value in ASKED.items() if key != name}


def test_part_of_the_conversation_is_lost() -> None:
    """Instructions, pictures, or which result belongs to which call."""
    told = asked(broken.ResponsesChatInstructionLost)["messages"]
    seen = asked(broken.ResponsesChatPictureLost)["messages"]
    swapped = asked(broken.ResponsesChatResultsSwapped)["messages"]

    assert told == ASKED["messages"][1:]
    assert seen[1]["content"] == [{"type": "text"}]
    assert [one.get("tool_call_id") for one in swapped] == [None, None, "b", "a"]


def test_the_foreign_is_left_out() -> None:
    """In silence."""
    hosted: Any = {"tools": [{"type": "function"}, {"type": "file_search"}]}
    defect = broken.ResponsesChatForeignDropped(TURN)

    assert defect.request_body(hosted) == {"tools": [{"type": "function"}]}
    assert defect.request_body({"previous_response_id": "r", "input": "a"}) == {"input": "a"}


def test_errors_are_all_alike() -> None:
    """Whatever they were."""
    problem = Problem(Reason.UPSTREAM, 429, "slow")

    assert broken.ResponsesChatError500(TURN).error(problem).status == 500


def test_a_cut_is_completed() -> None:
    """By an event that is made up."""
    (event,) = broken.ResponsesChatCutCompleted(TURN).broken([], Failure(Cause.CUT))

    assert json.loads(event.data or "")["type"] == event.event == "response.completed"
