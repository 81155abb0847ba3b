"""Defects of chat over an upstream of Gemini: what that is asked."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from conformance.relay.defects import asked_gemini as broken
from conformance.relay.turn import Turn

TURN = Turn("r", pair="chat-gemini")
BODY: Any = {
    "contents": [
        {
            "role": "user",
            "parts": [
                {"inlineData": {"data": "QUJD"}},
                {"functionResponse": {"id": "c1", "name": "f", "response": {}}},
            ],
        }
    ],
    "systemInstruction": {"parts": []},
    "toolConfig": {},
    "tools": [{"functionDeclarations": [{"name": "f", "parametersJsonSchema": {}}]}],
    "generationConfig": {"temperature": 0, "candidateCount": 2, "responseJsonSchema": {}},
}


def without(*names: str) -> Any:
    """The body without some members."""
    return {name: value for name, value in BODY.items() if name not in names}


def config(*kept: str) -> Any:
    """The body with some settings only."""
    found = {name: BODY["generationConfig"][name] for name in kept}
    return BODY | {"generationConfig": found}


def first(parts: Any) -> Any:
    """The body with these parts."""
    return BODY | {"contents": [{"role": "user", "parts": parts}]}


PICTURE, RESULT = BODY["contents"][0]["parts"]
UNNAMED: Any = {"functionResponse": {"id": "c1", "name": "c1", "response": {}}}
BARE: Any = [{"functionDeclarations": [{"name": "f"}]}]


@pytest.mark.parametrize(
    ("defect", "asked"),
    [
        (broken.ChatGeminiInstructionLost, without("systemInstruction")),
        (broken.ChatGeminiPictureLost, first([RESULT])),
        (broken.ChatGeminiResultsUnnamed, first([PICTURE, UNNAMED])),
        (broken.ChatGeminiChoiceLost, without("toolConfig")),
        (broken.ChatGeminiSchemaLost, BODY | {"tools": BARE}),
        (broken.ChatGeminiZeroLost, config("candidateCount")),
        (broken.ChatGeminiFormatLost, config("temperature", "candidateCount")),
        (broken.ChatGeminiOneChoice, config("temperature", "responseJsonSchema")),
    ],
)
def test_one_thing_is_lost(defect: Any, asked: Any) -> None:
    """And nothing else."""
    assert defect(TURN).translated(copy.deepcopy(BODY)) == asked


@pytest.mark.parametrize("defect", broken.ASKED_GEMINI)
def test_a_plain_question_stays(defect: Any) -> None:
    """There is nothing to lose."""
    plain: Any = {"contents": [{"role": "user", "parts": [{"text": "a"}]}]}

    assert defect(TURN).translated(copy.deepcopy(plain)) == plain
