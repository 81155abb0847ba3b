"""A response that tells of its own failure."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from mock_upstream import jsontext
from mock_upstream.endpoints import reply
from mock_upstream.errors import FaultError
from mock_upstream.faults.sse_response import ResponseFailed
from mock_upstream.frames import Data, Frames
from mock_upstream.scenario.model import Call, Upstream


def stream(path: str, **body: Any) -> Frames:
    """A healthy stream at ``path``."""
    call = Call("POST", path, body={"model": "m", "stream": True, **body})
    return reply(call, Upstream("a"), {"text": "one two three"}, 1).frames


@pytest.mark.parametrize(("form", "kind"), [("failed", "response.failed"), ("bare", "error")])
def test_the_last_event_tells_the_code(form: Any, kind: str) -> None:
    """It is numbered on, and nothing follows it."""
    fault = ResponseFailed(error="server_is_overloaded", form=form)

    frames = fault.apply(stream("/responses", input="hi"), at={"mark": "finish"}, rng=Random(1))

    last = frames[-1]
    assert isinstance(last, Data)
    name, _, text = last.octets.partition(b"\ndata: ")
    value = jsontext.loads(text)
    error = value["response"]["error"] if form == "failed" else value
    assert (name, value["type"], last.mark) == (f"event: {kind}".encode(), kind, "error")
    assert error["code"] == "server_is_overloaded"
    assert value["sequence_number"] == len(frames) - 2


@pytest.mark.parametrize("at", [None, {"frame": 0}])
def test_a_stream_that_is_no_response_cannot_fail_so(at: Any) -> None:
    """Chat has no such event, nor has a stream before its first one."""
    said = [{"role": "user", "content": "hi"}]
    frames = stream("/chat/completions", messages=said)

    with pytest.raises(FaultError, match="response"):
        ResponseFailed().apply(frames, at=at, rng=Random(1))


def test_an_unknown_row_is_refused() -> None:
    """The error is one of the catalogue."""
    with pytest.raises(FaultError, match="unknown error"):
        ResponseFailed(error="no_such_row")
