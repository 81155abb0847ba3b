"""Defects of the fields around an event's data."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.defects import event_lines


def test_event_without_data(wire: Any, stream: Any) -> None:
    """The block stands between the first two chunks."""
    shown = wire(event_lines.EventWithoutData, *stream)

    assert len(shown) == 6
    assert shown[1] == b"event: ping\n\n"


def test_event_ids(wire: Any, stream: Any) -> None:
    """The events are numbered from 1."""
    shown = wire(event_lines.EventIds, *stream)

    assert [octets.split(b"\n")[0] for octets in shown] == [b"id: %d" % i for i in range(1, 6)]


@pytest.mark.parametrize(
    ("defect", "line"),
    [
        (event_lines.EventNames, b"event: message\n"),
        (event_lines.ThreadEventNames, b"event: thread.message.delta\n"),
    ],
)
def test_event_names(wire: Any, stream: Any, defect: Any, line: bytes) -> None:
    """Each event has the name, and its data."""
    shown = wire(defect, *stream)

    assert all(octets.startswith(line + b"data: ") for octets in shown)
