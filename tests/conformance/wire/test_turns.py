"""The conversation that a request holds, in the words that all dialects share."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.wire.turns import pairs, turns


def text(words: str) -> dict[str, str]:
    """Return a block of text."""
    return {"type": "text", "text": words}


DATA = {"type": "base64", "media_type": "image/png", "data": "AAAA"}
CHAT = {
    "messages": [
        {"role": "system", "content": "Be brief."},
        {
            "role": "user",
            "content": [
                text("a b"),
                {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}},
            ],
        },
        {
            "role": "assistant",
            "content": None,
            "tool_calls": [{"id": "x", "function": {"name": "f", "arguments": '{"n": 1}'}}],
        },
        {"role": "tool", "tool_call_id": "x", "content": "18 °C"},
        {"role": "user", "content": "c"},
    ]
}
MESSAGES = {
    "system": [text("Be"), text("brief.")],
    "messages": [
        {"role": "user", "content": [text("a"), text("b"), {"type": "image", "source": DATA}]},
        {
            "role": "assistant",
            "content": [
                {"type": "thinking", "thinking": "hm"},
                {"type": "tool_use", "id": "y", "name": "f", "input": {"n": 1}},
            ],
        },
        {
            "role": "user",
            "content": [
                {"type": "tool_result", "tool_use_id": "y", "content": [text("18 °C")]},
                text("c"),
            ],
        },
    ],
}


@pytest.mark.parametrize("body", [CHAT, MESSAGES], ids=["chat", "messages"])
def test_conversation_is_the_same_in_both_dialects(body: Any) -> None:
    """Blanks, ids and the bounds of parts are not what was said."""
    found = turns(body)

    assert found.instructions == "Bebrief."
    assert found.words == [("user", "abc")]
    assert found.pictures == ["AAAA"]
    assert found.calls == [{"name": "f", "input": {"n": 1}}]
    assert found.results == [{"of": 0, "text": "18°C"}]


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {"messages": "x"},
        {"messages": [1, {"role": "user"}, {"role": "user", "content": [2, {"type": "new"}]}]},
    ],
)
def test_what_is_no_conversation_says_nothing(body: Any) -> None:
    """And never raises."""
    found = turns(body)

    assert (found.words, found.calls, found.results) == ([], [], [])
    assert list(pairs(body)) == []


def test_odd_parts_are_kept_as_they_are() -> None:
    """Arguments that are no JSON, a picture elsewhere, the result of no call."""
    calls = [
        {"id": 1, "function": {"name": "f", "arguments": "{"}},
        {"function": {"name": "g", "arguments": {}}},
        {"function": None},
    ]
    picture = {"type": "image_url", "image_url": {"url": "https://a.example/b.png"}}
    found = turns(
        {
            "messages": [
                {"role": "assistant", "content": "a", "tool_calls": calls},
                {"role": "tool", "tool_call_id": "z", "content": "b"},
                {"role": "user", "content": [picture]},
            ]
        }
    )

    assert [one["input"] for one in found.calls] == ["{", {}, None]
    assert found.results == [{"of": "z", "text": "b"}]
    assert found.pictures == ["https://a.example/b.png"]
    assert found.words == [("assistant", "a")]


def test_calls_stand_with_what_is_behind_them() -> None:
    """Turns of one side in a row are one."""
    use = {"type": "tool_use", "id": "x"}
    result = {"type": "tool_result", "tool_use_id": "x"}
    body = {
        "messages": [
            {"role": "assistant", "content": [use]},
            {"role": "user", "content": [result]},
            {"role": "user", "content": [text("a")]},
            {"role": "assistant", "content": [text("b")]},
        ]
    }

    assert list(pairs(body)) == [(["x"], [result, text("a")])]
