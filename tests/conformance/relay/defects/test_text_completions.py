"""Defects of the older text completions, whole and streamed."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.defects import text_completions as defects
from conformance.relay.envelope import RelayError
from conformance.relay.turn import Turn

HERE, ELSEWHERE = Turn("r", path=defects.PATH), Turn("r", path="/v1/embeddings")
CHOICE: dict[str, Any] = {"index": 0, "text": " abc\n", "logprobs": {}, "finish_reason": "stop"}
WHOLE: dict[str, Any] = {"object": "text_completion", "choices": [CHOICE], "usage": {"a": 1}}


def choice(**changes: Any) -> dict[str, Any]:
    """The completion with its choice changed."""
    return WHOLE | {"choices": [CHOICE | changes]}


@pytest.mark.parametrize(
    ("defect", "expected"),
    [
        (defects.CompletionObjectOfChat, WHOLE | {"object": "chat.completion"}),
        (defects.CompletionFinishNull, choice(finish_reason=None)),
        (defects.TextTrimmed, choice(text="ab")),
        (defects.TextLogprobsLost, choice(logprobs=None)),
        (defects.TextUsageLost, {k: v for k, v in WHOLE.items() if k != "usage"}),
        (defects.EchoDropped, WHOLE),
    ],
)
def test_a_completion_differs_in_one_way(defect: Any, expected: dict[str, Any]) -> None:
    """Other endpoints are left alone."""
    assert defect(HERE).result(dict(WHOLE)) == expected
    assert defect(ELSEWHERE).result(dict(WHOLE)) == WHOLE


@pytest.mark.parametrize(
    ("defect", "expected"),
    [
        (defects.TextChunkAsChat, [WHOLE | {"object": "chat.completion.chunk"}] * 2),
        (defects.TextChunkLost, [WHOLE]),
        (defects.TextFinishLost, [choice(finish_reason=None)] * 2),
        (defects.TextLogprobsLost, [choice(logprobs=None)] * 2),
        (defects.TextUsageLost, []),
    ],
)
def test_chunks_differ_in_one_way(defect: Any, expected: list[Any]) -> None:
    """Two chunks are sent."""
    made = defect(HERE)

    assert [*made.text_chunk(dict(WHOLE)), *made.text_chunk(dict(WHOLE))] == expected


def test_chunks_without_text_or_usage_are_kept() -> None:
    """What is lost has to be there."""
    end = {"choices": [CHOICE | {"text": ""}], "usage": None}

    assert defects.TextChunkLost(HERE).text_chunk(end) == [end]
    assert defects.TextUsageLost(HERE).text_chunk(end) == [end]


@pytest.mark.parametrize(
    ("defect", "body", "expected"),
    [
        (defects.EchoDropped, {"echo": True, "n": 1}, {"n": 1}),
        (defects.PromptFirstOnly, {"prompt": ["a", "b"]}, {"prompt": "a"}),
        (defects.PromptFirstOnly, {"prompt": [[1], [2]]}, {"prompt": [1]}),
        (defects.PromptFirstOnly, {"prompt": [1, 2]}, {"prompt": [1, 2]}),
        (defects.PromptFirstOnly, {"prompt": "a"}, {"prompt": "a"}),
        (defects.TextTrimmed, {"prompt": "a"}, {"prompt": "a"}),
    ],
)
def test_a_request_differs_in_one_way(
    defect: Any, body: dict[str, Any], expected: dict[str, Any]
) -> None:
    """Other endpoints are left alone."""
    assert defect(HERE).request_body(dict(body)) == expected
    assert defect(ELSEWHERE).request_body(dict(body)) == body


def test_completions_500() -> None:
    """Nothing is sent upstream; other endpoints are served."""
    with pytest.raises(RelayError) as caught:
        defects.Completions500(HERE).request_body({})

    assert caught.value.problem.status == 500
    assert defects.Completions500(ELSEWHERE).request_body({"a": 1}) == {"a": 1}
