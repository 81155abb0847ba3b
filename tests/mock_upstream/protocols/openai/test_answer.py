"""A healthy answer follows from the request and the seed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from mock_upstream import text
from mock_upstream.protocols.openai.answer import answer_of, default_answer, seed_of
from mock_upstream.protocols.openai.request import ChatRequest
from mock_upstream.reply import Answer, Choice, Reasoning, Refusal, Text, ToolCall

Ask = Callable[..., ChatRequest]
TOOL = {"type": "function", "function": {"name": "f"}}


def answer(request: ChatRequest, seed: int = 1) -> Answer:
    """The default answer."""
    return default_answer(request, seed=seed)


def words(request: ChatRequest, index: int = 0) -> str:
    """The visible text of one choice."""
    return "".join(
        block.text for block in answer(request).choices[index].blocks if isinstance(block, Text)
    )


def test_the_same_request_gets_the_same_answer(ask: Ask) -> None:
    """Streamed or not; another seed or another question gets another."""
    assert answer(ask("hi")) == answer(ask("hi", stream=True, stream_options={}))
    assert answer(ask("hi")) != answer(ask("hi"), seed=2)
    assert words(ask("hi")) != words(ask("ho"))


def test_the_order_of_keys_changes_nothing() -> None:
    """A relay may write them in its own."""
    message = {"role": "user", "content": "hi"}
    one = ChatRequest({"model": "m", "messages": [message]})
    other = ChatRequest({"messages": [dict(reversed(message.items()))], "model": "m"})

    assert seed_of(one, 1) == seed_of(other, 1)


@pytest.mark.parametrize(
    ("question", "locale"),
    [("Привет", "ru_RU"), ("你好", "zh_CN"), ("مرحبا", "ar_AA"), ("안녕", "ko_KR")],
)
def test_the_answer_has_the_language_of_the_question(ask: Ask, question: str, locale: str) -> None:
    """As far as its letters tell."""
    assert text.locale_of(words(ask(question))) == locale


def test_a_locale_may_be_given(ask: Ask) -> None:
    """Over the language of the question."""
    said = default_answer(ask("hello"), seed=1, locale="zh_CN").choices[0].blocks[0]

    assert isinstance(said, Text)
    assert text.locale_of(said.text) == "zh_CN"


def test_choices_differ(ask: Ask) -> None:
    """Each of n says something else, the first what it says alone."""
    request = ask("hi", n=3)

    assert len({words(request, index) for index in range(3)}) == 3
    assert words(request) == words(ask("hi"))


@pytest.mark.parametrize("key", ["max_tokens", "max_completion_tokens"])
def test_a_limit_cuts_the_text(ask: Ask, key: str) -> None:
    """It finishes with length, and costs as many tokens as were allowed."""
    made = answer(ask("hi", **{key: 3}))

    assert made.choices[0].finish == "length"
    assert made.usage.completion == 3
    assert words(ask("hi")).startswith(words(ask("hi", **{key: 3})))


def test_a_high_limit_cuts_nothing(ask: Ask) -> None:
    """It finishes with stop."""
    assert answer(ask("hi", max_tokens=9999)).choices == answer(ask("hi")).choices


def test_reasoning_counts_against_the_limit(ask: Ask) -> None:
    """When it uses up all, no text is left."""
    blocks = answer(ask("hi", reasoning_effort="max", max_tokens=2)).choices[0].blocks

    assert [type(block) for block in blocks] == [Reasoning]


def test_a_call_may_be_cut(ask: Ask) -> None:
    """Its name is whole, its arguments are not; or it is not made at all."""
    forced = {"tools": [TOOL], "tool_choice": "required"}
    (whole,) = answer(ask("f", **forced)).choices[0].blocks
    (cut,) = answer(ask("f", max_tokens=2, **forced)).choices[0].blocks

    assert isinstance(whole, ToolCall)
    assert isinstance(cut, ToolCall)
    assert (whole.arguments, cut.arguments) == ("{}", "{")
    assert answer(ask("f", max_tokens=1, **forced)).choices[0].blocks == ()


def test_a_stop_ends_the_text(ask: Ask) -> None:
    """Before the first sequence met, which is not part of it."""
    whole = words(ask("hi"))
    stop = whole[4:8]

    cut = words(ask("hi", stop=["no such text", stop]))
    assert cut == whole[: whole.index(stop)]
    assert answer(ask("hi", stop=stop)).choices[0].finish == "stop"
    assert words(ask("hi", stop="no such text")) == whole


def test_a_refusal_is_asked_for(ask: Ask) -> None:
    """By a mark in the text."""
    (block,) = answer(ask("do it [refuse]")).choices[0].blocks

    assert isinstance(block, Refusal)


@pytest.mark.parametrize(
    ("fields", "thinks"),
    [
        ({}, False),
        ({"reasoning_effort": "low"}, True),
        ({"reasoning_effort": "none"}, False),
        ({"model": "deepseek-r1"}, True),
        ({"model": "deepseek-reasoner"}, True),
        ({"model": "qwen3-thinking"}, True),
        ({"model": "sonar1"}, False),
        ({"model": "deepseek-r1", "reasoning_effort": "none"}, False),
    ],
    ids=str,
)
def test_some_models_show_their_thinking(ask: Ask, fields: dict[str, Any], thinks: bool) -> None:
    """When asked for, or by their name."""
    made = answer(ask("hi", **fields))

    assert isinstance(made.choices[0].blocks[0], Reasoning) is thinks
    assert (made.usage.reasoning > 0) is thinks


def test_tools_are_called(ask: Ask) -> None:
    """And the choice finishes with tool_calls."""
    choice = answer(ask("f", tools=[TOOL])).choices[0]

    assert [type(block) for block in choice.blocks] == [ToolCall]
    assert choice.finish == "tool_calls"


def test_a_format_by_schema_is_kept(ask: Ask) -> None:
    """The text is JSON that the schema accepts."""
    schema = {
        "type": "object",
        "properties": {"age": {"type": "integer"}, "name": {"type": "string"}},
        "required": ["age", "name"],
        "additionalProperties": False,
    }
    form = {"type": "json_schema", "json_schema": {"name": "p", "schema": schema}}

    Draft202012Validator(schema).validate(json.loads(words(ask("hi", response_format=form))))


def test_formats_are_json(ask: Ask) -> None:
    """A format by name alone, and one without a schema, are objects."""
    plain = {"type": "json_object"}
    bare = {"type": "json_schema", "json_schema": {"name": "p"}}

    assert json.loads(words(ask("in JSON", response_format=plain)))["language"] == "en"
    assert json.loads(words(ask("hi", response_format=bare))) == {}


@pytest.mark.parametrize(("asked", "used"), [(None, None), ("auto", "default"), ("flex", "flex")])
def test_the_tier_used_is_told(ask: Ask, asked: str | None, used: str | None) -> None:
    """Auto becomes the default one."""
    assert answer(ask("hi", service_tier=asked)).service_tier == used


def test_said_choices_are_wrapped(ask: Ask) -> None:
    """Id, date, model and counts fit the request."""
    made = answer_of(ask("hi", logprobs=True), [Choice((Text("a b"),))], seed=1)

    assert (made.model, made.usage.completion, made.logprobs) == ("gpt-4o-mini", 2, True)
    assert made.id.startswith("chatcmpl-")
    assert made.created > 1_700_000_000
