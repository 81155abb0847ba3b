"""Defects of an answer in one piece."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.answer import Answer, Body
from conformance.relay.defects import completions
from conformance.relay.turn import Turn


def choice(content: Any, finish: str | None = "stop") -> dict[str, Any]:
    """Return one choice."""
    return {"message": {"content": content}, "finish_reason": finish}


def body(*choices: Any) -> dict[str, Any]:
    """Return a completion."""
    return {"object": "chat.completion", "choices": list(choices), "usage": {"total_tokens": 1}}


ONE, NONE = choice(" abc\n"), choice(None)


@pytest.mark.parametrize(
    ("defect", "expected"),
    [
        (completions.JsonObjectWrong, body(ONE, NONE) | {"object": "chat.completion.chunk"}),
        (completions.JsonUsageMissing, {k: v for k, v in body(ONE, NONE).items() if k != "usage"}),
        (completions.JsonContentTrimmed, body(choice("ab"), NONE)),
        (completions.JsonFinishNull, body(choice(" abc\n", None), choice(None, None))),
        (completions.NFirstOnly, body(ONE)),
    ],
)
def test_completion_differs_in_one_way(defect: Any, expected: dict[str, Any]) -> None:
    """All other members are as they were."""
    assert defect(Turn("r")).completion(body(choice(" abc\n"), choice(None))) == expected


def test_tool_calls_first_only() -> None:
    """A message without calls stays as it is."""
    calls = {"message": {"tool_calls": [{"id": "a"}, {"id": "b"}]}}

    shown = completions.ToolCallsFirstOnly(Turn("r")).completion({"choices": [calls, choice("x")]})

    assert shown["choices"] == [{"message": {"tool_calls": [{"id": "a"}]}}, choice("x")]


def test_json_as_text_type() -> None:
    """Only a completion has the wrong type."""
    defect = completions.JsonAsTextType(Turn("r"))

    assert defect.answer(Answer(200, Body.COMPLETION)).content_type == "text/plain; charset=utf-8"
    assert defect.answer(Answer(200, Body.MODELS)).content_type == "application/json"


def test_duplicate_json_keys() -> None:
    """The text has a member twice, with the same value."""
    defect = completions.DuplicateJsonKeys(Turn("r"))
    octets = b'{"object":"chat.completion","id":"x"}'

    shown = defect.answer(Answer(200, Body.COMPLETION, octets)).octets

    assert shown == b'{"object":"chat.completion","object":"chat.completion","id":"x"}'
    assert defect.answer(Answer(200, Body.MODELS, octets)).octets == octets
