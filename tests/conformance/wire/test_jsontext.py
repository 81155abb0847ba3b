"""Strict JSON takes what RFC 8259 has, and names the place of the rest."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.model import JSON
from conformance.wire.jsontext import MAX_DEPTH, JsonTextError, loads

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)  # fmt: skip

REFUSED = {
    "empty": ("", 0),
    "two values": ("{} {}", 3),
    "duplicate key": ('{"a":1,"a":2}', 7),
    "duplicate key inside": ('[{"b":{"k":1,"k":1}}]', 13),
    "duplicate key by escape": ('{"k":1,"\\u006b":2}', 7),
    "equal keys in two objects before": ('[{"a":1},{"a":2},{"a":{"a":1},"a":2}]', 30),
    "NaN": ('["NaN", NaN]', 8),
    "Infinity": ("[Infinity]", 1),
    "minus infinity": ('{"x": -Infinity}', 6),
    "float beyond a double": ('["1e999", 1e999]]]', 10),
    "integer beyond a double": ("[1, 1" + "0" * 400 + "]", 4),
    "integer beyond what Python reads": ("9" * 10_000, 0),
    "byte-order mark": ("\ufeff{}", 0),
    "byte-order mark in octets": (b"\xef\xbb\xbf{}", 0),
    "invalid UTF-8": (b'{"a":"\xc3"}', 6),
    "offset in octets": ('"é" x'.encode(), 5),
    "offset in characters": ('"é" x', 4),
    "control character": ('"a\nb"', 2),
    "single quotes": ("{'a':1}", 1),
    "unclosed string": ('{"a', 1),
    "lone backslash": ('"' + "\\", 0),
    "too deep": ("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), MAX_DEPTH),
    "far too deep after a long string": (
        '["' + '\\"' * 50_000 + '",' + "[" * 100_000, 4 + 100_000 + MAX_DEPTH - 1
    ),
}  # fmt: skip


@given(VALUES)
def test_reads_back_what_was_written(value: JSON) -> None:
    """Each JSON value survives, as text and as octets."""
    text = json.dumps(value, ensure_ascii=False)

    assert loads(text) == value
    if not any("\ud800" <= char <= "\udfff" for char in text):
        assert loads(text.encode()) == value


@pytest.mark.parametrize(("source", "offset"), REFUSED.values(), ids=REFUSED)
def test_refuses_with_the_offset(source: str | bytes, offset: int) -> None:
    """What is not strict JSON is refused at its first wrong place."""
    with pytest.raises(JsonTextError) as caught:
        loads(source)

    assert offset == caught.value.offset


def test_brackets_in_strings_have_no_depth() -> None:
    """Only real nesting counts against the bound."""
    text = json.dumps(["[{" * 1000, '\\"[' * 1000])

    assert loads(text) == ["[{" * 1000, '\\"[' * 1000]


def test_depth_at_the_bound_is_taken() -> None:
    """The bound itself still reads."""
    assert loads("[" * MAX_DEPTH + "]" * MAX_DEPTH) is not None


@given(st.binary() | st.text())
def test_nothing_else_is_raised(source: str | bytes) -> None:
    """Any input gives a value or a JsonTextError."""
    with contextlib.suppress(JsonTextError):
        loads(source)


def test_message_says_what_and_where() -> None:
    """The error reads as one sentence."""
    with pytest.raises(JsonTextError, match=r"^duplicate key at offset 7$"):
        loads('{"a":1,"a":2}')
