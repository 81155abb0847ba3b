"""Defects of the choices in a chunk."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.defects import choices


def facts(shown: list[Any]) -> list[tuple[Any, ...]]:
    """Return index, delta and finish reason of every choice, ``"-"`` for a missing one."""
    return [
        (choice["index"], choice["delta"], choice.get("finish_reason", "-"))
        for chunk in shown
        if chunk != "[DONE]"
        for choice in chunk["choices"]
    ]


ROLE = {"role": "assistant", "content": ""}
HE, LLO = {"content": "hé"}, {"content": "llo"}


@pytest.mark.parametrize(
    ("defect", "expected"),
    [
        (choices.NoRole, [({"content": ""}, None), (HE, None), (LLO, None), ({}, "stop")]),
        (choices.NoFinishReason, [(ROLE, None), (HE, None), (LLO, None), ({}, None)]),
        (choices.FinishReasonEmpty, [(ROLE, ""), (HE, ""), (LLO, ""), ({}, "stop")]),
        (choices.FinishKeyAbsent, [(ROLE, "-"), (HE, "-"), (LLO, "-"), ({}, "stop")]),
        (
            choices.FinishTwice,
            [(ROLE, None), (HE, None), (LLO, None), ({}, "stop"), ({}, "stop")],
        ),
        (
            choices.ContentAfterFinish,
            [(ROLE, None), (HE, None), ({}, "stop"), (LLO, None)],
        ),
        (
            choices.EmptyStream,
            [(ROLE, None), ({"content": ""}, None), ({"content": ""}, None), ({}, "stop")],
        ),
        (choices.DropChunk, [(ROLE, None), (LLO, None), ({}, "stop")]),
        (choices.DuplicateChunk, [(ROLE, None), (HE, None), (HE, None), (LLO, None), ({}, "stop")]),
    ],
)
def test_choices_differ_in_one_way(
    chunks: Any, stream: Any, defect: Any, expected: list[Any]
) -> None:
    """The terminator is in its place."""
    shown = chunks(defect, *stream)

    assert facts(shown) == [(0, *rest) for rest in expected]
    assert shown[-1] == "[DONE]"


def test_index_collapse(chunks: Any, chunk: Any) -> None:
    """The second choice says that it is the first."""
    second = {"index": 1, "delta": {"content": "x"}, "finish_reason": "stop"}

    shown = chunks(choices.IndexCollapse, chunk({}, "stop"), chunk(choices=[second]))

    assert [index for index, _, _ in facts(shown)] == [0, 0]
