"""The input of a request for a response."""

from __future__ import annotations

from typing import Any

import pytest

from mock_upstream.protocols.openai.responses.inputs import check_input, items_of

CALL: Any = {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"}


@pytest.mark.parametrize(
    ("value", "param"),
    [
        ("hi", None),
        ([{"role": "user", "content": "hi"}, CALL], None),
        ([{"type": "shell_call"}], None),
        (7, "input"),
        ([], "input"),
        (["hi"], "input[0]"),
        ([{"role": "tool", "content": "hi"}], "input[0].role"),
        ([{"role": "user"}], "input[0].content"),
        ([{"role": "user", "content": ["hi"]}], "input[0].content[0]"),
        ([{"role": "user", "content": [{}]}], "input[0].content[0].type"),
        ([{"type": "function_call_output", "output": ""}], "input[0].call_id"),
        ([{"id": None}], "input[0].id"),
    ],
)
def test_what_is_wrong_names_its_place(value: Any, param: str | None) -> None:
    """Text, or items that have what their type needs."""
    found = check_input(value)

    assert (found and found.body["error"]["param"]) == param


def test_items_have_type_and_id() -> None:
    """Texts become parts by who says them; ids that are there stay."""
    said = [{"role": "assistant", "content": "a"}, {"id": "x", **CALL}, {"id": "y"}]

    message, call, reference = items_of(said)

    assert message["content"] == [{"type": "output_text", "text": "a"}]
    assert message["id"].startswith("msg_")
    assert (call["id"], reference["type"]) == ("x", "item_reference")
    assert items_of("hi")[0]["content"] == [{"type": "input_text", "text": "hi"}]
