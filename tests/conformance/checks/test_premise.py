"""What must have come to the client holds, or says why not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from conformance.checks.given import GIVEN
from conformance.model import End

STREAM = {"body": b'data: {"id":1}\n\n', "kind": "text/event-stream"}


@pytest.mark.parametrize(
    ("given", "reply", "holds"),
    [
        ("told-in-stream", {**STREAM, "body": b'data: {"error":{"message":"x"}}\n\n'}, True),
        ("told-in-stream", {**STREAM, "body": b'data: {"error":"x"}\n\n'}, False),
        ("told-in-stream", STREAM, False),
        ("told-in-stream", {"status": 500}, False),
        ("any", {"status": None, "end": End.RESET}, True),
        ("answered", {}, True),
        ("answered", {"status": None, "end": End.RESET}, False),
        ("answered", {"end": End.TRUNCATED}, False),
        ("ok", {}, True),
        ("ok", {"status": 404}, False),
        ("json", {"body": {}}, True),
        ("json", {"body": "text"}, False),
        ("json", {"body": {}, "status": 500}, False),
        ("stream", STREAM, True),
        ("stream", {**STREAM, "end": End.TRUNCATED}, True),
        ("stream", {**STREAM, "status": 500}, False),
        ("stream", {**STREAM, "body": b": nothing\n\n"}, False),
        ("stream", {"body": {}}, False),
        ("whole-stream", STREAM, True),
        ("whole-stream", {**STREAM, "end": End.TRUNCATED}, False),
        ("whole-stream", {**STREAM, "body": b'data: {"error":{"message":"x"}}\n\n'}, False),
        ("whole-stream", {"body": {}}, False),
        ("ended-stream", STREAM, True),
        ("ended-stream", {**STREAM, "body": b"data: [DONE]\n\n"}, True),
        ("ended-stream", {**STREAM, "status": 500}, False),
        ("ended-stream", {**STREAM, "body": b'data: {"error":{"message":"x"}}\n\n'}, False),
        ("whole-stream", {**STREAM, "body": b"data: [DONE]\n\n"}, False),
        ("legible-stream", {**STREAM, "end": End.TRUNCATED}, True),
        ("legible-stream", {**STREAM, "body": b"data: {\n\ndata: {}\n\n"}, False),
        ("legible-stream", {"status": 502}, False),
        ("framed", STREAM, True),
        ("framed", {"status": 500}, True),
        ("framed", {**STREAM, "body": b"data: \xe9\n\n"}, False),
        ("framed", {**STREAM, "body": b"data: {\n\n"}, False),
        ("framed", {**STREAM, "body": b"data: [DONE] \n\n"}, True),
        ("sound", STREAM, True),
        ("sound", {"body": {}}, True),
        ("sound", {"status": 500}, False),
        ("sound", {**STREAM, "body": b"data: {\n\n"}, False),
        ("sound", {"body": "{"}, False),
        ("error", {"status": 404}, True),
        ("error", {"status": 200}, False),
        ("error", {"status": 404, "end": End.TRUNCATED}, False),
    ],
)
def test_each_premise_holds_or_says_why_not(
    view: Callable[..., Any], given: str, reply: Any, holds: bool
) -> None:
    """None where it holds, a sentence where not."""
    assert holds == (GIVEN[given](view(**reply)) is None)
