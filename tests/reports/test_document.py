"""JSON is read strictly, and every error names the file and the place."""

from __future__ import annotations

from pathlib import Path

import pytest

from reports.document import Node, RunError, read


@pytest.mark.parametrize(
    ("octets", "reason"),
    [
        (b'{"a": 1, "a": 2}', "stands twice"),
        (b"[NaN]", "NaN is not JSON"),
        (b"{", "is not strict JSON"),
        (b'"\xff"', "is not strict JSON"),
        (b"1" * 5_000, "is not strict JSON"),
        (b"[" * 100_000, "nested too deeply"),
    ],
    ids=["twice", "nan", "cut", "utf8", "digits", "deep"],
)
def test_what_is_not_strict_json_is_refused(tmp_path: Path, octets: bytes, reason: str) -> None:
    """Each kind of broken file is one error with the file's name."""
    file = tmp_path / "run.json"
    file.write_bytes(octets)

    with pytest.raises(RunError, match=reason) as caught:
        read(file)

    assert str(file) == caught.value.file


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """No file is an error of the same class."""
    with pytest.raises(RunError, match=r"nothing\.json"):
        read(tmp_path / "nothing.json")


def test_json_is_read(tmp_path: Path) -> None:
    """A strict document is its value."""
    file = tmp_path / "run.json"
    file.write_text('{"a": [1, "é"]}', encoding="utf-8")

    assert read(file) == {"a": [1, "é"]}


DOCUMENT = Node(
    "f", "", {"text": "t", "list": ["a"], "null": None, "big": float("inf"), "yes": True}
)


@pytest.mark.parametrize(
    ("walk", "message"),
    [
        (lambda n: n.need("gone"), "f: /: has no 'gone'"),
        (lambda n: n.need("null"), "f: /: has no 'null'"),
        (lambda n: n.need("text").find("x"), "f: /text: is a string, not an object"),
        (lambda n: n.need("list").text(), "f: /list: is an array, not a string"),
        (lambda n: n.need("text").number(), "f: /text: is a string, not a number"),
        (lambda n: n.need("yes").number(), "f: /yes: is a boolean, not a number"),
        (lambda n: n.need("big").number(), "f: /big: is too large a number"),
        (lambda n: n.need("big").boolean(), "f: /big: is a number, not true or false"),
        (lambda n: list(n.items("text")), "f: /text: is a string, not an array"),
        (lambda n: next(n.items("list")).number(), "f: /list/0: is a string, not a number"),
        (lambda n: n.need("text").one_of(("a", "b")), "f: /text: 't' is none of a, b"),
        (lambda _: Node("f", "/x", None).text(), "f: /x: is null, not a string"),
    ],
)
def test_a_wrong_value_names_its_place(walk: object, message: str) -> None:
    """The error says file, pointer, what was seen and what was expected."""
    assert callable(walk)

    with pytest.raises(RunError) as caught:
        walk(DOCUMENT)

    assert message == str(caught.value)


def test_absent_and_null_are_the_same_for_optional_members() -> None:
    """What may be missing may also be null."""
    assert DOCUMENT.optional("null") is None
    assert DOCUMENT.optional("gone") is None
    assert DOCUMENT.optional("text") == "t"
    assert DOCUMENT.texts("null") == ()
    assert DOCUMENT.texts("list") == ("a",)
    assert DOCUMENT.need("yes").boolean()
    assert DOCUMENT.need("text").one_of(("t",)) == "t"


def test_a_new_word_of_a_later_version_is_taken_for_another() -> None:
    """Wherever it stands below, and only where there is a careful word for it."""
    later = Node("f", "", {"a": [{"word": "new"}]}, is_newer=True)
    (row,) = later.items("a")

    assert row.need("word").one_of(("old",), "old") == "old"
    with pytest.raises(RunError, match="'new' is none of old"):
        row.need("word").one_of(("old",))
