"""A stream says what the JSON body says, event by event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from openai.types.chat import ChatCompletionChunk

import specs
from mock_upstream.protocols.openai.answer import answer_of, default_answer
from mock_upstream.protocols.openai.chunks import DONE, stream_events
from mock_upstream.protocols.openai.request import ChatRequest
from mock_upstream.reply import Choice, Reasoning, Refusal, Text, ToolCall

Ask = Callable[..., ChatRequest]
Chunks = Callable[..., list[Any]]

WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
    },
}
ASKED: list[tuple[str, dict[str, Any]]] = [
    ("Say hello.", {}),
    ("你好", {"n": 3}),
    ("hi", {"logprobs": True, "top_logprobs": 2}),
    ("hi [refuse]", {"logprobs": True}),
    ("weather in Paris and Rome", {"tools": [WEATHER]}),
    ("hi", {"reasoning_effort": "high"}),
    ("hi", {"max_tokens": 2}),
    ("hi", {"stream_options": {"include_usage": True, "include_obfuscation": True}}),
    ("hi", {"service_tier": "flex"}),
    ("hi", {"modalities": ["text", "audio"], "audio": {"voice": "ash", "format": "pcm16"}, "n": 2}),
    ("note", {"tools": [{"type": "custom", "custom": {"name": "note"}}]}),
]


def gathered(chunks: list[Any], index: int) -> dict[str, Any]:
    """What the deltas of one choice add up to."""
    said: dict[str, Any] = {"content": "", "refusal": "", "reasoning_content": "", "calls": {}}
    said["audio"] = {}
    for choice in (c for chunk in chunks for c in chunk["choices"] if c["index"] == index):
        delta = choice["delta"]
        for key in ("content", "refusal", "reasoning_content"):
            said[key] += delta.get(key) or ""
        for key, piece in (delta.get("audio") or {}).items():
            said["audio"][key] = said["audio"].get(key, type(piece)()) + piece
        for call in delta.get("tool_calls", ()):
            kind = "function" if "function" in call else "custom"
            text = call[kind].get("arguments", call[kind].get("input"))
            said["calls"][call["index"]] = said["calls"].get(call["index"], "") + text
        said["finish"] = choice["finish_reason"]
    return said


@pytest.mark.parametrize(("text", "fields"), ASKED, ids=str)
def test_a_stream_adds_up_to_the_whole(
    chunks: Chunks, whole: Callable[..., Any], text: str, fields: dict[str, Any]
) -> None:
    """Choice by choice: words, reasoning, refusal, calls and finish."""
    streamed = chunks(text, **fields)
    plain = {key: value for key, value in fields.items() if key != "stream_options"}

    for choice in whole(text, **plain)["choices"]:
        message = choice["message"]
        calls = [call[call["type"]] for call in message.get("tool_calls", ())]
        said = [call.get("arguments", call.get("input")) for call in calls]
        assert gathered(streamed, choice["index"]) == {
            "content": message["content"] or "",
            "refusal": message["refusal"] or "",
            "reasoning_content": message.get("reasoning_content") or "",
            "calls": dict(enumerate(said)),
            "audio": message.get("audio") or {},
            "finish": choice["finish_reason"],
        }


@pytest.mark.parametrize(("text", "fields"), ASKED, ids=str)
def test_every_chunk_is_one_of_the_dialect(
    chunks: Chunks, text: str, fields: dict[str, Any]
) -> None:
    """By our schema and by the SDK's strict type; id, date and model never change."""
    streamed = chunks(text, **fields)

    for chunk in streamed:
        assert not list(specs.validator("openai/chat.completion.chunk.json").iter_errors(chunk))
        if not any("custom" in str(tool["type"]) for tool in fields.get("tools", ())):
            ChatCompletionChunk.model_validate(chunk)
    assert len({(chunk["id"], chunk["created"], chunk["model"]) for chunk in streamed}) == 1


def test_each_choice_has_one_role_and_one_finish(chunks: Chunks) -> None:
    """The role comes first, the finish last, and the choices take turns."""
    streamed = chunks("hi", n=3)

    for index in range(3):
        choices = [c for chunk in streamed for c in chunk["choices"] if c["index"] == index]
        assert choices[0]["delta"] == {"role": "assistant", "content": "", "refusal": None}
        assert not any("role" in choice["delta"] for choice in choices[1:])
        assert choices[-1]["delta"] == {}
        finishes = [choice["finish_reason"] for choice in choices]
        assert finishes == [None] * (len(choices) - 1) + ["stop"]
    assert [chunk["choices"][0]["index"] for chunk in streamed[:6]] == [0, 1, 2, 0, 1, 2]


def test_usage_comes_last_when_asked_for(chunks: Chunks, whole: Callable[..., Any]) -> None:
    """With no choices; the others have null, and it is what the whole body says."""
    *others, last = chunks("hi", stream_options={"include_usage": True})

    assert [chunk["usage"] for chunk in others] == [None] * len(others)
    assert (last["choices"], last["usage"]) == ([], whole("hi")["usage"])


def test_usage_is_not_sent_unasked(chunks: Chunks) -> None:
    """No chunk has the key, nor an obfuscation."""
    assert not any({"usage", "obfuscation"} & chunk.keys() for chunk in chunks("hi"))


def test_a_call_begins_with_its_name(chunks: Chunks) -> None:
    """Later fragments have arguments alone; indexes grow without gaps."""
    streamed = chunks("weather in Paris and Rome", tools=[WEATHER])

    calls = [
        call
        for chunk in streamed
        for choice in chunk["choices"]
        for call in choice["delta"].get("tool_calls", ())
    ]
    firsts = [call for call in calls if "id" in call]
    assert [call["index"] for call in firsts] == [0, 1]
    assert {call["type"] for call in firsts} == {"function"}
    assert {call["function"]["arguments"] for call in firsts} == {""}
    assert all(call["function"].keys() == {"arguments"} for call in calls if "id" not in call)
    assert len(calls) > 4


def test_logprobs_follow_the_tokens(chunks: Chunks, whole: Callable[..., Any]) -> None:
    """Together they are those of the whole body."""
    streamed = chunks("hi", logprobs=True, top_logprobs=1)
    (choice,) = whole("hi", logprobs=True, top_logprobs=1)["choices"]

    found = [c["logprobs"] for chunk in streamed for c in chunk["choices"] if c["logprobs"]]
    assert [part["content"][0] for part in found] == choice["logprobs"]["content"]


@pytest.mark.parametrize("more", [{}, {"include_usage": True}])
@pytest.mark.parametrize(("text", "fields"), ASKED[:6], ids=str)
def test_the_encoded_template_says_what_a_whole_chunk_says(
    chunks: Chunks, text: str, fields: dict[str, Any], more: dict[str, Any]
) -> None:
    """Chunks with an obfuscation are encoded one by one; but for it they are the same."""
    plain = chunks(text, **fields, stream_options=more)
    padded = chunks(text, **fields, stream_options={**more, "include_obfuscation": True})

    for chunk in padded:
        chunk.pop("obfuscation", None)
    assert [list(chunk.items()) for chunk in plain] == [list(chunk.items()) for chunk in padded]


def test_marks_name_what_an_event_carries(ask: Ask) -> None:
    """So that a fault can be aimed."""
    request = ask(stream=True, stream_options={"include_usage": True})
    blocks = (Reasoning("a"), Text("b", ("b",)), Refusal("c"), ToolCall("i", "f", "{}"))
    answer = answer_of(request, [Choice(blocks)], seed=1)

    marks = [frame.mark for frame in stream_events(request, answer)]
    assert marks == [
        "role",
        "reasoning",
        "delta",
        "delta",
        "tool",
        "tool",
        "finish",
        "usage",
        "done",
    ]


def test_extras_are_in_every_chunk(ask: Ask) -> None:
    """As they are."""
    request = ask(stream=True, stream_options={"include_usage": True})
    answer = replace(default_answer(request, seed=1), extras={"obfuscation": "x"})

    *events, done = stream_events(request, answer)
    assert done == DONE
    assert all(b'"obfuscation":"x"' in item.octets for item in events)
