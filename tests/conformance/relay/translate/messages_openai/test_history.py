"""The turns of a conversation in Anthropic's dialect as messages of a chat."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.envelope import RelayError
from conformance.relay.translate.messages_openai.history import messages


def text(words: str) -> dict[str, str]:
    """Return a block or part of text."""
    return {"type": "text", "text": words}


USE = {"type": "tool_use", "id": "a", "name": "f", "input": {"x": "é"}}
CALL = {"id": "a", "type": "function", "function": {"name": "f", "arguments": '{"x":"é"}'}}
THOUGHT = {"type": "thinking", "thinking": "hm", "signature": "s"}
DATA = {"type": "base64", "media_type": "image/png", "data": "AAAA"}
PICTURE = {"type": "image", "source": DATA}
PART = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}


@pytest.mark.parametrize(
    ("turn", "said"),
    [
        pytest.param(("user", "a"), [{"role": "user", "content": "a"}], id="words"),
        pytest.param(
            ("user", [text("a"), PICTURE]),
            [{"role": "user", "content": [text("a"), PART]}],
            id="picture",
        ),
        pytest.param(
            ("assistant", [THOUGHT, {"type": "redacted_thinking"}, text("a"), text("b"), USE]),
            [{"role": "assistant", "content": "a\n\nb", "tool_calls": [CALL]}],
            id="thoughts and a call",
        ),
        pytest.param(
            ("assistant", [USE]),
            [{"role": "assistant", "content": None, "tool_calls": [CALL]}],
            id="call alone",
        ),
        pytest.param(("assistant", []), [{"role": "assistant", "content": ""}], id="nothing"),
        pytest.param(
            (
                "user",
                [
                    text("a"),
                    {"type": "tool_result", "tool_use_id": "a", "content": [text("1"), PICTURE]},
                    {"type": "tool_result", "tool_use_id": "b"},
                ],
            ),
            [
                {"role": "tool", "tool_call_id": "a", "content": "1"},
                {"role": "tool", "tool_call_id": "b", "content": ""},
                {"role": "user", "content": [text("a"), PART]},
            ],
            id="results",
        ),
        pytest.param(
            ("user", [{"type": "tool_result", "tool_use_id": "a", "content": "1"}]),
            [{"role": "tool", "tool_call_id": "a", "content": "1"}],
            id="result alone",
        ),
    ],
)
def test_turn_becomes_messages(turn: Any, said: Any) -> None:
    """Each with what it says, in order."""
    role, content = turn

    assert messages(None, [{"role": role, "content": content}]) == said


@pytest.mark.parametrize(
    ("block", "part"),
    [
        (
            {"type": "image", "source": {"type": "url", "url": "https://a.example/b.png"}},
            {"type": "image_url", "image_url": {"url": "https://a.example/b.png"}},
        ),
        ({"type": "document", "source": {"type": "text", "data": "a"}}, text("a")),
        (
            {"type": "document", "source": DATA | {"media_type": "application/pdf"}},
            {
                "type": "file",
                "file": {
                    "filename": "document.pdf",
                    "file_data": "data:application/pdf;base64,AAAA",
                },
            },
        ),
    ],
)
def test_block_becomes_a_part(block: Any, part: Any) -> None:
    """Pictures and documents keep their octets or their address."""
    said = messages(None, [{"role": "user", "content": [block]}])

    assert said == [{"role": "user", "content": [part]}]


@pytest.mark.parametrize(
    "turn",
    [
        ("user", [{"type": "search_result"}]),
        ("user", [{"type": "image", "source": {"type": "file", "file_id": "x"}}]),
        ("assistant", [{"type": "server_tool_use"}]),
    ],
)
def test_what_is_unknown_there_is_refused(turn: Any) -> None:
    """It cannot be said."""
    with pytest.raises(RelayError) as caught:
        messages(None, [{"role": turn[0], "content": turn[1]}])

    assert caught.value.problem.param == "messages"


@pytest.mark.parametrize("system", ["a\n\nb", [text("a"), text("b")]])
def test_instructions_come_first(system: Any) -> None:
    """As one text."""
    assert messages(system, []) == [{"role": "system", "content": "a\n\nb"}]
