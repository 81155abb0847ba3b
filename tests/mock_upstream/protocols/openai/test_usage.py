"""Token counts add up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import specs
from mock_upstream.protocols.openai.request import ChatRequest
from mock_upstream.protocols.openai.usage import block_tokens, counted, wire_usage
from mock_upstream.reply import Choice, Reasoning, Text, ToolCall, Usage

Ask = Callable[..., ChatRequest]
SAID = [Choice((Reasoning("a b c"), Text("d e")))]


def prompt(request: ChatRequest) -> int:
    """Prompt tokens of a request."""
    return counted(request, SAID).prompt


def test_words_and_calls_are_counted() -> None:
    """A call costs its name and its arguments."""
    assert block_tokens(Text("a b")) == 2
    assert block_tokens(ToolCall("x", "f", "{}")) == 3


def test_reasoning_is_inside_the_completion(ask: Ask) -> None:
    """And the total is the sum."""
    usage = counted(ask("hi"), SAID)

    assert (usage.completion, usage.reasoning, usage.total) == (5, 3, usage.prompt + 5)


def test_every_choice_is_paid_for(ask: Ask) -> None:
    """Two choices cost twice."""
    assert counted(ask("hi"), SAID * 2).completion == 10


def test_what_is_sent_is_counted(ask: Ask) -> None:
    """Images by their detail, files, tools, formats, and calls of the history."""
    bare = prompt(ask("hi"))

    def parts(*parts: Any) -> int:
        return prompt(ask(messages=[{"role": "user", "content": list(parts)}])) - 6

    image = {"url": "https://a"}
    assert bare == 7
    assert parts({"type": "image_url", "image_url": image}) == 765
    assert parts({"type": "image_url", "image_url": {**image, "detail": "low"}}) == 85
    assert parts({"type": "file", "file": {}}) == 250
    assert prompt(ask("hi", tools=[{"type": "custom", "custom": {"name": "c"}}])) > bare
    calls = [{"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}]
    assert prompt(ask(messages=[{"role": "assistant", "tool_calls": calls}])) > bare


def test_sound_is_counted_apart(ask: Ask) -> None:
    """Its tokens are inside the prompt."""
    part = {"type": "input_audio", "input_audio": {"data": "A" * 8534, "format": "wav"}}

    usage = counted(ask(messages=[{"role": "user", "content": [part]}]), SAID)

    assert (usage.audio_in, usage.prompt) == (3, 9)


def test_long_prompts_are_cached(ask: Ask) -> None:
    """From 1024 tokens on, in steps of 128."""
    usage = counted(ask("a " * 1100), SAID)

    assert (usage.cached, counted(ask("hi"), SAID).cached) == (1024, 0)


def test_a_prediction_is_accepted_in_part(ask: Ask) -> None:
    """What is rejected is paid for as well."""
    usage = counted(ask("hi", prediction={"type": "content", "content": "x y z"}), SAID)

    assert (usage.accepted_prediction, usage.rejected_prediction) == (1, 2)
    assert usage.completion == 7


def test_the_wire_form_fits_the_schema() -> None:
    """Every detail has its place; what was written to the cache shows when there is any."""
    usage = Usage(10, 20, 1, 2, 3, 4, 5, 6, 7)
    value = wire_usage(usage)

    assert not list(specs.validator("openai/usage.json").iter_errors(value))
    assert value["total_tokens"] == 30
    assert value["prompt_tokens_details"] == {
        "cached_tokens": 1,
        "audio_tokens": 4,
        "cache_write_tokens": 2,
    }
    assert list(value["completion_tokens_details"].values()) == [3, 5, 6, 7]
    assert "cache_write_tokens" not in wire_usage(Usage(1, 1))["prompt_tokens_details"]


def test_spoken_words_are_counted_as_sound(ask: Ask) -> None:
    """They stay inside the total."""
    sound = {"modalities": ["audio"], "audio": {"voice": "ash", "format": "mp3"}}
    usage = counted(ask("hi", **sound), SAID)

    assert usage.audio_out > 0
    assert usage.completion == counted(ask("hi"), SAID).completion
