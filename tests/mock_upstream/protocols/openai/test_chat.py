"""A chat completion is rendered whole or as a stream, and told to the journal."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from openai.types.chat import ChatCompletion

import specs
from mock_upstream.frames import Framing, Head, body_of
from mock_upstream.protocols.openai import chat
from mock_upstream.protocols.openai.request import ChatRequest
from mock_upstream.reply import Choice, Reasoning, Text, ToolCall

Ask = Callable[..., ChatRequest]
IMAGE = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA"}}
TOOL = {"type": "function", "function": {"name": "f"}}


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("Say hello.", {}),
        ("hi", {"n": 2, "logprobs": True, "top_logprobs": 3}),
        ("f", {"tools": [TOOL]}),
        ("f", {"tools": [{"type": "custom", "custom": {"name": "f"}}]}),
        ("hi [refuse]", {"logprobs": True}),
        ("hi", {"model": "deepseek-r1", "service_tier": "auto"}),
        (None, {"messages": [{"role": "user", "content": [IMAGE]}]}),
        ("hi", {"modalities": ["text", "audio"], "audio": {"voice": "ash", "format": "mp3"}}),
        ("hi", {"web_search_options": {}}),
    ],
    ids=str,
)
def test_a_completion_is_one_of_the_dialect(
    whole: Callable[..., Any], text: str | None, fields: dict[str, Any]
) -> None:
    """By our schema and by the SDK's strict type."""
    value = whole(text, **fields)

    assert not list(specs.validator("openai/chat.completion.json").iter_errors(value))
    ChatCompletion.model_validate_json(json.dumps(value), strict=True)


@pytest.mark.parametrize(
    ("stream", "content_type", "framing"),
    [
        (False, "application/json", Framing.LENGTH),
        (True, "text/event-stream; charset=utf-8", Framing.CHUNKED),
    ],
)
def test_the_head_fits_the_body(
    ask: Ask, stream: bool, content_type: str, framing: Framing
) -> None:
    """The answer's own headers replace the usual ones."""
    request = ask(stream=stream)
    answer = replace(
        chat.default_answer(request, seed=1), headers=(("X-Request-Id", "mine"), ("a", "b"))
    )

    head = chat.render_chat(request, answer)[0]
    assert isinstance(head, Head)
    named = {name.lower(): value for name, value in head.headers}
    assert (head.status, head.framing, named["content-type"]) == (200, framing, content_type)
    assert (named["x-request-id"], named["a"]) == ("mine", "b")
    assert {"openai-processing-ms", "openai-version"} <= named.keys()
    assert ("cache-control" in named) is stream


def test_the_same_request_gets_the_same_octets(ask: Ask) -> None:
    """Twice, whole and streamed."""
    for fields in ({}, {"stream": True}):
        request = ask("hi", **fields)
        one, other = (
            chat.render_chat(request, chat.default_answer(request, seed=1)) for _ in range(2)
        )
        assert one == other


def test_extras_are_merged(ask: Ask) -> None:
    """Over what is there."""
    request = ask()
    answer = replace(chat.default_answer(request, seed=1), extras={"model": "x", "y": 1})

    value = json.loads(body_of(chat.render_chat(request, answer)))
    assert (value["model"], value["y"]) == ("x", 1)


def test_the_journal_is_told_what_was_meant(ask: Ask) -> None:
    """By choice, in the shape of the exchange view."""
    choices = [
        Choice((Reasoning("hm"), Text("a"), ToolCall("c1", "f", "{}")), "tool_calls"),
        Choice((Text("b"),)),
    ]
    answer = chat.answer_of(ask(), choices, seed=1)

    told = chat.summary(answer)
    assert (told["text"], told["texts"]) == ("a", {"0": "a", "1": "b"})
    assert (told["reasoning"], told["refusal"]) == ("hm", None)
    assert told["finish_reason"] == "tool_calls"
    assert told["finish_reasons"] == {"0": "tool_calls", "1": "stop"}
    call = {"index": 0, "id": "c1", "type": "function", "name": "f", "arguments": "{}"}
    assert told["tool_calls"] == {"0": [call], "1": []}
    assert told["usage"]["total_tokens"] == answer.usage.total
    assert (told["id"], told["model"]) == (answer.id, "gpt-4o-mini")


def test_an_answer_may_have_no_choices(ask: Ask) -> None:
    """As some broken upstreams send it; the journal has no text then."""
    answer = chat.answer_of(ask(), [], seed=1)

    assert (chat.summary(answer)["text"], chat.summary(answer)["texts"]) == ("", {})


def test_the_journal_knows_sound_and_citations(ask: Ask) -> None:
    """What is spoken is no text; without either the summary is the plain one."""
    sound = {"modalities": ["audio"], "audio": {"voice": "ash", "format": "mp3"}}

    told = {
        name: chat.chat_summary(request, chat.default_answer(request, seed=1))
        for name, request in {
            "plain": ask(),
            "sound": ask(**sound),
            "search": ask(web_search_options={}),
        }.items()
    }

    assert told["sound"]["text"] == ""
    assert set(told["sound"]["audio"]) == {"sha256", "transcript"}
    assert told["search"]["annotations"]
    assert set(told["plain"]) == set(told["sound"]) - {"audio"}


@pytest.mark.parametrize("stream", [False, True])
def test_a_thought_has_the_names_that_it_was_given(ask: Ask, stream: bool) -> None:
    """Under each of them all of it, piece by piece or whole."""
    request = ask(stream=stream)
    thought = Reasoning("I know.", fields=("reasoning_content", "reasoning"))
    answer = chat.answer_of(request, [Choice((thought, Text("42")))], seed=0)

    body = body_of(chat.render_chat(request, answer)).decode()

    pairs = [f'"{name}":"I' for name in thought.fields]
    assert [body.count(pair) for pair in pairs] == [1, 1]
    assert body.count("42") == 1
