"""Rules of an answer that crossed from one dialect to another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from conformance.wire.view import View

Maker = Callable[..., View]
Places = Callable[..., list[str | None]]
URL = "http://relay/v1/messages"

USED: Any = {
    "prompt_tokens": 100,
    "completion_tokens": 4,
    "prompt_tokens_details": {"cached_tokens": 90},
}
SPENT: Any = {
    "input_tokens": 7,
    "cache_read_input_tokens": 90,
    "cache_creation_input_tokens": 3,
    "output_tokens": 4,
}
CALL: Any = {"id": "a", "type": "function", "function": {"name": "f", "arguments": '{"n": 1}'}}
USE: Any = {"type": "tool_use", "id": "b", "name": "f", "input": {"n": 1}}
SAID: Any = {"content": "Hi", "reasoning_content": "Hm", "tool_calls": [CALL]}
BLOCKS: Any = [{"type": "thinking", "thinking": "Hm"}, {"type": "text", "text": "Hi"}, USE]

COMPLETION: Any = {
    "choices": [{"index": 0, "message": SAID, "finish_reason": "tool_calls"}],
    "usage": USED,
}
MESSAGE: Any = {
    "type": "message",
    "content": BLOCKS,
    "stop_reason": "tool_use",
    "usage": SPENT,
}
MEANT_MESSAGE: Any = {"content": BLOCKS, "stop_reason": "tool_use", "usage": SPENT}
MEANT_CHAT: Any = {
    "text": "Hi",
    "reasoning": "Hm",
    "finish_reason": "tool_calls",
    "tool_calls": {"0": [{"id": "a", "name": "f", "arguments": '{"n":1}'}]},
    "usage": USED,
}


@pytest.fixture(params=["chat", "messages"])
def crossed(request: pytest.FixtureRequest, view: Maker, call: Callable[..., Any]) -> Maker:
    """Makes a view of an answer in one dialect whose upstream speaks the other."""

    def make(**changes: Any) -> View:
        if request.param == "chat":
            choice = COMPLETION["choices"][0]
            said = {"message": SAID | changes.get("said", {})}
            body = COMPLETION | {
                "choices": [choice | said | changes.get("choice", {})],
                "usage": changes.get("used", USED),
            }
            made = replace(call(reply=MEANT_MESSAGE), path="/p/v1/messages")
            return view(body, upstream=[made])
        body = MESSAGE | {
            "content": changes.get("blocks", BLOCKS),
            "stop_reason": changes.get("stop", "tool_use"),
            "usage": changes.get("spent", SPENT),
        }
        return view(body, url=URL, upstream=[call(reply=MEANT_CHAT)])

    return make


RULES: dict[str, dict[str, Any]] = {
    "translation.text": {},
    "translation.thought": {},
    "translation.calls": {},
    "translation.call-ids": {},
    "translation.finish": {"accept": ["tool_calls", "tool_use"]},
}


@pytest.mark.parametrize("name", RULES)
def test_answer_that_says_the_same_passes(crossed: Maker, places: Places, name: str) -> None:
    """Whatever its form."""
    assert places(name, crossed(), **RULES[name]) == []


@pytest.mark.parametrize("of", ["prompt", "cached", "completion"])
def test_counts_that_mean_the_same_pass(crossed: Maker, places: Places, of: str) -> None:
    """Cached input is a part of the one and stands beside the other."""
    assert places("translation.count", crossed(), of=of) == []


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("translation.text", {"said": {"content": "Ho"}, "blocks": [USE]}),
        ("translation.thought", {"said": {"reasoning_content": None}, "blocks": [USE]}),
        ("translation.calls", {"said": {"tool_calls": []}, "blocks": []}),
        (
            "translation.calls",
            {
                "said": {"tool_calls": [CALL | {"function": {"name": "f", "arguments": "{"}}]},
                "blocks": [USE | {"input": "{"}],
            },
        ),
        ("translation.call-ids", {"said": {"tool_calls": [CALL, CALL]}, "blocks": [USE, USE]}),
        (
            "translation.call-ids",
            {"said": {"tool_calls": [CALL | {"id": ""}]}, "blocks": [USE | {"id": ""}]},
        ),
        ("translation.finish", {"choice": {"finish_reason": "end_turn"}, "stop": "stop"}),
        ("translation.finish", {"choice": {"finish_reason": None}, "stop": None}),
    ],
)
def test_answer_that_says_something_else_fails(
    crossed: Maker, places: Places, name: str, changes: Any
) -> None:
    """In either direction."""
    assert len(places(name, crossed(**changes), **RULES[name])) == 1


@pytest.mark.parametrize(
    ("of", "used", "spent"),
    [
        ("prompt", USED | {"prompt_tokens": 10}, SPENT | {"input_tokens": 97}),
        ("cached", USED | {"prompt_tokens_details": None}, SPENT | {"cache_read_input_tokens": 0}),
        ("completion", USED | {"completion_tokens": 0}, SPENT | {"output_tokens": 0}),
        ("prompt", None, None),
    ],
)
def test_counts_that_mean_something_else_fail(
    crossed: Maker, places: Places, of: str, used: Any, spent: Any
) -> None:
    """Also those that are not there."""
    assert places("translation.count", crossed(used=used, spent=spent), of=of) == ["/usage"]


ASKED: Any = {
    "messages": [
        {"role": "user", "content": "a"},
        {"role": "assistant", "content": None, "tool_calls": [CALL]},
        {"role": "tool", "tool_call_id": "a", "content": "1"},
        {"role": "user", "content": "b"},
    ],
}
RESULT: Any = {"type": "tool_result", "tool_use_id": "b", "content": "1"}
WORDS: Any = {"type": "text", "text": "b"}
SENT: Any = {
    "max_tokens": 7,
    "stop_sequences": ["x"],
    "tools": [{"name": "f", "input_schema": {"type": "object", "required": []}}],
    "messages": [
        {"role": "user", "content": "a"},
        {"role": "assistant", "content": [USE]},
        {"role": "user", "content": [RESULT, WORDS]},
    ],
}


@pytest.fixture
def forwarded(view: Maker, call: Callable[..., Any]) -> Maker:
    """Makes a view of a chat request that an upstream of Anthropic's got as ``sent``."""

    def make(sent: Any, asked: Any = ASKED) -> View:
        made = replace(call(body=sent), path="/p/v1/messages")
        return view({}, request=asked, upstream=[made])

    return make


@pytest.mark.parametrize("of", ["instructions", "words", "pictures", "calls", "results"])
def test_history_that_says_the_same_passes(forwarded: Maker, places: Places, of: str) -> None:
    """In the forms of the other dialect."""
    assert places("translation.history", forwarded(SENT), of=of) == []


def test_history_that_lost_something_fails(forwarded: Maker, places: Places) -> None:
    """As far as it goes."""
    lost = forwarded(SENT | {"messages": SENT["messages"][:2]})

    assert places("translation.history", lost, of="calls") == []
    assert places("translation.history", lost, of="words") == ["/messages"]
    assert places("translation.history", lost, of="results") == ["/messages"]
    assert places("translation.exchange", lost) == ["/messages"]
    assert places("translation.exchange", forwarded(SENT)) == []


@pytest.mark.parametrize(
    ("behind", "slips"),
    [([RESULT, WORDS], []), ([WORDS, RESULT], ["calls 0"]), ([WORDS], ["calls 0"])],
)
def test_results_stand_first(
    forwarded: Maker, places: Places, behind: Any, slips: list[str]
) -> None:
    """Behind the calls that they are of."""
    turns = [*SENT["messages"][:2], {"role": "user", "content": behind}]

    assert places("translation.results-first", forwarded(SENT | {"messages": turns})) == slips


@pytest.mark.parametrize(
    ("keys", "value", "slips"),
    [
        (["max_tokens"], 7, []),
        (["max_completion_tokens", "max_tokens"], 7, []),
        (["max_tokens"], 8, ["/max_tokens"]),
        (["temperature"], 0, [None]),
        (["stop_sequences"], ["x"], []),
        (["stop_sequences"], ["x", "y"], ["/stop_sequences"]),
        (["tools"], [{"input_schema": {"type": "object"}}], []),
        (["tools"], [{"input_schema": {"type": "array"}}], ["/tools"]),
        (["tools"], [{"description": "d"}], ["/tools"]),
    ],
)
def test_field_is_sent(
    forwarded: Maker, places: Places, keys: list[str], value: Any, slips: list[str | None]
) -> None:
    """Under one of its names; objects may hold more."""
    assert places("translation.sent", forwarded(SENT), keys=keys, value=value) == slips


def test_body_that_is_no_object_has_sent_nothing(forwarded: Maker, places: Places) -> None:
    """It is one violation."""
    assert places("translation.sent", forwarded(b"x"), keys=["a"], value=1) == [None]


@pytest.mark.parametrize(
    ("sent", "slips"),
    [
        ({"type": "object"}, []),
        ({}, ["/tools"]),
    ],
)
def test_tools_reach_a_chat_upstream(
    view: Maker, call: Callable[..., Any], places: Places, sent: Any, slips: list[str]
) -> None:
    """Each with its schema."""
    tool = {"name": "f", "description": "d", "input_schema": {"type": "object"}}
    function = {"name": "f", "description": "d", "parameters": sent}
    body = {"tools": [{"type": "function", "function": function}], "tool_choice": "auto"}
    seen = view({}, url=URL, request={"tools": [tool]}, upstream=[call(body=body)])

    assert places("translation.tools", seen, choice="auto") == slips


def test_stream_is_heard_like_a_whole_answer(
    stream: Maker, chunk: Callable[..., Any], call: Callable[..., Any], places: Places
) -> None:
    """Its pieces joined."""
    made = replace(call(reply=MEANT_MESSAGE), path="/p/v1/messages")
    seen = stream(chunk("H"), chunk("i"), chunk(finish="stop"), "[DONE]", upstream=[made])

    assert places("translation.text", seen) == []
