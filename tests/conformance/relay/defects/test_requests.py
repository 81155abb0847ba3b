"""Defects of what the upstream is sent."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.defects import requests
from conformance.relay.envelope import RelayError
from conformance.relay.form import Part
from conformance.relay.turn import Turn

CHAT = "/v1/chat/completions"
BODY: dict[str, Any] = {
    "model": "m",
    "messages": [
        {"role": "user", "content": None},
        {"role": "user", "content": "x"},
        {"role": "a"},
    ],
    "temperature": 3,
    "n": 0,
    "stop": [],
    "stream": None,
    "vendor": {"a": 0},
    "tools": [{}],
    "tool_choice": "auto",
}


@pytest.mark.parametrize(
    ("defect", "changes"),
    [
        (requests.UnknownFieldDropped, {"vendor": ...}),
        (requests.ZeroDropped, {"n": ..., "stop": ...}),
        (
            requests.ContentNullEmptied,
            {"messages": [BODY["messages"][0] | {"content": ""}, *BODY["messages"][1:]]},
        ),
        (requests.RangeClamped, {"temperature": 2}),
        (requests.ToolsDropped, {"tools": ..., "tool_choice": ...}),
    ],
)
def test_body_differs_in_one_way(defect: Any, changes: dict[str, Any]) -> None:
    """``...`` stands for a field that is gone."""
    expected = {name: value for name, value in (BODY | changes).items() if value is not ...}

    assert defect(Turn("r", path=CHAT)).request_body(dict(BODY)) == expected


def test_a_form_loses_what_no_document_names() -> None:
    """The other parts stay as they were."""
    names = ("model", "vendor_field", "file")
    parts = tuple(Part(name, None, b"", b"x") for name in names)

    left = requests.FormUnknownLost(Turn("r")).parts(parts)

    assert left == (parts[0], parts[2])


@pytest.mark.parametrize("value", [0, 0.5, 2, None])
def test_temperature_in_range_is_left_alone(value: float | None) -> None:
    """Only what is out of range is bent."""
    assert requests.RangeClamped(Turn("r")).request_body({"temperature": value}) == {
        "temperature": value
    }


def test_request_without_messages_is_left_alone() -> None:
    """Other endpoints have none."""
    assert requests.ContentNullEmptied(Turn("r")).request_body({"input": "x"}) == {"input": "x"}


def test_unknown_field_500() -> None:
    """Only a field that stands in no table fails."""
    defect = requests.UnknownField500(Turn("r", path=CHAT))

    assert defect.request_body({"model": "m"}) == {"model": "m"}
    with pytest.raises(RelayError) as caught:
        defect.request_body(BODY)
    assert caught.value.problem.status == 500


def test_chat_500() -> None:
    """Only a plain request fails."""
    asked = Turn("r", body={"model": "m", "stream": False})

    assert requests.ChatFails(asked).completion({"id": "x"}) == {"id": "x"}
    with pytest.raises(RelayError) as caught:
        requests.ChatFails(Turn("r", body={"model": "m"})).completion({"id": "x"})

    assert caught.value.problem.status == 500


def test_forward_client_key() -> None:
    """The upstream's own key stays in its header."""
    defect = requests.ForwardClientKey(Turn("r", token="sk-client"))

    assert defect.request_headers({"Authorization": "Bearer sk-up"}) == {
        "Authorization": "Bearer sk-up",
        "X-Client-Authorization": "Bearer sk-client",
    }


@pytest.mark.parametrize("asked_stream", [False, True])
def test_double_call(rig: Any, run: Any, stream: Any, asked_stream: bool) -> None:
    """The client sees one answer, the upstream two equal requests."""
    reply = {"events": stream} if asked_stream else {"body": {"choices": []}}

    async def work() -> Any:
        async with rig([reply], defects=("double_call",)) as r:
            return (await r.ask(stream=asked_stream))[0], r.upstreams[0].calls

    status, calls = run(work())

    assert status == 200
    assert len(calls) == 2
    assert calls[0] == calls[1]
