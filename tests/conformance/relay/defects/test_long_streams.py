"""Defects of streams that are long: long lines, long waits, and what rides on the chunks."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.config import Timeouts
from conformance.relay.defects import long_streams
from conformance.relay.defects.base import Defects, Switch
from conformance.relay.envelope import Problem, Reason, RelayError
from conformance.relay.retry import Cause, Failure, UpstreamError
from conformance.relay.sse import DONE, EventTooLargeError, InEvent, Kind, OutEvent, SseReader
from conformance.relay.turn import Turn

LONG = b"data: " + b"x" * 2**16 + b"\n\n"
ERROR = [OutEvent(Kind.ERROR, "{}")]
CUT = Failure(Cause.UNFINISHED)


def test_a_long_line_ends_what_is_read() -> None:
    """What stands before it is kept; what follows is not, and the end passes for a good one."""
    defect = long_streams.LongLineEndsStream(Turn("r"))
    reader = defect.reader(SseReader())

    assert [InEvent(data="a")] == reader.feed(b"data: a\n\n" + LONG + b"data: b\n\n")
    assert [event.data for event in defect.broken(ERROR, CUT)] == [DONE]


def test_short_lines_are_read_to_the_end() -> None:
    """A break is told as ever."""
    defect = long_streams.LongLineEndsStream(Turn("r"))
    reader = defect.reader(SseReader())

    assert len(reader.feed(b"data: a\n\ndata: b\n\n")) == 2
    assert defect.broken(ERROR, CUT) == ERROR


def test_a_long_line_is_refused() -> None:
    """Short ones are not."""
    reader = long_streams.LongLineRefused(Turn("r")).reader(SseReader())

    assert [InEvent(data="a")] == reader.feed(b"data: a\n\n")
    with pytest.raises(EventTooLargeError):
        reader.feed(LONG)


@pytest.mark.parametrize(
    ("body", "fails"),
    [
        ({}, False),
        ({"stream_options": {"include_usage": True}}, False),
        ({"stream_options": {}}, False),
        ({"stream_options": None}, True),
        ({"stream_options": {"include_usage": True, "more": 1}}, True),
    ],
    ids=str,
)
def test_an_unknown_option_fails(body: dict[str, Any], fails: bool) -> None:
    """The status is 500."""
    defect = long_streams.StreamOptions500(Turn("r"))

    if not fails:
        assert body == defect.request_body(body)
        return
    with pytest.raises(RelayError) as caught:
        defect.request_body(body)
    assert caught.value.problem.status == 500


def test_a_vendor_key_breaks_the_stream() -> None:
    """Other chunks pass."""
    defect = long_streams.ExtrasBreakStream(Turn("r"))

    assert defect.chunk({"id": "c"}) == [{"id": "c"}]
    with pytest.raises(UpstreamError):
        defect.chunk({"id": "c", "x_groq": {}})


@pytest.mark.parametrize(("tools", "first", "last"), [([{}], b"", b"ab"), ([], b"a", b"b")])
def test_tools_hold_the_stream_back(tools: list[Any], first: bytes, last: bytes) -> None:
    """Without them each event is written at once."""
    defect = long_streams.BufferWithTools(Turn("r", body={"tools": tools}))
    event = OutEvent(Kind.CHUNK, "x")

    assert defect.octets(b"a", event) == first
    assert defect.octets(b"b", event) + defect.tail(b"") == last


def test_pings_hold_the_stream_open() -> None:
    """The duty that is left undone is the stream's."""
    assert Defects((long_streams.HeldByPings(Turn("r")),)).has(Switch.HELD_BY_PINGS)


def test_patience_with_a_head() -> None:
    """Only the limit before the head is off."""
    patience = long_streams.HangBeforeHead(Turn("r")).timeouts(Timeouts(1, 2, 3))

    assert patience == Timeouts(1, None, 3)


@pytest.mark.parametrize(
    ("cause", "status"),
    [(Cause.TIMEOUT, 500), (Cause.STALL, 500), (Cause.CUT, 502), (None, 502)],
)
def test_a_time_out_is_told_as_500(cause: Cause | None, status: int) -> None:
    """Other failures keep their status."""
    failure = None if cause is None else Failure(cause)
    problem = Problem(Reason.UPSTREAM, 502, "no", "server_error", None, failure=failure)

    assert long_streams.TimeoutAs500(Turn("r")).error(problem).status == status
