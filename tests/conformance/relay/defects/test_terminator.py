"""Defects of the stream's terminating event."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.defects import terminator

D = "[DONE]"


@pytest.mark.parametrize("upstream_says_done", [True, False])
@pytest.mark.parametrize(
    ("defect", "end"),
    [
        (terminator.DropDone, []),
        (terminator.DoubleDone, [D, D]),
        (terminator.DoneWithTrailingSpace, [f"{D} "]),
    ],
)
def test_terminator_is_wrong(
    chunks: Any, stream: Any, defect: Any, end: list[str], upstream_says_done: bool
) -> None:
    """The chunks before it are as they were."""
    events = stream if upstream_says_done else stream[:4]

    assert chunks(defect, *events) == [*chunks(None, *stream)[:4], *end]


def test_chunk_after_done(chunks: Any, stream: Any) -> None:
    """A piece of the text comes again after the end."""
    shown = chunks(terminator.ChunkAfterDone, *stream)

    assert shown[4] == D
    assert shown[5:] == [shown[1]]


def test_done_only_if_upstream(chunks: Any, stream: Any) -> None:
    """What the upstream said is passed on, what it forgot is not supplied."""
    assert chunks(terminator.DoneOnlyIfUpstream, *stream)[-1] == D
    assert len(chunks(terminator.DoneOnlyIfUpstream, *stream[:4])) == 4


def test_forward_after_done(rig: Any, run: Any, stream: Any) -> None:
    """What the upstream sends after its end reaches the client."""

    async def work() -> Any:
        events = [*stream, stream[1], D]
        async with rig([{"events": events}], defects=("forward_after_done",)) as r:
            return (await r.ask(stream=True))[2]

    shown = run(work())

    assert shown[4] == shown[6] == D
    assert shown[5] == shown[1]
