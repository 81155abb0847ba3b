"""Defects of reading an upstream's events."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conformance.relay.defects import reading
from conformance.relay.retry import Cause, Commit, Failure, RetryPolicy
from conformance.relay.sse import InEvent, Kind, OutEvent, SseReader
from conformance.relay.turn import Turn


@pytest.mark.parametrize(
    ("defect", "reads", "datas"),
    [
        (reading.ChunkIsEvent, [b"data: a\n\nda", b"ta: b\n\ndata: c\n\n"], ["a", "c"]),
        (reading.LfOnlyReader, [b"data: a\r\n\r\n", b"data: b\r\r"], []),
        (reading.LfOnlyReader, [b"data: a\n\n"], ["a"]),
        (reading.SpaceRequiredReader, [b"data:a\n\ndata: b\n\n"], ["b"]),
        (reading.CommentStopsReader, [b"data: a\n\n: x\n\ndata: b\n\n"], ["a"]),
        (reading.Utf8PerRead, [b"data: \xc3", b"\xa9\n\n"], ["\ufffd\ufffd"]),
        (reading.Utf8PerRead, [b"data: \xc3\xa9\n\n"], ["é"]),
    ],
)
def test_reader_loses_what_its_name_says(defect: Any, reads: list[bytes], datas: Any) -> None:
    """What is framed plainly is still read."""
    reader = defect(Turn("r")).reader(SseReader())

    events = [event for read in reads for event in reader.feed(read)] + reader.close()

    assert events == [InEvent(data=data) for data in datas]


def test_loss_is_not_noticed() -> None:
    """A stream of which nothing was read ends like a complete one; other breaks do not."""
    defect = reading.LfOnlyReader(Turn("r"))
    error = [OutEvent(Kind.ERROR, "{}")]

    assert defect.policy(RetryPolicy()).commits_at is Commit.END
    assert defect.broken(error, Failure(Cause.UNFINISHED))[0].kind is Kind.DONE
    assert defect.broken(error, Failure(Cause.CUT)) == error


def test_comment_as_data() -> None:
    """The comment keeps its colon."""
    assert reading.CommentAsData(Turn("r")).comment(" hi")[0].data == ": hi"


def test_unread_stream_is_a_clean_end(rig: Any, run: Any, stream: Any) -> None:
    """The client gets a 200 with nothing but the terminator."""
    octets = "".join(f"data: {json.dumps(event)}\r\n\r\n" for event in stream).encode()

    async def work() -> Any:
        async with rig([{"events": [octets]}], defects=("lf_only_reader",)) as r:
            return await r.ask(stream=True)

    status, _, events = run(work())

    assert (status, events) == (200, ["[DONE]"])
