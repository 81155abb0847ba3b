"""JSON is read strictly and written compactly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_upstream import jsontext

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(VALUES)
def test_what_is_written_is_read_again(value: object) -> None:
    """Nothing is lost or changed."""
    assert value == jsontext.loads(jsontext.dumps(value))


def test_text_stays_utf8() -> None:
    """No character is escaped that need not be, no blank is spent."""
    assert jsontext.dumps({"a": [1, "你"]}) == '{"a":[1,"你"]}'.encode()


def test_a_lone_surrogate_stays_escaped() -> None:
    """UTF-8 has no octets for it."""
    assert jsontext.dumps("\ud800") == b'"\\ud800"'


@pytest.mark.parametrize("text", ["你", "\ud800"])
def test_the_canonical_text_is_the_same_for_any_order(text: str) -> None:
    """At every depth; the octets are those of an object in that order."""
    one, other = {"b": [{"y": 1, "x": text}], "a": 2}, {"a": 2, "b": [{"x": text, "y": 1}]}

    assert jsontext.canonical(one) == jsontext.canonical(other) == jsontext.dumps(other)


@pytest.mark.parametrize(
    "octets",
    [b"", b"{", b"\xff", b'{"a":1,"a":2}', b"NaN", b"[" * 100_000, b"\xef\xbb\xbf{}", b"{} x"],
    ids=lambda octets: repr(octets[:20]),
)
def test_what_is_no_json_is_refused(octets: bytes) -> None:
    """Bad UTF-8, double keys, NaN, and depths that no reader follows."""
    with pytest.raises(ValueError, match=r"."):
        jsontext.loads(octets)
