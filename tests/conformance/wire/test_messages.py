"""Messages folded from one piece and from events."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from conformance.wire.messages import fold

CONTENT: Any = [
    {"type": "thinking", "thinking": "Hm.", "signature": "c2ln"},
    {"type": "redacted_thinking", "data": "b"},
    {"type": "text", "text": "Hi"},
    {"type": "tool_use", "id": "t", "name": "f", "input": {"a": 1}},
]
WHOLE: Any = {
    "type": "message",
    "content": CONTENT,
    "stop_reason": "tool_use",
    "stop_sequence": None,
    "usage": {"input_tokens": 3, "output_tokens": 9},
}


def begin(index: int, **block: Any) -> Any:
    """The start of a block."""
    return {"type": "content_block_start", "index": index, "content_block": block}


def delta(index: int, kind: str, **said: Any) -> Any:
    """One delta of a block."""
    return {"type": "content_block_delta", "index": index, "delta": {"type": kind, **said}}


EVENTS: Any = [
    {
        "type": "message_start",
        "message": {
            "content": [],
            "stop_reason": None,
            "usage": {"input_tokens": 3, "output_tokens": 1},
        },
    },
    begin(0, type="thinking", thinking="", signature=""),
    delta(0, "thinking_delta", thinking="H"),
    delta(0, "thinking_delta", thinking="m."),
    delta(0, "signature_delta", signature="c2ln"),
    begin(1, **CONTENT[1]),
    begin(2, type="text", text=""),
    delta(2, "text_delta", text="Hi"),
    begin(3, type="tool_use", id="t", name="f", input={}),
    delta(3, "input_json_delta", partial_json=""),
    delta(3, "input_json_delta", partial_json='{"a": 1}'),
    {
        "type": "message_delta",
        "delta": {"stop_reason": "tool_use", "stop_sequence": None},
        "usage": {"output_tokens": 9, "input_tokens": None},
    },
]


def test_a_stream_says_what_the_whole_does() -> None:
    """Blocks, reason and counts."""
    streamed, whole = fold(EVENTS), fold([WHOLE])

    assert streamed.content == whole.content == CONTENT
    assert streamed.stop_reason == whole.stop_reason == "tool_use"
    assert streamed.usage == whole.usage == WHOLE["usage"]
    assert (streamed.text, len(streamed.usages)) == ("Hi", 2)
    assert [block["type"] for block in streamed.of("tool_use", "text")] == ["text", "tool_use"]


def test_an_input_that_is_no_json_stays_text() -> None:
    """And one without pieces is empty."""
    events = [begin(0, type="tool_use"), delta(0, "input_json_delta", partial_json='{"a"')]
    empty = [begin(0, type="tool_use"), delta(0, "input_json_delta", partial_json="")]

    assert fold(events).content[0]["input"] == '{"a"'
    assert fold(empty).content[0]["input"] == {}


def test_what_does_not_fit_is_passed_over() -> None:
    """Deltas of no block, of no known type, and without their word."""
    events = [
        delta(9, "text_delta", text="lost"),
        begin(0, type="text", text="a"),
        delta(0, "of_a_later_day", text="b"),
        delta(0, "text_delta", text=None),
        {"type": "ping"},
        "no object",
    ]

    assert fold(events).text == "a"


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["type", "index", "delta", "content_block", "message", "usage"]),
            st.one_of(
                st.none(),
                st.integers(),
                st.sampled_from(["message_start", "content_block_start", "content_block_delta"]),
                st.just({"type": "text_delta", "text": 1, "content": "x"}),
                st.just([{}, 1]),
            ),
        )
    )
)
def test_nothing_makes_it_raise(events: list[Any]) -> None:
    """Whatever a relay sends."""
    assert isinstance(fold(events).text, str)
