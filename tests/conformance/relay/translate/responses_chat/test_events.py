"""The events of a response, made of the chunks of a chat completion."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

import specs
from conformance.checks.response_grammar import breaks
from conformance.relay.translate.responses_chat.events import ResponseEvents
from conformance.relay.translate.translation import Asked

COUNTS: Any = {"prompt_tokens": 3, "completion_tokens": 4, "total_tokens": 7}


def chunk(delta: Any, finish: Any = None, **more: Any) -> Any:
    """One chunk of the first choice."""
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {"id": "chatcmpl-7", "created": 5, "model": "m", "choices": [choice], **more}


def call(index: int, arguments: str, **more: Any) -> Any:
    """A fragment of a call; ``more`` is what only the first one has."""
    name = {"name": more.pop("name")} if "name" in more else {}
    return {"index": index, **more, "function": {**name, "arguments": arguments}}


USAGE: Any = {"id": "chatcmpl-7", "choices": [], "usage": COUNTS}
STREAMS: Any = {
    "words": [
        chunk({"role": "assistant", "content": ""}),
        chunk({"content": "a"}),
        chunk({"content": "b"}),
        chunk({}, "stop"),
        USAGE,
    ],
    "thoughts": [
        chunk({"reasoning_content": "h"}),
        chunk({"reasoning_content": "m"}),
        chunk({"content": "a"}, "stop"),
    ],
    "refusal": [chunk({"refusal": "no"}), chunk({}, "stop")],
    "calls": [
        chunk({"content": "a"}),
        chunk({"tool_calls": [call(0, "", id="c1", name="f")]}),
        chunk({"tool_calls": [call(1, "{", id="c2", name="g")]}),
        chunk({"tool_calls": [call(0, "{}")]}),
        chunk({"tool_calls": [call(1, "}")]}),
        chunk({}, "tool_calls"),
        USAGE,
    ],
    "length": [chunk({"content": "a"}), chunk({}, "length"), USAGE],
    "cut call": [chunk({"tool_calls": [call(0, "{", id="c1", name="f")]}), chunk({}, "length")],
}


def told(chunks: Any) -> list[Any]:
    """What the client sees of them, and of the end."""
    events = ResponseEvents(Asked({}, 6))
    return [*(one for each in chunks for one in events.feed(each)), *events.end()]


@pytest.mark.parametrize("name", STREAMS)
def test_the_events_keep_the_grammar(name: str) -> None:
    """By the table that others are judged by, and each by its schema."""
    shown = told(STREAMS[name])

    assert list(breaks(shown)) == []
    assert [one["sequence_number"] for one in shown] == list(range(len(shown)))
    for one in shown:
        specs.validator("openai/response.event.json").validate(one)


@pytest.mark.parametrize("name", STREAMS)
def test_the_end_repeats_the_items_as_they_were_done(name: str) -> None:
    """Each with the id that its events have."""
    shown = told(STREAMS[name])
    done = [one["item"] for one in shown if one["type"] == "response.output_item.done"]
    added = [one["item"] for one in shown if one["type"] == "response.output_item.added"]
    last = shown[-1]["response"]

    assert sorted(done, key=lambda item: item["id"].rpartition("_")[2]) == last["output"]
    assert [item["id"] for item in added] == [item["id"] for item in last["output"]]


def test_words_make_one_message() -> None:
    """With the events that the official stream has."""
    shown = told(STREAMS["words"])

    assert [one["type"].removeprefix("response.") for one in shown] == [
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
    assert shown[-1]["response"]["usage"]["output_tokens"] == 4
    assert {a["response"]["id"] for a in shown if "response" in a} == {"resp_7"}


def test_calls_keep_their_arguments_whose_fragments_come_in_turns() -> None:
    """And their ids, which only the first fragment has."""
    items = told(STREAMS["calls"])[-1]["response"]["output"]

    assert [(one["call_id"], one["name"], one["arguments"]) for one in items[1:]] == [
        ("c1", "f", "{}"),
        ("c2", "g", "{}"),
    ]


@pytest.mark.parametrize("name", ["length", "cut call"])
def test_what_was_held_back_is_incomplete(name: str) -> None:
    """The response, and its last item."""
    last = told(STREAMS[name])[-1]

    assert last["type"] == "response.incomplete"
    assert last["response"]["incomplete_details"] == {"reason": "max_output_tokens"}
    assert last["response"]["output"][-1]["status"] == "incomplete"


def test_what_was_cut_has_no_end() -> None:
    """Nothing is done and nothing completed."""
    shown = told(STREAMS["words"][:-2])

    assert not any("done" in one["type"] or "completed" in one["type"] for one in shown)


def test_other_choices_are_not_mixed_in() -> None:
    """A response has one answer."""
    other = chunk({"content": "x"})
    other["choices"][0]["index"] = 1

    shown = told([*STREAMS["words"][:3], other, *STREAMS["words"][3:]])

    deltas = [one["delta"] for one in shown if "delta" in one]
    assert deltas == ["a", "b"]
    assert all(a["sequence_number"] < b["sequence_number"] for a, b in pairwise(shown))
