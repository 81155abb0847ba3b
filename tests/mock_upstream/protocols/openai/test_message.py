"""A choice is one message in a JSON body."""

from __future__ import annotations

from collections.abc import Callable

import specs
from mock_upstream.protocols.openai.answer import answer_of
from mock_upstream.protocols.openai.message import (
    call_object,
    choice_object,
    is_custom,
    tokens_of,
    words_of,
)
from mock_upstream.protocols.openai.request import ChatRequest
from mock_upstream.reply import Choice, Reasoning, Refusal, Text, ToolCall

Ask = Callable[..., ChatRequest]
CALL = ToolCall("c1", "f", "{}")


def test_blocks_of_a_kind_are_joined() -> None:
    """None says that there are none."""
    choice = Choice((Text("a"), CALL, Text("b")))

    assert (words_of(choice, Text), words_of(choice, Refusal)) == ("ab", None)


def test_scripted_pieces_are_kept() -> None:
    """Other text is cut in words."""
    assert tokens_of(Text("abc", ("a", "bc"))) == ("a", "bc")
    assert tokens_of(Reasoning("a bc")) == ("a", " bc")


def test_a_message_has_all_it_says(ask: Ask) -> None:
    """Text, reasoning and calls side by side, by the schema."""
    choice = Choice((Reasoning("hm"), Text("hi"), CALL), "tool_calls")
    request = ask()
    value = choice_object(request, answer_of(request, [choice], seed=1), 0)

    message = value["message"]
    assert not list(specs.validator("openai/message.json").iter_errors(message))
    assert (message["content"], message["reasoning_content"]) == ("hi", "hm")
    assert message["tool_calls"] == [call_object(request, CALL)]
    assert (value["finish_reason"], value["logprobs"]) == ("tool_calls", None)


def test_what_is_not_said_is_null(ask: Ask) -> None:
    """A refusal has no content, and nothing about reasoning or calls."""
    request = ask()
    value = choice_object(request, answer_of(request, [Choice((Refusal("no"),))], seed=1), 0)

    assert value["message"] == {
        "role": "assistant",
        "content": None,
        "refusal": "no",
        "annotations": [],
    }


def test_logprobs_come_by_kind(ask: Ask) -> None:
    """One entry per token; null for a kind that is not there."""
    request = ask(logprobs=True, top_logprobs=2)
    answer = answer_of(request, [Choice((Text("a b"),)), Choice((Refusal("no"),))], seed=1)

    words = choice_object(request, answer, 0)["logprobs"]
    refusal = choice_object(request, answer, 1)["logprobs"]
    assert [entry["token"] for entry in words["content"]] == ["a", " b"]
    assert (words["refusal"], refusal["content"]) == (None, None)
    assert [entry["token"] for entry in refusal["refusal"]] == ["no"]


def test_a_custom_call_has_an_input(ask: Ask) -> None:
    """By the tools of the request."""
    request = ask(tools=[{"type": "custom", "custom": {"name": "f"}}])
    value = call_object(request, CALL)

    assert is_custom(request, CALL)
    assert not list(specs.validator("openai/tool_call.json").iter_errors(value))
    assert (value["type"], value["custom"]) == ("custom", {"name": "f", "input": "{}"})
