"""The messages of a chat as the turns of a conversation in Anthropic's dialect."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.envelope import RelayError
from conformance.relay.translate.chat_anthropic.history import messages, system


def text(words: str) -> dict[str, str]:
    """Return a block of text."""
    return {"type": "text", "text": words}


def user(*blocks: Any) -> dict[str, Any]:
    """Return a turn of the user's."""
    return {"role": "user", "content": list(blocks)}


def assistant(*blocks: Any) -> dict[str, Any]:
    """Return a turn of the model's."""
    return {"role": "assistant", "content": list(blocks)}


CALL = {"id": "a", "type": "function", "function": {"name": "f", "arguments": '{"x": [1, null]}'}}
USE = {"type": "tool_use", "id": "a", "name": "f", "input": {"x": [1, None]}}
BARE = {"id": "b", "type": "function", "function": {"name": "g", "arguments": ""}}


@pytest.mark.parametrize(
    ("said", "turns"),
    [
        pytest.param([user_ := {"role": "user", "content": "a"}], [user(text("a"))], id="words"),
        pytest.param([{"role": "system", "content": "s"}, user_], [user(text("a"))], id="system"),
        pytest.param([user_, user_], [user(text("a"), text("a"))], id="two of one side"),
        pytest.param(
            [{"role": "assistant", "content": None, "tool_calls": [CALL, BARE]}],
            [assistant(USE, {"type": "tool_use", "id": "b", "name": "g", "input": {}})],
            id="calls",
        ),
        pytest.param(
            [{"role": "assistant", "content": "", "reasoning_content": "t", "tool_calls": [CALL]}],
            [assistant(USE)],
            id="no empty words, no thoughts",
        ),
        pytest.param(
            [
                {"role": "tool", "tool_call_id": "a", "content": "1"},
                {"role": "tool", "tool_call_id": "b", "content": [text("2"), text("3")]},
                user_,
            ],
            [
                user(
                    {"type": "tool_result", "tool_use_id": "a", "content": "1"},
                    {"type": "tool_result", "tool_use_id": "b", "content": "23"},
                    text("a"),
                )
            ],
            id="results",
        ),
        pytest.param(
            [{"role": "assistant", "content": None, "refusal": "no"}],
            [assistant(text("no"))],
            id="refusal",
        ),
        pytest.param(
            [{"role": "assistant", "content": [{"type": "refusal", "refusal": "no"}]}],
            [assistant(text("no"))],
            id="refusal in a part",
        ),
        pytest.param([{"role": "assistant", "content": ""}], [], id="nothing"),
    ],
)
def test_messages_become_turns(said: Any, turns: Any) -> None:
    """Each with what it says, in order."""
    assert messages(said) == turns


@pytest.mark.parametrize(
    ("part", "block"),
    [
        (
            {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}},
            {
                "type": "image",
                "source": {"type": "base64", "media_type": "image/png", "data": "AAAA"},
            },
        ),
        (
            {"type": "image_url", "image_url": {"url": "https://a.example/b.png"}},
            {"type": "image", "source": {"type": "url", "url": "https://a.example/b.png"}},
        ),
        (
            {"type": "file", "file": {"file_data": "data:application/pdf;base64,AAAA"}},
            {
                "type": "document",
                "source": {"type": "base64", "media_type": "application/pdf", "data": "AAAA"},
            },
        ),
    ],
)
def test_part_becomes_a_block(part: Any, block: Any) -> None:
    """Pictures and documents keep their octets or their address."""
    assert messages([{"role": "user", "content": [part]}]) == [user(block)]


def test_part_that_is_unknown_there_is_refused() -> None:
    """Sound cannot be heard."""
    with pytest.raises(RelayError) as caught:
        messages([{"role": "user", "content": [{"type": "input_audio"}]}])

    assert caught.value.problem.param == "messages"


def test_instructions_are_joined() -> None:
    """Wherever they stand."""
    said: list[dict[str, Any]] = [
        {"role": "system", "content": "a"},
        {"role": "user", "content": "x"},
        {"role": "developer", "content": [text("b"), text("c")]},
    ]

    assert system(said) == "a\n\nbc"
