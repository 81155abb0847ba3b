"""Defects of the token counts."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.defects import usage
from conformance.relay.turn import Turn

USAGE = {
    "prompt_tokens": 3,
    "completion_tokens": 4,
    "total_tokens": 7,
    "prompt_tokens_details": {"cached_tokens": 1},
}
ASKED = {"stream_options": {"include_usage": True}}
MADE_UP = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}


@pytest.fixture
def counted(chunk: Any) -> list[Any]:
    """Give a stream that ends with its counts."""
    return [chunk({"content": "x"}), chunk({}, "stop"), chunk(choices=[], usage=USAGE), "[DONE]"]


@pytest.mark.parametrize(
    ("defect", "values"),
    [
        (usage.UsageChunkMissing, [None, None]),
        (usage.UsageNullAbsent, ["-", "-", USAGE]),
        (usage.UsageTotalWrong, [None, None, USAGE | {"total_tokens": 8}]),
        (
            usage.UsageRecounted,
            [
                None,
                None,
                USAGE | {"prompt_tokens": 10, "completion_tokens": 15, "total_tokens": 25},
            ],
        ),
        (
            usage.UsageDetailsLost,
            [None, None, {k: v for k, v in USAGE.items() if not k.endswith("details")}],
        ),
        (usage.UsageUnasked, [None, None, USAGE]),
    ],
)
def test_asked_counts_differ_in_one_way(
    chunks: Any, counted: Any, defect: Any, values: list[Any]
) -> None:
    """The counts of each chunk, ``"-"`` where the key is missing."""
    shown = chunks(defect, *counted, body=ASKED)

    assert [chunk.get("usage", "-") for chunk in shown[:-1]] == values
    assert shown[-1] == "[DONE]"


def test_usage_chunk_no_choices(chunks: Any, counted: Any) -> None:
    """Only the usage chunk lacks the key."""
    shown = chunks(usage.UsageChunkNoChoices, *counted, body=ASKED)

    assert ["choices" in chunk for chunk in shown[:-1]] == [True, True, False]


def test_usage_unasked(chunks: Any, counted: Any) -> None:
    """A client that did not ask gets one more chunk."""
    shown = chunks(usage.UsageUnasked, *counted)

    assert [chunk.get("usage", "-") for chunk in shown[:-1]] == ["-", "-", MADE_UP]
    assert shown[2]["choices"] == []


@pytest.mark.parametrize(
    "defect", [usage.UsageTotalWrong, usage.UsageRecounted, usage.UsageDetailsLost]
)
def test_counts_of_one_piece_differ_too(defect: Any) -> None:
    """A completion without counts is left alone."""
    hook = defect(Turn("r")).completion

    assert hook({"usage": USAGE})["usage"] != USAGE
    assert hook({"id": "x"}) == {"id": "x"}
