"""Defects that change the conversation or its tools, each at its hook."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.defects import conversations
from conformance.relay.turn import Turn

CALL = {"id": "c", "type": "function", "function": {"name": "Look", "arguments": '{ "a": 1 }'}}
PARTS = [{"type": "text", "text": "x"}, {"type": "image_url", "image_url": {"url": "u"}}]
FRAGMENT = {"index": 0, "function": {"arguments": "{"}}
LOWERED = {"function": {"name": "look"}}
MESSAGES: list[dict[str, Any]] = [
    {"role": "user", "name": "ann", "content": PARTS, "x_note": 1},
    {"role": "assistant", "content": "", "reasoning_content": "r", "tool_calls": [CALL]},
    {"role": "assistant", "tool_calls": [CALL]},
    {"role": "user", "content": " ﬁ\n"},
]
TOOL: dict[str, Any] = {
    "type": "function",
    "function": {
        "name": "Look",
        "description": "a  b\n",
        "strict": True,
        "parameters": {"properties": {"a": {"const": 1}, "b": {"type": "string"}}},
    },
}


@pytest.mark.parametrize(
    ("defect", "at", "changes"),
    [
        (conversations.ContentEmptyNulled, 1, {"content": None}),
        (conversations.ContentAbsentEmptied, 2, {"content": ""}),
        (conversations.ReasoningHistoryDropped, 1, {"reasoning_content": ...}),
        (conversations.PartsFlattened, 0, {"content": "x\n"}),
        (conversations.MessageNamesDropped, 0, {"name": ...}),
        (conversations.TextNormalised, 3, {"content": " fi\n"}),
        (conversations.PromptTrimmed, 3, {"content": "ﬁ"}),
        (conversations.NestedExtrasDropped, 0, {"x_note": ...}),
    ],
)
def test_one_message_differs_in_one_way(defect: Any, at: int, changes: dict[str, Any]) -> None:
    """``...`` stands for a member that is gone."""
    changed = {key: one for key, one in (MESSAGES[at] | changes).items() if one is not ...}
    expected = [*MESSAGES[:at], changed, *MESSAGES[at + 1 :]]

    got = defect(Turn("r")).request_body({"messages": MESSAGES})

    assert got == {"messages": expected}


def test_arguments_are_written_anew() -> None:
    """Wherever a message has calls; none at all become an empty object."""
    bare = {"role": "assistant", "tool_calls": [{**CALL, "function": {"arguments": ""}}]}

    got = conversations.ArgumentsReformatted(Turn("r")).request_body(
        {"messages": [*MESSAGES, bare]}
    )

    said = [one["tool_calls"][0]["function"] for one in got["messages"] if "tool_calls" in one]
    assert [one["arguments"] for one in said] == ['{"a":1}', '{"a":1}', "{}"]
    assert got["messages"][0] == MESSAGES[0]


@pytest.mark.parametrize(
    ("defect", "changes"),
    [
        (
            conversations.SchemaKeywordsEmptied,
            {"parameters": {"properties": {"a": {}, "b": {"type": "string"}}}},
        ),
        (conversations.StrictDropped, {"strict": ...}),
        (conversations.ToolTextSqueezed, {"description": "a b"}),
    ],
)
def test_a_function_differs_in_one_way(defect: Any, changes: dict[str, Any]) -> None:
    """Its type and its neighbours are as they were."""
    function = {key: one for key, one in (TOOL["function"] | changes).items() if one is not ...}

    got = defect(Turn("r")).request_body({"tools": [TOOL]})

    assert got == {"tools": [TOOL | {"function": function}]}


@pytest.mark.parametrize("defect", conversations.CONVERSATIONS, ids=lambda one: one.name)
@pytest.mark.parametrize(
    "body",
    [
        {"input": "x"},
        {"tools": [{"type": "custom", "custom": {"name": "n"}}]},
        {"tools": [{"type": "function", "function": {"name": "n"}}], "tool_choice": "none"},
    ],
    ids=["no chat", "custom", "bare"],
)
def test_a_request_without_such_things_is_left_alone(defect: Any, body: Any) -> None:
    """What does not occur cannot be changed."""
    assert defect(Turn("r")).request_body(body) == body


@pytest.mark.parametrize(
    ("choice", "sent"),
    [({"type": "allowed_tools", "allowed_tools": {}}, "auto"), ({"type": "function"}, None)],
)
def test_a_list_of_allowed_tools_becomes_a_free_choice(choice: Any, sent: Any) -> None:
    """A named tool is left alone."""
    got = conversations.ToolChoiceFlattened(Turn("r")).request_body({"tool_choice": choice})

    assert got == {"tool_choice": choice if sent is None else sent}


@pytest.mark.parametrize("at", ["message", "delta"])
@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({"tool_calls": [{"function": {"name": "Look"}}]}, {"tool_calls": [LOWERED]}),
        ({"tool_calls": [FRAGMENT]}, {"tool_calls": [FRAGMENT]}),
        ({"content": "Look"}, {"content": "Look"}),
    ],
    ids=["named", "fragment", "text"],
)
def test_names_of_called_tools_are_lowered(at: str, said: Any, shown: Any) -> None:
    """In chunks and in answers of one piece; fragments without a name stay."""
    defect = conversations.ToolNamesLowered(Turn("r"))
    body = {"choices": [{"index": 0, at: said}]}

    got = defect.chunk(body) if at == "delta" else [defect.completion(body)]

    assert got == [{"choices": [{"index": 0, at: shown}]}]
