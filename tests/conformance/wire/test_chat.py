"""Chat objects fold into what a client would hold, whatever their types."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.model import JSON
from conformance.wire import chat

KEYS = st.sampled_from(
    ["choices", "index", "delta", "message", "content", "tool_calls", "function", "arguments",
     "finish_reason", "usage", "error", "id", "name", "reasoning_content"]
)  # fmt: skip
HOSTILE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=40,
)


def chunk(index: JSON = 0, finish: JSON = None, **delta: JSON) -> JSON:
    """One chunk with one choice."""
    return {"choices": [{"index": index, "delta": delta, "finish_reason": finish}]}


def test_the_text_of_older_completions_joins_too() -> None:
    """It stands beside the index, in chunks and in whole answers."""
    choices = chat.fold([{"choices": [{"index": 0, "text": text}]} for text in ("a", None, "b")])

    assert choices[0].text == "ab"


def test_deltas_join_by_choice() -> None:
    """Text, reasoning and refusal of each choice come together in order."""
    choices = chat.fold(
        [
            chunk(1, content="b"),
            chunk(0, content="a", reasoning_content="why "),
            chunk(0, content="", reasoning="not", refusal="no"),
            chunk(0, content="c", finish="stop"),
        ]
    )

    assert list(choices) == [0, 1]
    assert (choices[0].text, choices[0].reasoning, choices[0].refusal) == ("ac", "why not", "no")
    assert (
        choices[1].text,
        choices[1].finish_reasons,
        choices[0].finish_reasons,
    ) == ("b", [], ["stop"])


def test_a_whole_completion_folds_like_a_stream() -> None:
    """``message`` counts as the one delta."""
    call = {"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    body = {"choices": [{"index": 0, "message": {"content": "hi", "tool_calls": [call]}}]}

    choice = chat.fold([body])[0]

    assert choice.text == "hi"
    assert choice.calls[0].as_json() == {
        "index": 0,
        "id": "c",
        "type": "function",
        "name": "f",
        "arguments": "{}",
    }


def test_fragments_of_calls_join_by_index() -> None:
    """The first identity counts, arguments are joined, fragments are kept."""
    first = {"index": 1, "id": "a", "type": "function", "function": {"name": "f", "arguments": ""}}
    second = {"index": 1, "id": "z", "function": {"name": "f", "arguments": '{"x":'}}
    third = {"index": 1, "function": {"arguments": "1}"}}
    other = {"index": 0, "id": "b"}

    calls = (
        chat.fold([chunk(tool_calls=[first]), chunk(tool_calls=[second, other, third])])[0]
    ).calls

    assert (calls[1].id, calls[1].name, calls[1].arguments) == ("a", "f", '{"x":1}')
    assert [first, second, third] == calls[1].fragments
    assert (calls[0].id, calls[0].name, calls[0].arguments) == ("b", None, "")


@pytest.mark.parametrize("index", [None, "0", True, 1.0, [], {}])
def test_an_index_of_wrong_type_is_the_place(index: JSON) -> None:
    """A choice whose index is no integer counts by its place in the list."""
    body = {"choices": [{"index": 0}, {"index": index, "delta": {"content": "x"}}]}

    assert chat.fold([body])[1].text == "x"


def test_usages_are_those_not_null() -> None:
    """Null and absent usage say nothing; any other value is kept."""
    assert chat.usages([{"usage": None}, {}, [], {"usage": {"total_tokens": 1}}, {"usage": 0}]) == (
        {"total_tokens": 1},
        0,
    )


@given(st.lists(HOSTILE))
def test_hostile_values_fold(objects: list[JSON]) -> None:
    """No JSON value makes folding raise, and the sums are texts."""
    choices = chat.fold(objects)

    assert all(isinstance(choice.text, str) for choice in choices.values())
    assert isinstance(chat.usages(objects), tuple)


def test_sound_and_citations_are_kept_as_they_were_sent() -> None:
    """Piece by piece; what is none of them is passed over."""
    cited = {"type": "url_citation"}
    choices = chat.fold(
        [chunk(0, audio={"id": "a"}), chunk(0, audio=None), chunk(0, annotations=[cited, 1])]
    )

    assert choices[0].audio == [{"id": "a"}]
    assert choices[0].annotations == [cited]


def test_a_thought_under_two_names_is_said_once() -> None:
    """Either name will do; what is no text says nothing."""
    assert chat.reasoning_of({"reasoning_content": "r", "reasoning": "r"}) == "r"
    assert chat.reasoning_of({"reasoning_content": None, "reasoning": "r"}) == "r"
    assert chat.reasoning_of({"reasoning": 1}) == ""
