"""Responses folded from one piece and from events."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from conformance.wire.responses import fold

CALL: Any = {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"}
WHOLE: Any = {
    "id": "resp_1",
    "object": "response",
    "output": [
        {"type": "reasoning", "summary": [{"type": "summary_text", "text": "Hm."}]},
        {"type": "message", "content": [{"type": "output_text", "text": "Hi"}]},
        CALL,
    ],
}
EVENTS: Any = [
    {"type": "response.created", "response": {"id": "resp_1", "output": []}},
    {"type": "response.output_item.added", "output_index": 0, "item": {"type": "reasoning"}},
    {
        "type": "response.reasoning_summary_text.delta",
        "output_index": 0,
        "summary_index": 0,
        "delta": "Hm.",
    },
    {"type": "response.output_item.added", "output_index": 1, "item": {"type": "message"}},
    {"type": "response.output_text.delta", "output_index": 1, "content_index": 0, "delta": "H"},
    {"type": "response.output_text.delta", "output_index": 1, "content_index": 0, "delta": "i"},
    {"type": "response.output_item.added", "output_index": 2, "item": CALL | {"arguments": ""}},
    {"type": "response.function_call_arguments.delta", "output_index": 2, "delta": "{}"},
    {"type": "response.output_item.done", "output_index": 2, "item": CALL},
    {"type": "response.completed", "response": WHOLE},
]


def test_both_forms_say_the_same() -> None:
    """Text, reasoning and calls."""
    whole, streamed = fold([WHOLE]), fold(EVENTS)

    for folded in (whole, streamed):
        assert (folded.text, folded.reasoning) == ("Hi", "Hm.")
        assert folded.calls == [{"id": "c", "name": "f", "arguments": "{}"}]
    assert streamed.done == {2: CALL}
    assert streamed.ids == ["resp_1", "resp_1"]


def test_the_last_end_counts() -> None:
    """Also a bare error."""
    error = {"type": "error", "code": "x"}

    assert fold([*EVENTS[:3], error]).terminal == error
    assert fold([]).terminal is None


VALUES = st.recursive(
    st.none() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)
KEYS = st.sampled_from(["type", "response", "item", "output", "output_index", "delta", "content"])


@given(st.lists(st.dictionaries(KEYS, VALUES) | VALUES, max_size=4))
def test_nothing_raises(objects: list[Any]) -> None:
    """Whatever a relay sends."""
    folded = fold(objects)

    assert isinstance(folded.text + folded.reasoning, str)
    assert isinstance(folded.calls, list)


def test_texts_of_thoughts_are_not_what_is_said() -> None:
    """Some relays write both as the same kind of part."""
    said = {"type": "message", "content": [{"type": "output_text", "text": "Hi"}]}
    thought = {"type": "reasoning", "content": [{"type": "output_text", "text": "Hm"}]}

    folded = fold([{"output": [thought, said]}])

    assert (folded.text, folded.thoughts) == ("Hi", "Hm")
