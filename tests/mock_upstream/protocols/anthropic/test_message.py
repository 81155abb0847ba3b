"""Messages as their answers mean them."""

from __future__ import annotations

from typing import Any

import pytest

import specs
from mock_upstream.protocols.anthropic.message import message, signature, summary, wire_usage
from mock_upstream.protocols.anthropic.request import MessageRequest
from mock_upstream.reply import Answer, Choice, Reasoning, Refusal, Text, ToolCall, Usage

ASKED: Any = {"model": "m", "max_tokens": 8, "messages": [{"role": "user", "content": "hi"}]}
BLOCKS = (
    Reasoning("hm"),
    Reasoning("", redacted="d"),
    Reasoning("so", signature="s"),
    Text("a"),
    Refusal("b"),
    ToolCall("call_1", "f", '{"a":1}'),
    ToolCall("x", "f", '{"a'),
)


def said(*blocks: Any, finish: str = "stop", id: str = "chatcmpl-1", **fields: Any) -> Any:
    """The message that says these blocks."""
    choices = (Choice(blocks, finish),) if blocks else ()
    answer = Answer(id, 1, "m", choices, Usage(9, 4), **fields)
    return message(MessageRequest(ASKED), answer, 0), answer


def test_each_block_has_its_shape() -> None:
    """Thoughts are sealed; an input that was cut is empty."""
    value, answer = said(*BLOCKS, finish="tool_calls")

    kinds = [block["type"] for block in value["content"]]
    assert kinds == ["thinking", "redacted_thinking", "thinking", *["text"] * 2, *["tool_use"] * 2]
    assert value["content"][0]["signature"] == signature("hm")
    assert value["content"][2]["signature"] == "s"
    assert [block["input"] for block in value["content"][5:]] == [{"a": 1}, {}]
    assert (value["stop_reason"], value["id"][:4]) == ("tool_use", "msg_")
    assert list(specs.validator("anthropic/message.json").iter_errors(value)) == []
    assert summary(value, answer)["text"] == "a"


@pytest.mark.parametrize(
    ("finish", "reason"),
    [("length", "max_tokens"), ("content_filter", "refusal"), ("pause_turn", "pause_turn")],
)
def test_a_finish_has_its_name_here(finish: str, reason: str) -> None:
    """Words that are none of chat's stay."""
    assert said(Text("a"), finish=finish)[0]["stop_reason"] == reason


def test_a_script_says_id_and_extras() -> None:
    """As they are; an answer without choices is empty."""
    value, answer = said(id="msg_own", extras={"stop_sequence": "x"})

    assert (value["id"], value["stop_sequence"], value["content"]) == ("msg_own", "x", [])
    assert summary(value, answer)["text"] == ""


def test_cached_input_is_counted_apart() -> None:
    """The three kinds of input are the prompt together."""
    usage = wire_usage(Usage(10, 4, cached=5, cache_write=2), searches=1)

    assert usage["input_tokens"] == 3
    assert usage["cache_read_input_tokens"] + usage["cache_creation_input_tokens"] == 7
    assert usage["cache_creation"]["ephemeral_5m_input_tokens"] == 2
    assert usage["server_tool_use"]["web_search_requests"] == 1
    assert wire_usage(Usage(1, 1))["server_tool_use"] is None


def test_a_search_stands_before_the_words() -> None:
    """Call and result name each other."""
    request = MessageRequest(ASKED | {"tools": [{"type": "web_search_x"}]})
    value = message(request, Answer("chatcmpl-1", 1, "m", (Choice((Text("a"),)),), Usage(1, 1)), 0)

    call, found, _ = value["content"]
    assert call["id"] == found["tool_use_id"]
    assert list(specs.validator("anthropic/message.json").iter_errors(value)) == []


def test_a_sequence_that_stops_is_named() -> None:
    """The first that the client asked for."""
    request = MessageRequest(ASKED | {"stop_sequences": ["x", "y"]})
    choice = Choice((Text("a"),), "stop_sequence")

    value = message(request, Answer("chatcmpl-1", 1, "m", (choice,), Usage(1, 1)), 0)

    assert (value["stop_reason"], value["stop_sequence"]) == ("stop_sequence", "x")
