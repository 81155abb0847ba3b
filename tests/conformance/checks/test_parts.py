"""What a message carries reaches the upstream whole, or is missed."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest

DATA = base64.b64encode(b"some octets").decode()
FILE = {"filename": "a.txt", "file_data": f"data:text/plain;base64,{DATA}"}


def body(*parts: Any, kind: str = "file") -> Any:
    """A request with these parts behind a text."""
    content = [{"type": "text", "text": "x"}, *({"type": kind, kind: part} for part in parts)]
    return {"messages": [{"role": "system", "content": "y"}, {"role": "user", "content": content}]}


@pytest.mark.parametrize(
    ("got", "found"),
    [
        (body(FILE), []),
        (body({**FILE, "file_data": DATA}), []),
        (body({**FILE, "more": 1}), []),
        (body({**FILE, "file_data": DATA[:8]}), ["/file/0/file_data"]),
        (body({**FILE, "file_data": "*"}), ["/file/0/file_data"]),
        (body({"file_data": DATA}), ["/file/0/filename"]),
        (body(), [None]),
        (body(FILE, FILE), [None]),
        (body(FILE, kind="input_file"), [None]),
        ({}, [None]),
        (b"no json", [None]),
    ],
)
def test_files_are_compared(
    view: Callable[..., Any],
    call: Callable[..., Any],
    places: Callable[..., Any],
    got: Any,
    found: Any,
) -> None:
    """By their octets; what a relay adds is no loss."""
    seen = view(request=body(FILE), upstream=[call(body=got)])

    assert places("parts.same", seen, kind="file") == found


def test_a_request_that_reached_no_upstream_lost_all(
    view: Callable[..., Any], places: Callable[..., Any]
) -> None:
    """It was answered without one."""
    assert places("parts.same", view(request=body(FILE)), kind="file") == [None]
