"""The order of a response's events."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.checks.response_grammar import MOVES, RULES, breaks


def event(name: str, output_index: int | None = None, **fields: Any) -> dict[str, Any]:
    """One event; names are written without ``response.``."""
    place = {} if output_index is None else {"output_index": output_index}
    return {"type": name if name == "error" else f"response.{name}", **place, **fields}


def item(kind: str, **fields: Any) -> dict[str, Any]:
    """The item of an event that adds or finishes one."""
    return {"item": {"type": kind, **fields}}


CREATED, RUNNING, COMPLETED = event("created"), event("in_progress"), event("completed")
PART: Any = {"content_index": 0}
MESSAGE: list[Any] = [
    event("output_item.added", 0, **item("message", content=[])),
    event("content_part.added", 0, **PART),
    event("output_text.delta", 0, **PART),
    event("output_text.annotation.added", 0, **PART),
    event("output_text.done", 0, **PART),
    event("content_part.done", 0, **PART),
    event("output_item.done", 0, **item("message", content=[{}])),
]
CALL: list[Any] = [
    event("output_item.added", 0, **item("function_call", arguments="")),
    event("function_call_arguments.delta", 0),
    event("function_call_arguments.done", 0),
    event("output_item.done", 0, **item("function_call", arguments="{}")),
]
THOUGHT: list[Any] = [
    event("output_item.added", 0, **item("reasoning", summary=[])),
    event("reasoning_summary_part.added", 0, summary_index=0),
    event("reasoning_summary_text.delta", 0, summary_index=0),
    event("reasoning_summary_text.done", 0, summary_index=0),
    event("reasoning_summary_part.done", 0, summary_index=0),
    event("output_item.done", 0, **item("reasoning", summary=[{}])),
]
SEARCH: list[Any] = [
    event("output_item.added", 0, **item("web_search_call")),
    event("web_search_call.in_progress", 0),
    event("web_search_call.searching", 0),
    event("web_search_call.completed", 0),
    event("output_item.done", 0, **item("web_search_call")),
]
UNKNOWN = [event("keepalive.of.tomorrow"), "no object"]


def stream(*events: Any) -> list[Any]:
    """A whole stream around the events of its items."""
    return [CREATED, RUNNING, *events, COMPLETED]


def rules(events: list[Any]) -> list[str]:
    """The rules that are broken, in order."""
    return [broken.rule for broken in breaks(events)]


@pytest.mark.parametrize(
    "events",
    [
        stream(),
        stream(*MESSAGE, *UNKNOWN),
        stream(*CALL),
        stream(*THOUGHT),
        stream(*SEARCH),
        [CREATED, event("queued"), RUNNING, event("failed")],
        [CREATED, RUNNING, event("incomplete")],
        [CREATED, RUNNING, *MESSAGE[:3], event("error")],
    ],
)
def test_a_sound_stream_breaks_nothing(events: list[Any]) -> None:
    """Each kind of item, each end; what is unknown is passed over."""
    assert rules(events) == []


def without(events: list[Any], place: int) -> list[Any]:
    """A whole stream of ``events`` but for one."""
    return stream(*events[:place], *events[place + 1 :])


@pytest.mark.parametrize(
    ("events", "rule"),
    [
        ([RUNNING, *MESSAGE, COMPLETED], "first"),
        ([CREATED, CREATED, RUNNING, COMPLETED], "progress"),
        ([CREATED, *MESSAGE, COMPLETED], "progress"),
        ([CREATED, RUNNING, CREATED, RUNNING, COMPLETED], "first"),
        ([CREATED, RUNNING, *MESSAGE], "terminal"),
        ([*stream(), COMPLETED], "terminal"),
        ([*stream(), event("content_part.added", 0)], "terminal"),
        (stream(*MESSAGE, MESSAGE[-1]), "items"),
        (stream(event("output_item.added", 1, **item("x")), event("output_item.done", 1)), "items"),
        (stream(MESSAGE[0], *MESSAGE), "items"),
        (stream(*MESSAGE[:-1]), "closed"),
        (without(MESSAGE, 0), "items"),
        (without(MESSAGE, 1), "parts"),
        (without(MESSAGE, 4), "parts"),
        (without(MESSAGE, 5), "parts"),
        (stream(MESSAGE[0], MESSAGE[-1]), "parts"),
        (without(CALL, 2), "calls"),
        (stream(CALL[0], CALL[-1]), "calls"),
        (without(THOUGHT, 1), "reasoning"),
        (without(THOUGHT, 3), "reasoning"),
        (without(SEARCH, 1), "hosted"),
        (without(SEARCH, 3), "hosted"),
    ],
)
def test_one_slip_is_one_rule(events: list[Any], rule: str) -> None:
    """The machine goes on where the event would have led."""
    assert set(rules(events)) == {rule}


def test_nonsense_never_raises() -> None:
    """Values of any type stand where indexes and items are looked for."""
    odd: Any = {"output_index": {}, "content_index": [], "item": 7}

    found = rules([CREATED, RUNNING, *({"type": kind, **odd} for kind in MOVES)])

    assert set(found) <= {"first", "progress", "terminal", "closed", *RULES.values()}
