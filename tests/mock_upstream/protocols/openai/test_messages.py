"""Messages are checked by role and type of part."""

from __future__ import annotations

from typing import Any

import pytest

from mock_upstream.protocols.openai.messages import check_messages, message_text, parts_of

CALL = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}}


def image(url: object) -> dict[str, Any]:
    """A part with an image."""
    return {"type": "image_url", "image_url": {"url": url}}


@pytest.mark.parametrize(
    "messages",
    [
        [{"role": "user", "content": "hi"}],
        [{"role": "developer", "content": [{"type": "text", "text": "hi"}]}],
        [
            {
                "role": "user",
                "content": [image("https://a/b.png"), image("data:image/png;base64,AA")],
            }
        ],
        [{"role": "user", "content": [{"type": "input_audio", "input_audio": {"data": "AA"}}]}],
        [{"role": "user", "content": [{"type": "file", "file": {"file_id": "f"}}]}],
        [{"role": "assistant", "content": [{"type": "refusal", "refusal": "no"}]}],
        [{"role": "assistant", "content": None, "tool_calls": [CALL]}],
        [{"role": "assistant", "tool_calls": [CALL]}],
        [{"role": "function", "name": "f", "content": None}],
        [
            {"role": "assistant", "content": None, "tool_calls": [CALL]},
            {"role": "tool", "tool_call_id": "c1", "content": "1"},
        ],
    ],
    ids=lambda messages: str(messages)[:60],
)
def test_good_messages_pass(messages: list[Any]) -> None:
    """Every role and every type of part."""
    assert check_messages(messages) is None


@pytest.mark.parametrize(
    ("message", "code", "param"),
    [
        ("hi", "invalid_type", ""),
        ({"content": "hi"}, "missing_required_parameter", ".role"),
        ({"role": "robot", "content": "hi"}, "invalid_value", ".role"),
        ({"role": ["user"], "content": "hi"}, "invalid_value", ".role"),
        ({"role": "user"}, "missing_required_parameter", ".content"),
        ({"role": "user", "content": None}, "invalid_type", ".content"),
        ({"role": "user", "content": 5}, "invalid_type", ".content"),
        ({"role": "user", "content": []}, "empty_array", ".content"),
        ({"role": "user", "content": ["hi"]}, "invalid_type", ".content[0]"),
        ({"role": "user", "content": [{}]}, "missing_required_parameter", ".content[0].type"),
        ({"role": "user", "content": [{"type": "x"}]}, "invalid_value", ".content[0].type"),
        ({"role": "system", "content": [image("https://a")]}, "invalid_value", ".content[0].type"),
        (
            {"role": "user", "content": [{"type": "text"}]},
            "missing_required_parameter",
            ".content[0].text",
        ),
        (
            {"role": "user", "content": [{"type": "text", "text": 1}]},
            "invalid_type",
            ".content[0].text",
        ),
        (
            {"role": "user", "content": [{"type": "image_url", "image_url": {}}]},
            "missing_required_parameter",
            ".content[0].image_url.url",
        ),
        (
            {"role": "user", "content": [image(5)]},
            "invalid_type",
            ".content[0].image_url.url",
        ),
        (
            {"role": "user", "content": [image("ftp://a")]},
            "invalid_image_url",
            ".content[0].image_url.url",
        ),
        ({"role": "assistant", "tool_calls": ["x"]}, "invalid_type", ".tool_calls[0]"),
        (
            {"role": "assistant", "tool_calls": [{"id": "a"}]},
            "missing_required_parameter",
            ".tool_calls[0].type",
        ),
        ({"role": "tool", "content": "1"}, "missing_required_parameter", ".tool_call_id"),
        ({"role": "tool", "content": "1", "tool_call_id": 1}, "invalid_type", ".tool_call_id"),
        ({"role": "tool", "content": "1", "tool_call_id": "c9"}, None, ".role"),
    ],
    ids=lambda value: str(value)[:70],
)
def test_a_bad_message_is_told(message: Any, code: str | None, param: str) -> None:
    """The param leads to the part at fault."""
    found = check_messages([{"role": "user", "content": "hi"}, message])

    assert found is not None
    error = found.body["error"]
    assert (found.status, error["code"], error["param"]) == (400, code, f"messages[1]{param}")


def test_text_parts_are_read() -> None:
    """Other parts say nothing; plain text is one part."""
    parts = [{"type": "text", "text": "a"}, image("https://a"), {"type": "text", "text": "b"}]

    assert message_text({"content": parts}) == "a\nb"
    assert message_text({"content": "a"}) == "a"
    assert parts_of({"content": None}) == []
