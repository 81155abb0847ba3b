"""An event that cannot be read, or that tells of an error, is a failure."""

from __future__ import annotations

import json

import pytest

from conformance.relay.chunks import ChunkFlow
from conformance.relay.config import Channel, Role
from conformance.relay.defects.base import Defects
from conformance.relay.flow import parse_event
from conformance.relay.retry import Cause, Failure, UpstreamError
from conformance.relay.turn import Turn

CHANNEL = Channel("a", "https://up.example/v1", "sk-up", {})


@pytest.mark.parametrize(
    ("data", "cause", "error"),
    [
        ("{", Cause.BAD_EVENT, None),
        ("[]", Cause.BAD_EVENT, None),
        ('{"error": {"message": "x"}}', Cause.INBAND, {"message": "x"}),
        ('{"error": "x"}', Cause.INBAND, {}),
    ],
)
def test_what_is_no_event_is_a_failure(data: str, cause: Cause, error: object) -> None:
    """The failure says what came instead."""
    with pytest.raises(UpstreamError) as caught:
        parse_event(data)

    assert (caught.value.failure.cause, caught.value.failure.error) == (cause, error)


def test_event_without_error_is_given() -> None:
    """An empty error is none."""
    assert parse_event('{"error": null, "a": 1}') == {"error": None, "a": 1}


def test_a_broken_stream_is_told_as_the_role_tells_errors() -> None:
    """The error event lacks the keys that every error of the role lacks."""
    turn = Turn("r", role=Role(absent=frozenset({"param"})))

    events = ChunkFlow(turn, Defects()).broken(Failure(Cause.CUT), CHANNEL)

    assert list(json.loads(events[0].data or "")["error"]) == ["message", "type", "code"]
