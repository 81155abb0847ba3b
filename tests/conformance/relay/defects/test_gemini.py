"""Defects of the Gemini API leave other dialects alone."""

from __future__ import annotations

import inspect

import pytest

from conformance.relay.defects.base import Defect
from conformance.relay.defects.gemini import GEMINI
from conformance.relay.defects.gemini_contents import GEMINI_CONTENTS
from conformance.relay.envelope import Problem, Reason
from conformance.relay.turn import Turn

PROBLEM = Problem(Reason.BAD_KEY, 401, "no")
CHAT = Turn("r", headers={"x-goog-api-key": "k", "Authorization": "Bearer k"}, path="/v1/chat")


@pytest.mark.parametrize("defect", [*GEMINI, *GEMINI_CONTENTS], ids=lambda one: one.name)
def test_another_dialect_is_as_it_was(defect: type[Defect]) -> None:
    """Whatever is asked, told or answered there."""
    made = defect(CHAT)
    body = {"models": [], "systemInstruction": 1, "usageMetadata": {}, "totalTokens": 1}

    assert made.key_shown("k") == "k"
    assert made.request_body(body) == body
    assert made.request_headers({}) == {}
    assert made.request_path("/a") == "/a"
    assert made.result(body) == body
    assert made.envelope(body, PROBLEM) == body


@pytest.mark.parametrize("defect", [*GEMINI, *GEMINI_CONTENTS], ids=lambda one: one.name)
def test_a_defect_changes_one_thing(defect: type[Defect]) -> None:
    """It has a hook or a switch, and says what it does."""
    hooks = {name for name, _ in inspect.getmembers(Defect, inspect.isfunction)}
    own = {name for one in defect.__mro__[:3] if one is not Defect for name in vars(one)}

    assert defect.summary.endswith(".")
    assert defect.switches or own & hooks
