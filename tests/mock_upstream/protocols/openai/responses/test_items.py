"""The output items of an answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import specs

BLOCKS: Any = [
    {"reasoning": "Hm."},
    {"text": "One."},
    {"refusal": "No."},
    {"tool": {"id": "call_1", "name": "f", "args": {"a": 1}}},
    {"tool": {"id": "call_2", "name": "code", "args": "x = 1"}},
]
CUSTOM: Any = [{"type": "custom", "name": "code"}]


def test_each_block_is_an_item_or_a_part(whole: Callable[..., Any]) -> None:
    """Words that follow each other share a message; calls are told by their tool."""
    output = whole(said={"blocks": BLOCKS}, tools=CUSTOM)["output"]

    kinds = ["reasoning", "message", "function_call", "custom_tool_call"]
    assert [item["type"] for item in output] == kinds
    assert [part["type"] for part in output[1]["content"]] == ["output_text", "refusal"]
    assert (output[2]["call_id"], output[3]["input"]) == ("call_1", "x = 1")
    for item in output:
        assert specs.validator("openai/response.item.json").is_valid(item)


def test_what_is_shown_on_demand(whole: Callable[..., Any]) -> None:
    """Sealed reasoning and log probabilities come when they are included."""
    include = ["reasoning.encrypted_content", "message.output_text.logprobs"]

    reasoning, message = whole(said={"blocks": BLOCKS[:2]}, include=include, top_logprobs=2)[
        "output"
    ]

    assert reasoning["encrypted_content"]
    assert message["content"][0]["logprobs"][0]["top_logprobs"]


def test_a_search_stands_before_what_it_found(whole: Callable[..., Any]) -> None:
    """The answer cites it."""
    search, message = whole("the latest news", tools=[{"type": "web_search"}])["output"]

    assert (search["type"], search["status"]) == ("web_search_call", "completed")
    assert message["content"][0]["annotations"][0]["type"] == "url_citation"


def test_the_last_item_is_as_incomplete_as_the_response(whole: Callable[..., Any]) -> None:
    """Those before it are complete."""
    output = whole(said={"blocks": BLOCKS[:2], "finish": "length"})["output"]

    assert [item["status"] for item in output] == ["completed", "incomplete"]
