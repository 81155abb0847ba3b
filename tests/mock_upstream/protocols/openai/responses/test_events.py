"""The events of a streamed response."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import specs

TOOLS: Any = [{"type": "custom", "name": "code"}, {"type": "web_search"}]
RICH: Any = [
    {"reasoning": "Hm, so."},
    {"text": "One two."},
    {"refusal": "No more."},
    {"tool": {"id": "call_1", "name": "f", "args": {"a": 1}}},
    {"tool": {"id": "call_2", "name": "code", "args": "x = 1"}},
]


def test_a_plain_response_in_order(events: Callable[..., list[Any]]) -> None:
    """The document's own order, numbered from 0."""
    told = events(said={"blocks": [{"text": "Hi", "pieces": ["H", "i"]}]})

    assert [event["type"].removeprefix("response.") for event in told] == [
        "created",
        "in_progress",
        "output_item.added",
        "content_part.added",
        "output_text.delta",
        "output_text.delta",
        "output_text.done",
        "content_part.done",
        "output_item.done",
        "completed",
    ]
    assert [event["sequence_number"] for event in told] == list(range(10))


@pytest.mark.parametrize("fields", [{}, {"background": True}, {"input": "latest news"}])
def test_every_event_is_valid(events: Callable[..., list[Any]], fields: Any) -> None:
    """Each event of each kind of item keeps its schema, and the SDK's strict type."""
    responses = pytest.importorskip("openai.types.responses")
    pydantic = pytest.importorskip("pydantic")
    include = ["message.output_text.logprobs"]

    told = events(
        said={"blocks": RICH},
        tools=TOOLS,
        include=include,
        stream_options={"include_obfuscation": True},
        **fields,
    )

    for event in told:
        assert list(specs.validator("openai/response.event.json").iter_errors(event)) == []
        pydantic.TypeAdapter(responses.ResponseStreamEvent).validate_python(event)


def test_done_items_are_those_of_the_response(events: Callable[..., list[Any]]) -> None:
    """What the terminal event holds was done before, word for word."""
    told = events(said={"blocks": RICH}, tools=TOOLS)

    done = [event["item"] for event in told if event["type"].endswith("output_item.done")]
    assert told[-1]["response"]["output"] == done
    assert told[-1]["type"] == "response.completed"


def test_a_limit_ends_in_incomplete(events: Callable[..., list[Any]]) -> None:
    """The terminal event names the status."""
    assert events(said={"text": "On", "finish": "length"})[-1]["type"] == "response.incomplete"
