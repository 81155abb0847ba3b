"""Defects of chat over an upstream of Gemini: what the client gets."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conformance.relay.defects import translated_gemini as broken
from conformance.relay.envelope import Problem, Reason, RelayError
from conformance.relay.retry import Cause, Failure
from conformance.relay.sse import Kind
from conformance.relay.turn import Turn

TURN = Turn("r", pair="chat-gemini")
CUT = Failure(Cause.CUT)
USAGE: Any = {
    "prompt_tokens": 10,
    "completion_tokens": 7,
    "total_tokens": 17,
    "prompt_tokens_details": {"cached_tokens": 4},
    "completion_tokens_details": {"reasoning_tokens": 2},
}


def call(id_: str, **more: Any) -> Any:
    """A call, with a signature."""
    return {"id": id_, "extra_content": {}, **more}


def whole(finish: str = "stop", **said: Any) -> Any:
    """A completion of one choice."""
    choice = {"index": 0, "message": {"role": "assistant", **said}, "finish_reason": finish}
    return {"object": "chat.completion", "choices": [choice], "usage": USAGE}


def chunk(finish: str | None = None, **said: Any) -> Any:
    """A chunk of one choice."""
    return {"choices": [{"index": 0, "delta": said, "finish_reason": finish}], "usage": None}


def message(body: Any) -> Any:
    """What the first choice says."""
    choice = body["choices"][0]
    return choice.get("message", choice.get("delta"))


def test_tools_are_refused() -> None:
    """And nothing else."""
    defect = broken.ChatGeminiRefused(TURN)

    assert defect.request_body({"model": "m"}) == {"model": "m"}
    with pytest.raises(RelayError):
        defect.request_body({"tools": [{}]})


def test_another_object_is_named() -> None:
    """Whole and in chunks."""
    defect = broken.ChatGeminiObject(TURN)

    assert defect.completion(whole())["object"] == "gemini.answer"
    assert defect.chunk(chunk())[0]["object"] == "gemini.answer"


@pytest.mark.parametrize(
    ("defect", "said", "shown"),
    [
        (broken.ChatGeminiTrimmed, {"content": " a "}, {"content": "a"}),
        (broken.ChatGeminiTrimmed, {"content": None}, {"content": None}),
        (
            broken.ChatGeminiThoughtsMixed,
            {"reasoning_content": "h", "content": None},
            {"content": "h"},
        ),
        (
            broken.ChatGeminiThoughtsLost,
            {"reasoning_content": "h", "content": "a"},
            {"content": "a"},
        ),
        (
            broken.ChatGeminiIdsShared,
            {"tool_calls": [{"id": "a"}]},
            {"tool_calls": [{"id": "call_0"}]},
        ),
        (
            broken.ChatGeminiIndexZero,
            {"tool_calls": [{"index": 1}]},
            {"tool_calls": [{"index": 0}]},
        ),
        (broken.ChatGeminiIndexZero, {"tool_calls": [{"id": "a"}]}, {"tool_calls": [{"id": "a"}]}),
        (
            broken.ChatGeminiOneCall,
            {"tool_calls": [{"id": "a"}, {"id": "b"}]},
            {"tool_calls": [{"id": "b"}]},
        ),
        (broken.ChatGeminiOneCall, {"tool_calls": [{"index": 0}]}, {"tool_calls": []}),
        (broken.ChatGeminiOneCall, {"content": "a"}, {"content": "a"}),
        (
            broken.ChatGeminiSignatureLost,
            {"tool_calls": [call("a")]},
            {"tool_calls": [{"id": "a"}]},
        ),
    ],
)
def test_what_is_said_is_another(defect: Any, said: Any, shown: Any) -> None:
    """Whole and in chunks alike."""
    (part,) = defect(TURN).chunk(chunk(**json.loads(json.dumps(said))))

    assert message(part) == shown
    assert message(defect(TURN).completion(whole(**said))) == {"role": "assistant", **shown}


@pytest.mark.parametrize(
    ("defect", "finish", "shown"),
    [
        (broken.ChatGeminiCallsStop, "tool_calls", "stop"),
        (broken.ChatGeminiCallsStop, "length", "length"),
        (broken.ChatGeminiAlwaysStop, "length", "stop"),
        (broken.ChatGeminiAlwaysStop, "content_filter", "stop"),
        (broken.ChatGeminiAlwaysStop, "tool_calls", "tool_calls"),
    ],
)
def test_the_end_is_another(defect: Any, finish: str, shown: str) -> None:
    """Whole and in chunks alike."""
    assert defect(TURN).completion(whole(finish))["choices"][0]["finish_reason"] == shown
    assert defect(TURN).chunk(chunk(finish))[0]["choices"][0]["finish_reason"] == shown


@pytest.mark.parametrize(
    ("defect", "change"),
    [
        (broken.ChatGeminiPromptUncached, {"prompt_tokens": 6}),
        (broken.ChatGeminiThoughtsFree, {"completion_tokens": 5}),
    ],
)
def test_a_count_is_another(defect: Any, change: Any) -> None:
    """The others stay; a chunk without counts is left alone."""
    assert defect(TURN).completion(whole())["usage"] == USAGE | change
    assert defect(TURN).chunk(chunk() | {"usage": USAGE})[0]["usage"] == USAGE | change
    assert defect(TURN).chunk(chunk())[0]["usage"] is None


def test_details_are_lost() -> None:
    """The sums stay."""
    usage = broken.ChatGeminiDetailsLost(TURN).completion(whole())["usage"]

    assert usage == {"prompt_tokens": 10, "completion_tokens": 7, "total_tokens": 17}


def test_errors_are_told_in_other_words() -> None:
    """With another status, or in another form."""
    problem = Problem(Reason.UPSTREAM, 429, "slow")

    assert broken.ChatGeminiError500(TURN).error(problem).status == 500
    (told,) = broken.ChatGeminiErrorOfGoogle(TURN).envelope({}, problem)
    assert told["error"]["code"] == 429


def test_a_cut_has_an_end() -> None:
    """One that is made up, or none."""
    made = broken.ChatGeminiCutStop(TURN).broken([], CUT)

    assert [one.kind for one in made] == [Kind.CHUNK, Kind.DONE]
    assert broken.ChatGeminiCutUnsaid(TURN).broken(made, CUT) == []


def test_other_requests_are_left_alone() -> None:
    """Those that are not translated, and those of other pairs."""
    assert broken.ChatGeminiRefused(TURN).acts
    assert not broken.ChatGeminiRefused(Turn("r")).acts
    assert not broken.ChatGeminiRefused(Turn("r", pair="chat-anthropic")).acts
