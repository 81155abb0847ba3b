"""Rules of the Responses API."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from conformance.wire.view import View

Maker = Callable[..., View]
Places = Callable[..., list[str | None]]

USAGE: Any = {
    "input_tokens": 3,
    "input_tokens_details": {"cached_tokens": 0},
    "output_tokens": 4,
    "output_tokens_details": {"reasoning_tokens": 0},
    "total_tokens": 7,
}
PART: Any = {"type": "output_text", "text": "Hi", "annotations": [], "logprobs": []}
ITEM: Any = {"id": "msg_1", "type": "message", "content": [PART]}
WHOLE: Any = {
    "id": "resp_1",
    "object": "response",
    "model": "m-2026",
    "status": "completed",
    "error": None,
    "incomplete_details": None,
    "output": [ITEM],
    "usage": USAGE,
}
PLACE: Any = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
EVENTS: Any = [
    {"type": "response.created", "response": WHOLE | {"status": "in_progress", "output": []}},
    {"type": "response.in_progress", "response": WHOLE | {"status": "in_progress", "output": []}},
    {"type": "response.output_item.added", "output_index": 0, "item": ITEM | {"content": []}},
    {"type": "response.content_part.added", **PLACE},
    {"type": "response.output_text.delta", **PLACE, "delta": "H"},
    {"type": "response.output_text.delta", **PLACE, "delta": "i"},
    {"type": "response.output_text.done", **PLACE, "text": "Hi"},
    {"type": "response.content_part.done", **PLACE},
    {"type": "response.output_item.done", "output_index": 0, "item": ITEM},
    {"type": "response.completed", "response": WHOLE},
]
MEANT: Any = {
    "text": "Hi",
    "reasoning": None,
    "tool_calls": {"0": []},
    "usage": USAGE,
}


def block(event: Any) -> bytes:
    """One event under its name."""
    return f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode()


def numbered(events: Any) -> list[Any]:
    """The events with their sequence numbers."""
    return [copy.deepcopy(event) | {"sequence_number": at} for at, event in enumerate(events)]


@pytest.fixture
def told(stream: Maker, call: Any) -> Maker:
    """Makes a view of the sound stream after ``change`` has had its way with the events."""

    def make(change: Callable[[list[Any]], Any] = lambda _: None, **rest: Any) -> View:
        events = numbered(EVENTS)
        change(events)
        asked = {"request": {"model": "m"}, "upstream": [call(reply=MEANT)]}
        return stream(*map(block, events), **{**asked, **rest})

    return make


@pytest.fixture
def said(view: Maker, call: Any) -> Maker:
    """Makes a view of the sound response in one piece, with changes."""

    def make(**changes: Any) -> View:
        asked = {"request": {"model": "m"}, "upstream": [call(reply=MEANT)]}
        return view({**WHOLE, **changes}, **asked)

    return make


STREAMED: list[tuple[str, dict[str, Any]]] = [
    *[
        ("responses.order", {"rule": rule})
        for rule in ("first", "progress", "items", "parts", "calls", "closed", "terminal")
    ],
    ("responses.sequence", {}),
    ("responses.sequence", {"step": 1}),
    ("responses.event-names", {}),
    ("responses.texts", {}),
    ("responses.output", {}),
    ("responses.one-id", {}),
    ("responses.item-ids", {}),
]
BOTH: list[tuple[str, dict[str, Any]]] = [
    ("responses.status", {}),
    ("responses.is", {"status": "completed"}),
    ("responses.usage", {}),
    ("responses.usage-details", {}),
    ("responses.lists", {}),
    ("responses.model", {}),
    ("responses.upstream-text", {}),
    ("responses.upstream-calls", {}),
    ("responses.upstream-usage", {}),
]


@pytest.mark.parametrize(("name", "arguments"), [*STREAMED, *BOTH])
def test_a_sound_stream_passes(told: Maker, places: Places, name: str, arguments: Any) -> None:
    """No rule is broken."""
    assert places(name, told(), **arguments) == []


@pytest.mark.parametrize(("name", "arguments"), BOTH)
def test_a_sound_response_passes(said: Maker, places: Places, name: str, arguments: Any) -> None:
    """No rule is broken."""
    assert places(name, said(), **arguments) == []


def put(place: int, *path: Any, value: Any = None) -> Callable[[list[Any]], None]:
    """A change of one value inside one event."""

    def change(events: list[Any]) -> None:
        held = events[place]
        for step in path[:-1]:
            held = held[step]
        held[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("name", "arguments", "change"),
    [
        ("responses.order", {"rule": "first"}, lambda events: events.pop(0)),
        ("responses.sequence", {}, put(3, "sequence_number", value="3")),
        ("responses.sequence", {}, put(3, "sequence_number", value=2)),
        ("responses.sequence", {"step": 1}, put(3, "sequence_number", value=9)),
        ("responses.sequence", {"step": 1}, put(0, "sequence_number", value=1)),
        ("responses.texts", {}, put(6, "text", value="")),
        ("responses.output", {}, put(9, "response", "output", value=[])),
        ("responses.output", {}, put(9, "response", "output", 0, "id", value="other")),
        ("responses.one-id", {}, put(1, "response", "id", value="other")),
        ("responses.item-ids", {}, put(4, "item_id", value="other")),
        ("responses.status", {}, put(9, "type", value="response.incomplete")),
        ("responses.status", {}, put(9, "response", "error", value={"code": "x"})),
        ("responses.is", {"status": "incomplete"}, lambda _: None),
        ("responses.usage", {}, put(9, "response", "usage")),
        ("responses.usage", {}, put(9, "response", "usage", "total_tokens", value=8)),
        ("responses.usage-details", {}, put(9, "response", "usage", "output_tokens_details")),
        ("responses.lists", {}, put(9, "response", "output", 0, "content", 0, "logprobs")),
        ("responses.model", {}, put(9, "response", "model", value="other")),
        ("responses.upstream-text", {}, put(5, "delta", value="?")),
        ("responses.upstream-calls", {}, put(2, "item", "call_id", value="call_1")),
        ("responses.upstream-usage", {}, put(9, "response", "usage", "input_tokens", value=4)),
        ("responses.never-complete", {}, lambda _: None),
        ("responses.failure", {}, lambda _: None),
        ("responses.failure", {"code": "x"}, put(9, "type", value="response.failed")),
    ],
)
def test_a_slip_is_found(
    told: Maker, places: Places, name: str, arguments: Any, change: Any
) -> None:
    """Each rule sees its own."""
    assert places(name, told(change), **arguments)


def test_events_without_names_are_found(stream: Maker, places: Places) -> None:
    """Each of them."""
    assert len(places("responses.event-names", stream(*EVENTS))) == len(EVENTS)


def test_an_error_event_tells_of_a_failure(told: Maker, places: Places) -> None:
    """Bare or inside the response, with its code."""
    bare = {"type": "error", "code": "x", "message": "m", "param": None, "sequence_number": 9}

    def end(events: list[Any]) -> None:
        events[9] = bare

    def end_in_error(events: list[Any]) -> None:
        events[9] = {"type": "error", "error": {"code": "x", "message": "m"}}

    assert places("responses.failure", told(end), code="x") == []
    assert places("responses.failure", told(end_in_error), code="x") == []
    assert places("responses.failure", told(end_in_error), code="y")
    assert places("responses.output", told(end)) == []


def test_a_bare_end_is_honest(told: Maker, stream: Maker, places: Places) -> None:
    """A stream that just stops, or tells of the failure, never says that it is complete."""
    failed = told(put(9, "type", value="response.failed"))

    assert places("responses.never-complete", failed) == []
    assert places("responses.never-complete", stream(*EVENTS[:-1])) == []


def test_what_is_unfinished_needs_no_usage(said: Maker, places: Places) -> None:
    """Only completed responses tell it."""
    assert places("responses.usage", said(status="queued", usage=None)) == []
    assert places("responses.usage-details", said(usage=None)) == []


def test_nonsense_inside_items_is_passed_over(said: Maker, places: Places) -> None:
    """A schema judges it."""
    output = [{"content": "text"}, {"content": ["text", {"type": "refusal"}]}]

    assert places("responses.lists", said(output=output)) == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({"input_tokens": 7, "more": 1}, []),
        ({"input_tokens": 8}, ["/input_tokens"]),
        ({}, ["/input_tokens"]),
        ("no json", ["/input_tokens"]),
    ],
)
def test_what_the_upstream_said_is_repeated(
    view: Maker, call: Callable[..., Any], places: Places, body: Any, found: Any
) -> None:
    """Key by key; what is added is no loss."""
    seen = view(body, upstream=[call(reply={"input_tokens": 7})])

    assert places("responses.repeated", seen, keys=["input_tokens"]) == found
