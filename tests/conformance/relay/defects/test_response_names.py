"""Defects of the names of a response's events."""

from __future__ import annotations

import pytest

from conformance.relay.defects import response_names
from conformance.relay.sse import Kind, OutEvent, SseReader
from conformance.relay.turn import Turn

OURS, OTHER = Turn("r", path="/v1/responses"), Turn("r", path="/v1/chat/completions")


@pytest.mark.parametrize(("turn", "name"), [(OURS, None), (OTHER, "a")])
def test_names_are_lost(turn: Turn, name: str | None) -> None:
    """Those of responses alone; other kinds of events keep theirs."""
    lost = response_names.TypedNamesLost(turn)

    assert lost.event(OutEvent(Kind.TYPED, "1", event="a")) == [
        OutEvent(Kind.TYPED, "1", event=name)
    ]
    assert lost.event(OutEvent(Kind.ERROR, "1", event="e"))[0].event == "e"


@pytest.mark.parametrize(("turn", "data"), [(OURS, ["2"]), (OTHER, ["1", "2"])])
def test_events_without_a_name_are_not_read(turn: Turn, data: list[str]) -> None:
    """On other paths they are."""
    reader = response_names.TypedNamesDemanded(turn).reader(SseReader())

    events = reader.feed(b"data: 1\n\nevent: a\ndata: 2\n\n")

    assert [event.data for event in events] == data
