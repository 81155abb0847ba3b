"""JSON texts are read strictly and written plainly."""

from __future__ import annotations

import pytest

from conformance.relay import jsontext


@pytest.mark.parametrize("text", ["", "{", "NaN", "-Infinity", "1e999", b"\xff", "[" * 100_000])
def test_what_is_no_json_is_refused(text: str | bytes) -> None:
    """Everything outside the standard raises ValueError."""
    with pytest.raises(ValueError, match=r"."):
        jsontext.decode(text)


def test_duplicate_members_are_refused_on_demand() -> None:
    """The last member counts, unless two of one name are refused."""
    assert jsontext.decode('{"a":1,"a":2}') == {"a": 2}

    with pytest.raises(ValueError, match="same name"):
        jsontext.decode('{"a":1,"a":2}', refuse_duplicates=True)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"a": "é好"}, '{"a":"é好"}'),
        ("\ud83d", '"\\ud83d"'),
        ([1.5, None, True], "[1.5,null,true]"),
    ],
)
def test_text_is_compact_and_lone_surrogates_stay_escaped(value: object, text: str) -> None:
    """What is written can always be encoded."""
    assert jsontext.dump(value) == text
    assert jsontext.encode(value) == text.encode()
