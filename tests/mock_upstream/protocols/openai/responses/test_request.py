"""What a request for a response may be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mock_upstream.protocols.openai.responses.request import ResponsesRequest, read_response
from mock_upstream.reply import Failure

GOOD: Any = {"model": "m", "input": "hi"}


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({"input": "hi"}, "model"),
        ({"model": "m"}, "input"),
        ({**GOOD, "max_output_tokens": 15}, "max_output_tokens"),
        ({**GOOD, "stream": "yes"}, "stream"),
        ({**GOOD, "tools": [{"type": "function"}]}, "tools[0].name"),
        ({**GOOD, "text": {"format": {"type": "xml"}}}, "text.format.type"),
        ({**GOOD, "background": True, "store": False}, "background"),
        ({**GOOD, "previous_response_id": "resp_1"}, "previous_response_id"),
        ({**GOOD, "input": []}, "input"),
    ],
)
def test_what_is_wrong_names_its_field(body: Any, param: str) -> None:
    """The first wrong field is refused with 400."""
    found = read_response(body, (), lambda _: None)

    assert isinstance(found, Failure)
    assert (found.status, found.body["error"]["param"]) == (400, param)


@pytest.mark.parametrize(
    ("body", "headers", "status"), [(None, (), 400), (GOOD, (("Content-Type", "text/plain"),), 400)]
)
def test_only_json_is_read(body: Any, headers: Any, status: int) -> None:
    """Other bodies and other media types are refused."""
    found = read_response(body, headers, lambda _: None)

    assert isinstance(found, Failure)
    assert found.status == status


def test_a_request_goes_on_with_what_was_kept() -> None:
    """The earlier conversation stands before the new input."""
    before = [{"role": "user", "content": "first"}]

    request = read_response({**GOOD, "previous_response_id": "resp_1"}, (), lambda _: before)

    assert isinstance(request, ResponsesRequest)
    assert [message["role"] for message in request.chat.messages] == ["user", "user"]


def test_what_is_not_said_has_its_default(ask: Callable[..., ResponsesRequest]) -> None:
    """Kept, whole, in the foreground; null counts as absent."""
    request = ask(stream=None, stream_options=None, include=None, x_vendor=1)

    assert (request.store, request.stream, request.background) == (True, False, False)
    assert (request.include, request.tools, request.include_obfuscation) == ((), [], False)
