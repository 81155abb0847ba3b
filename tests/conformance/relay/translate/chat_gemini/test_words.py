"""Settings, choices, reasons, counts and signatures in both dialects."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.translate.chat_gemini.words import (
    choice_config,
    finish,
    generation_config,
    logprobs,
    signature_of,
    signed,
    usage,
)

SCHEMA: Any = {"type": "object"}


@pytest.mark.parametrize(
    ("asked", "config"),
    [
        ({"temperature": 0, "n": 2}, {"temperature": 0, "candidateCount": 2}),
        ({"top_p": 0.5}, {"topP": 0.5}),
        ({"max_tokens": 5}, {"maxOutputTokens": 5}),
        ({"max_tokens": 5, "max_completion_tokens": 6}, {"maxOutputTokens": 6}),
        ({"stop": "END"}, {"stopSequences": ["END"]}),
        ({"stop": ["a", "b"]}, {"stopSequences": ["a", "b"]}),
        ({"seed": 0, "presence_penalty": 0}, {"seed": 0, "presencePenalty": 0}),
        ({"logprobs": True, "top_logprobs": 2}, {"responseLogprobs": True, "logprobs": 2}),
        ({"modalities": ["text"]}, {}),
        ({"modalities": ["text", "image"]}, {"responseModalities": ["TEXT", "IMAGE"]}),
        ({"response_format": {"type": "text"}}, {}),
        ({"response_format": {"type": "json_object"}}, {"responseMimeType": "application/json"}),
        (
            {"response_format": {"type": "json_schema", "json_schema": {"schema": SCHEMA}}},
            {"responseMimeType": "application/json", "responseJsonSchema": SCHEMA},
        ),
        (
            {"reasoning_effort": "low"},
            {"thinkingConfig": {"thinkingBudget": 1024, "includeThoughts": True}},
        ),
        (
            {"reasoning_effort": "none"},
            {"thinkingConfig": {"thinkingBudget": 0, "includeThoughts": False}},
        ),
        ({"temperature": None, "user": "u", "store": True}, {}),
    ],
)
def test_settings_have_their_names(asked: Any, config: Any) -> None:
    """What is null was not set, and what Gemini does not know is left out."""
    assert generation_config(asked) == config


@pytest.mark.parametrize(
    ("choice", "mode", "names"),
    [
        ("none", "NONE", None),
        ("auto", "AUTO", None),
        ("required", "ANY", None),
        ({"type": "function", "function": {"name": "f"}}, "ANY", ["f"]),
        (
            {"allowed_tools": {"mode": "required", "tools": [{"function": {"name": "f"}}]}},
            "ANY",
            ["f"],
        ),
        (
            {"allowed_tools": {"mode": "auto", "tools": [{"function": {"name": "f"}}]}},
            "VALIDATED",
            ["f"],
        ),
    ],
)
def test_a_choice_is_a_mode_and_names(choice: Any, mode: str, names: Any) -> None:
    """Names only where the mode takes them."""
    held = {"mode": mode} | ({"allowedFunctionNames": names} if names else {})

    assert choice_config(choice) == {"functionCallingConfig": held}


def test_no_choice_is_none() -> None:
    """Neither is one that cannot be read."""
    assert choice_config(None) is None


@pytest.mark.parametrize(
    ("reason", "has_calls", "word"),
    [
        ("STOP", False, "stop"),
        ("STOP", True, "tool_calls"),
        ("MAX_TOKENS", False, "length"),
        ("MAX_TOKENS", True, "length"),
        ("SAFETY", False, "content_filter"),
        ("PROHIBITED_CONTENT", True, "content_filter"),
        ("SOMETHING_NEW", False, "content_filter"),
    ],
)
def test_only_a_stop_is_a_stop(reason: str, has_calls: bool, word: str) -> None:
    """With calls it is their turn."""
    assert finish(reason, has_calls=has_calls) == word


def test_thoughts_count_as_written() -> None:
    """And prompts of tools as read."""
    counts = {
        "promptTokenCount": 10,
        "toolUsePromptTokenCount": 2,
        "candidatesTokenCount": 3,
        "thoughtsTokenCount": 4,
        "cachedContentTokenCount": 8,
        "totalTokenCount": 19,
    }

    assert usage(counts) == {
        "prompt_tokens": 12,
        "completion_tokens": 7,
        "total_tokens": 19,
        "prompt_tokens_details": {"cached_tokens": 8},
        "completion_tokens_details": {"reasoning_tokens": 4},
    }


def test_counts_that_are_left_out_are_zero() -> None:
    """As Google leaves them out."""
    assert usage({})["total_tokens"] == 0


def test_a_signature_goes_round() -> None:
    """A call without one has none."""
    assert signature_of(signed({"id": "c"}, "c2ln")) == "c2ln"
    assert signed({"id": "c"}, None) == {"id": "c"}
    assert signature_of({"id": "c"}) is None


def test_tokens_keep_how_likely_they_were() -> None:
    """And what might have stood in their place, if that is told."""
    chosen = {"token": "é", "logProbability": -0.5}
    other = {"token": "e", "logProbability": -1}
    row = {
        "logprobsResult": {"chosenCandidates": [chosen], "topCandidates": [{"candidates": [other]}]}
    }

    assert logprobs(row) == {
        "content": [
            {
                "token": "é",
                "logprob": -0.5,
                "bytes": [195, 169],
                "top_logprobs": [{"token": "e", "logprob": -1, "bytes": [101]}],
            }
        ],
        "refusal": None,
    }
    bare = logprobs({"logprobsResult": {"chosenCandidates": [chosen]}}) or {}
    assert bare["content"][0]["top_logprobs"] == []
    assert logprobs({}) is None
