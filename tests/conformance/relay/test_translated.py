"""Where a translation meets a call: events as they come in, failures as they are told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from conformance.relay.dialects import ANTHROPIC
from conformance.relay.envelope import RelayError
from conformance.relay.retry import Cause, Failure, UpstreamError
from conformance.relay.sse import InEvent
from conformance.relay.translate.translation import Asked, Event, Events, Translation
from conformance.relay.translated import answered, asked_of, retold, translated


class Counted(Events):
    """Numbers events; the one named last ends the stream."""

    def feed(self, event: Event) -> list[Event]:
        """Return the event twice."""
        self.is_over = "last" in event
        return [{"n": event["n"]}, {"n": event["n"]}]

    def end(self) -> list[Event]:
        """Return one more."""
        return [{"end": True}]


PAIR = Translation(
    name="a-b",
    dialect=ANTHROPIC,
    has=("x", str),
    path=lambda model, is_stream: f"/{model}/{is_stream}",
    request=lambda body: {"y": body["x"]},
    answer=lambda body, asked: {"x": body["y"], "created": asked.created},
    events=Counted,
    error=lambda failure: {"message": "told", "status": failure.status},
)


def run(*events: InEvent, failure: Failure | None = None) -> tuple[list[Any], Failure | None]:
    """Return what a client sees of upstream events, and with what it breaks."""

    async def upstream() -> AsyncIterator[InEvent]:
        for event in events:
            yield event
        if failure:
            raise UpstreamError(failure)

    async def work() -> tuple[list[Any], Failure | None]:
        seen: list[Any] = []
        try:
            async for event in translated(upstream(), PAIR, Asked()):
                seen += [event.comment if event.data is None else event.data]
        except UpstreamError as caught:
            return seen, caught.failure
        return seen, None

    return asyncio.run(work())


def data(text: str) -> InEvent:
    """Return an event."""
    return InEvent(data=text)


N1, END = '{"n":1}', '{"end":true}'


@pytest.mark.parametrize(
    ("events", "seen"),
    [
        pytest.param([data(N1)], [N1, N1, END], id="proper end"),
        pytest.param([data(N1), data("[DONE]"), data(N1)], [N1, N1, END], id="said to be done"),
        pytest.param([data('{"n":1,"last":1}'), data(N1)], [N1, N1], id="last word"),
        pytest.param([InEvent(comment=" hm"), data("")], [" hm", END], id="comment"),
    ],
)
def test_stream_is_retold_up_to_its_end(events: list[InEvent], seen: list[str]) -> None:
    """What comes behind the end is not read; comments stay what they are."""
    assert run(*events) == (seen, None)


@pytest.mark.parametrize(
    ("event", "cause"),
    [('{"m":1}', Cause.BAD_EVENT), ("<html>", Cause.BAD_EVENT), ("[]", Cause.BAD_EVENT)],
)
def test_event_that_cannot_be_read_is_the_upstreams_fault(event: str, cause: Cause) -> None:
    """Nothing of it reaches the client."""
    seen, failure = run(data(N1), data(event))

    assert seen == [N1, N1]
    assert failure
    assert failure.cause is cause


def test_error_in_a_stream_leaves_in_the_clients_words() -> None:
    """And what was held back for an end is not said."""
    seen, failure = run(data(N1), data('{"error":{"message":"busy"}}'))

    assert seen == [N1, N1]
    assert failure == Failure(Cause.INBAND, error={"message": "told", "status": None})


def test_cut_is_no_end() -> None:
    """The failure passes by."""
    assert run(data(N1), failure=Failure(Cause.CUT)) == ([N1, N1], Failure(Cause.CUT))


def test_failure_without_words_stays() -> None:
    """There is nothing to retell, and without a translation nothing is retold."""
    silent, told = Failure(Cause.CUT), Failure(Cause.STATUS, 400, {"message": "no"})

    for translation, failure in ((PAIR, silent), (None, told)):
        with pytest.raises(UpstreamError) as caught, retold(translation):
            raise UpstreamError(failure)

        assert caught.value.failure is failure


def test_sound_bodies_are_translated() -> None:
    """In both directions."""
    assert asked_of(PAIR, {"x": 1}) == {"y": 1}
    assert answered(PAIR, {"y": 1}, Asked(created=7)) == {"x": 1, "created": 7}


def test_request_that_cannot_be_read_is_the_clients_fault() -> None:
    """It is refused."""
    with pytest.raises(RelayError) as caught:
        asked_of(PAIR, {})

    assert caught.value.problem.status == 400


def test_answer_that_cannot_be_read_is_the_upstreams_fault() -> None:
    """Another channel may do better."""
    with pytest.raises(UpstreamError) as caught:
        answered(PAIR, {}, Asked())

    assert caught.value.failure.cause is Cause.GARBLED
