"""Defects of the choice between a stream and an answer in one piece."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.defects import mode
from conformance.relay.turn import Turn


@pytest.mark.parametrize(
    ("defect", "accept", "asked", "given"),
    [
        (mode.IgnoreStreamTrue, "*/*", True, False),
        (mode.AlwaysStream, "*/*", False, True),
        (mode.StreamByAccept, "*/*", True, True),
        (mode.StreamByAccept, "*/*", False, False),
        (mode.StreamByAccept, "application/json", True, False),
        (mode.StreamByAccept, "text/event-stream", False, True),
    ],
)
def test_mode_is_not_what_was_asked(defect: Any, accept: str, asked: bool, given: bool) -> None:
    """The body does not decide."""
    assert defect(Turn("r", headers={"Accept": accept})).wants_stream(asked) is given


@pytest.mark.parametrize(
    ("name", "asked", "sent"),
    [("ignore_stream_true", True, {"stream": False}), ("always_stream", False, {"stream": True})],
)
def test_upstream_is_asked_for_what_is_given(
    rig: Any, run: Any, stream: Any, name: str, asked: bool, sent: dict[str, bool]
) -> None:
    """The answer's form is the defect's choice, and complete in itself."""
    reply = {"events": stream} if name == "always_stream" else {"body": {"choices": []}}

    async def work() -> Any:
        async with rig([reply], defects=(name,)) as r:
            status, headers, _ = await r.ask(stream=asked, stream_options={})
            return status, headers["content-type"], r.upstreams[0].calls[0]

    status, content_type, body = run(work())

    assert status == 200
    assert content_type.startswith("text/event-stream") is sent["stream"]
    assert body["stream"] is sent["stream"]
    assert "stream_options" not in body
