"""Typed events pass under their names, and a stream ends as its upstream ended it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conformance.relay.config import Channel
from conformance.relay.defects.base import Defects
from conformance.relay.dialects import ANTHROPIC
from conformance.relay.retry import Cause, Failure, UpstreamError
from conformance.relay.sse import InEvent, Kind, OutEvent
from conformance.relay.turn import Turn
from conformance.relay.typed import MessageFlow, ResponseFlow, TypedFlow

ENDS = frozenset({"x.done", "response.completed"})
CHANNEL = Channel("a", "https://up.example/v1", "sk-up", {})


def event(type_: str, **fields: Any) -> InEvent:
    """Return one event of an upstream."""
    return InEvent(data=json.dumps({"type": type_, **fields}))


def flow_of(kind: type[TypedFlow]) -> TypedFlow:
    """Return a flow without defects for the alias ``m``."""
    return kind(Turn("r", alias="m"), Defects(), ENDS)


def data(shown: list[OutEvent]) -> Any:
    """Return the decoded data of the only event."""
    (one,) = shown
    return json.loads(one.data or "")


def test_event_is_named_by_its_type() -> None:
    """What it says stays; a model has the client's name for it."""
    (shown,) = flow_of(TypedFlow).feed(event("x.delta", delta="é", model="up"))

    assert (shown.kind, shown.event) == (Kind.TYPED, "x.delta")
    assert shown.data == '{"type":"x.delta","delta":"é","model":"m"}'


def test_event_without_type_has_no_name() -> None:
    """Nothing is made up."""
    (shown,) = flow_of(TypedFlow).feed(InEvent(data='{"a":1}'))

    assert (shown.event, shown.data) == (None, '{"a":1}')


def test_plain_stream_goes_on_after_a_completed_part() -> None:
    """Several images complete one after the other; no terminator is added."""
    flow = flow_of(TypedFlow)

    assert len(flow.feed(event("x.done")) + flow.feed(event("x.done"))) == 2
    assert not flow.saw_done
    assert flow.end(upstream_said_done=False) == []


def test_terminator_of_the_upstream_is_passed_on() -> None:
    """Who sends ``[DONE]`` is believed."""
    flow = flow_of(TypedFlow)
    flow.feed(event("x.done"))

    assert [shown.kind for shown in flow.feed(InEvent(data="[DONE]"))] == [Kind.DONE]


@pytest.mark.parametrize("kind", [TypedFlow, ResponseFlow])
@pytest.mark.parametrize("said_done", [True, False])
def test_end_before_the_last_event_is_a_failure(kind: type[TypedFlow], said_done: bool) -> None:
    """A stream without its terminal event is not complete."""
    flow = flow_of(kind)
    flow.feed(event("x.delta"))

    with pytest.raises(UpstreamError) as caught:
        flow.end(upstream_said_done=said_done)

    assert caught.value.failure.cause is Cause.UNFINISHED


def test_response_ends_with_its_terminal_event() -> None:
    """The model in the response is the alias, and nothing follows."""
    flow = flow_of(ResponseFlow)

    shown = data(flow.feed(event("response.completed", response={"model": "up", "id": "resp_1"})))

    assert shown["response"] == {"model": "m", "id": "resp_1"}
    assert flow.saw_done


@pytest.mark.parametrize("response", [None, {}, {"id": 5}, {"id": "resp_1"}])
def test_response_id_is_learned(response: Any) -> None:
    """It is known before the event is shown."""
    turn = Turn("r")

    ResponseFlow(turn, Defects(), ENDS).prime([event("response.created", response=response)])

    assert turn.response_id == ("resp_1" if response == {"id": "resp_1"} else "")


@pytest.mark.parametrize(
    ("kind", "type_", "commits"),
    [
        (TypedFlow, "x.delta", True),
        (TypedFlow, "keepalive", False),
        (ResponseFlow, "response.created", False),
        (ResponseFlow, "response.output_item.added", False),
        (ResponseFlow, "response.output_text.delta", True),
        (ResponseFlow, "response.failed", True),
    ],
)
def test_preamble_is_no_content(kind: type[TypedFlow], type_: str, commits: bool) -> None:
    """Until something of the answer is there, another channel may answer."""
    assert kind.commits(event(type_)) is commits


def test_error_event_of_the_upstream_is_a_failure() -> None:
    """Its code is known, its words are not shown."""
    with pytest.raises(UpstreamError) as caught:
        ResponseFlow.commits(event("error", code="server_error", message="sk-up"))

    assert caught.value.failure.cause is Cause.INBAND
    assert (caught.value.failure.error or {})["code"] == "server_error"


def test_broken_response_ends_with_a_flat_error() -> None:
    """It goes on counting; the terminal events stay the upstream's own."""
    flow = flow_of(ResponseFlow)
    flow.feed(event("response.output_text.delta", sequence_number=7))

    (shown,) = flow.broken(Failure(Cause.CUT), CHANNEL)

    assert (shown.kind, shown.event) == (Kind.ERROR, "error")
    told = json.loads(shown.data or "")
    assert set(told) == {"type", "code", "message", "param", "sequence_number"}
    assert (told["type"], told["sequence_number"]) == ("error", 8)


def test_other_broken_stream_ends_with_an_error_object() -> None:
    """The envelope is the one of all errors."""
    (shown,) = flow_of(TypedFlow).broken(Failure(Cause.CUT), CHANNEL)

    told = json.loads(shown.data or "")
    assert (shown.event, told["type"]) == ("error", "error")
    assert set(told["error"]) == {"message", "type", "param", "code"}


def test_events_without_numbers_are_counted() -> None:
    """An upstream that does not count is counted for."""
    flow = flow_of(ResponseFlow)
    for _ in range(3):
        flow.feed(event("response.output_text.delta"))

    assert data(flow.broken(Failure(Cause.CUT), CHANNEL))["sequence_number"] == 3


def test_a_message_names_its_model_once() -> None:
    """In its start, which shows nothing of the answer; ``message_stop`` ends it."""
    flow = MessageFlow(Turn("r", alias="m"), Defects(), frozenset({"message_stop"}))
    start = event("message_start", message={"id": "a", "model": "up"})

    assert data(flow.feed(start))["message"] == {"id": "a", "model": "m"}
    assert data(flow.feed(event("ping"))) == {"type": "ping"}
    flow.feed(event("message_delta", usage={"input_tokens": 2, "output_tokens": 3}))
    assert flow._turn.tokens == 5
    assert not MessageFlow.commits(start)
    assert MessageFlow.commits(event("content_block_delta"))
    flow.feed(event("message_stop"))
    assert flow.saw_done


def test_a_message_that_breaks_off_is_told_in_its_dialect() -> None:
    """By an event named error."""
    flow = MessageFlow(Turn("req_1", alias="m", dialect=ANTHROPIC), Defects())

    (shown,) = flow.broken(Failure(Cause.CUT), CHANNEL)

    assert shown.event == "error"
    told = json.loads(shown.data or "")
    assert (told["type"], told["error"]["type"]) == ("error", "api_error")
    assert told["request_id"] == "req_1"
