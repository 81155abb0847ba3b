"""Where a translation meets a call: events as they come in, failures as they are told.

Rules of this file: what an upstream says that a translation cannot read is the
upstream's fault, and what a client says that cannot be carried over is the client's.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace

from conformance.relay import jsontext
from conformance.relay.envelope import Reason, refusal
from conformance.relay.flow import parse_event
from conformance.relay.retry import Cause, Failure, UpstreamError
from conformance.relay.sse import DONE, InEvent
from conformance.relay.translate.translation import (
    UNSOUND,
    Asked,
    Body,
    Event,
    Events,
    Translation,
)

__all__ = ["answered", "asked_of", "retold", "translated"]


def asked_of(translation: Translation, body: Body) -> Body:
    """Return the upstream's body. Raises RelayError (400)."""
    try:
        return translation.request(body)
    except UNSOUND:
        message = "The request cannot be carried over to the upstream of this model."
        raise refusal(Reason.WRONG_TYPE, message) from None


def answered(translation: Translation, body: Body, asked: Asked) -> Body:
    """Return the client's answer. Raises UpstreamError."""
    try:
        return translation.answer(body, asked)
    except UNSOUND as caught:
        raise UpstreamError(Failure(Cause.GARBLED, 200)) from caught


@contextmanager
def retold(translation: Translation | None) -> Iterator[None]:
    """Let what an upstream says of its failure leave in the client's dialect."""
    try:
        yield
    except UpstreamError as caught:
        if translation is None or caught.failure.error is None:
            raise
        error = translation.error(caught.failure)
        raise UpstreamError(replace(caught.failure, error=error)) from caught


async def translated(
    events: AsyncIterator[InEvent], translation: Translation, asked: Asked
) -> AsyncGenerator[InEvent, None]:
    """Yield the events of a stream in the client's dialect. Raises UpstreamError."""
    told = translation.events(asked)
    with retold(translation):
        async for event in events:
            if event.comment is not None:
                yield event
            for one in _fed(told, event.data):
                yield InEvent(data=jsontext.dump(one))
            if told.is_over:
                return
        for one in told.end():
            yield InEvent(data=jsontext.dump(one))


def _fed(told: Events, data: str | None) -> list[Event]:
    """Return what the client sees of one event."""
    if not data:
        return []
    try:
        if data.strip() == DONE:
            told.is_over = True
            return told.end()
        return told.feed(parse_event(data))
    except UNSOUND as caught:
        raise UpstreamError(Failure(Cause.BAD_EVENT)) from caught
