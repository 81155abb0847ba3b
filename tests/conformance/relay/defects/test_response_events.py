"""Defects of the events of a streamed response."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.defects import response_events as events
from conformance.relay.defects.base import Defect, Defects
from conformance.relay.turn import Turn

NAMES = [
    "created",
    "in_progress",
    "output_item.added",
    "content_part.added",
    "output_text.delta",
    "output_text.delta",
    "output_text.done",
    "output_item.done",
    "completed",
]
STREAM: list[dict[str, Any]] = [
    {
        "type": f"response.{name}",
        "sequence_number": at,
        "output_index": 0,
        "item_id": "msg_1",
        "text": "ab",
        "response": {"id": "resp_1", "output": [1]},
    }
    for at, name in enumerate(NAMES)
]


def shown(defect: type[Defect], told: list[dict[str, Any]] = STREAM) -> list[dict[str, Any]]:
    """The events that a client sees of a stream."""
    active = Defects((defect(Turn("r")),))
    return active.spread(list(told), lambda one, event: one.typed(event))


@pytest.mark.parametrize(
    ("defect", "lost"),
    [
        (events.ResponseCreatedMissing, 0),
        (events.ResponseProgressMissing, 1),
        (events.ItemAddedMissing, 2),
        (events.PartAddedMissing, 3),
        (events.TypedDeltaDropped, 5),
        (events.ItemDoneMissing, 7),
        (events.TerminalMissing, 8),
    ],
)
def test_one_event_is_lost_and_the_rest_numbered_anew(defect: type[Defect], lost: int) -> None:
    """The numbers leave no gap."""
    seen = shown(defect)

    assert [one["type"] for one in seen] == [
        one["type"] for at, one in enumerate(STREAM) if at != lost
    ]
    assert [one["sequence_number"] for one in seen] == list(range(8))


@pytest.mark.parametrize(
    ("defect", "name"),
    [
        (events.SummaryPartMissing, "response.reasoning_summary_part.added"),
        (events.HostedProgressMissing, "response.web_search_call.in_progress"),
    ],
)
def test_events_of_other_items_are_lost(defect: type[Defect], name: str) -> None:
    """What they begin goes on without them; a stream of another kind is left alone."""
    lost = {"type": name, "sequence_number": 0}

    assert shown(defect, [lost, STREAM[8]]) == [STREAM[8] | {"sequence_number": 0}]
    assert shown(defect, [{"type": name}]) == [{"type": name}]


def test_the_end_comes_twice() -> None:
    """With a number of its own."""
    assert [one["sequence_number"] for one in shown(events.TerminalTwice)] == list(range(10))


@pytest.mark.parametrize(
    ("defect", "key", "values"),
    [
        (events.SequenceGap, "sequence_number", list(range(1, 10))),
        (events.SequenceRepeats, "sequence_number", [0, 1, 2, 3, 3, 3, 3, 3, 3]),
        (events.SequenceMissing, "sequence_number", [None] * 9),
        (events.ItemIndexShifted, "output_index", [1] * 9),
        (events.DoneTextEmpty, "text", [*["ab"] * 6, "", "ab", "ab"]),
        (events.ItemIdMissing, "item_id", [*["msg_1"] * 4, None, None, *["msg_1"] * 3]),
        (
            events.ItemIdPerEvent,
            "item_id",
            [*["msg_1"] * 4, "msg_1-4", "msg_1-5", *["msg_1"] * 3],
        ),
    ],
)
def test_one_key_differs(defect: type[Defect], key: str, values: list[Any]) -> None:
    """Everything else is as it was; events without the key too."""
    seen = shown(defect)

    assert [one.get(key) for one in seen] == values
    for before, after in zip(STREAM, seen, strict=True):
        assert {k: v for k, v in before.items() if k != key} == {
            k: v for k, v in after.items() if k != key
        }
    assert shown(defect, [{"type": "keepalive"}]) == [{"type": "keepalive"}]


@pytest.mark.parametrize(
    ("defect", "place", "response"),
    [
        (events.ResponseIdChanges, 1, {"id": "resp_other", "output": [1]}),
        (events.TerminalOutputEmpty, 8, {"id": "resp_1", "output": []}),
    ],
)
def test_one_response_differs(defect: type[Defect], place: int, response: Any) -> None:
    """The others are as they were."""
    seen = shown(defect)

    assert seen[place]["response"] == response
    assert [*seen[:place], *seen[place + 1 :]] == [*STREAM[:place], *STREAM[place + 1 :]]


def test_arguments_go_by_another_name() -> None:
    """Events of another type do not."""
    told = [{"type": "response.function_call_arguments.done"}, STREAM[0], {}]

    seen = shown(events.ArgumentsRenamed, told)

    assert seen == [{"type": "response.tool_arguments.done"}, STREAM[0], {}]
