"""Each endpoint has a good request, and bad ones are made of it."""

from __future__ import annotations

from typing import Any

import pytest

import specs
from conformance.catalog.fill import ABSENT
from conformance.catalog.samples import asked
from conformance.errors import UsageError

ROW: dict[str, Any] = {
    "name": "talk",
    "method": "POST",
    "path": "/talk/{model}",
    "dialect": "openai",
    "capability": "talk",
    "sample": {
        "body": {"model": "${model}", "words": "a"},
        "streamed": {"capability": "talk.stream", "with": {"stream": True}},
        "mistakes": {"missing": {"words": ABSENT}},
    },
}
FORM = {
    "name": "draw",
    "method": "POST",
    "path": "/draw",
    "dialect": "openai",
    "sample": {
        "multipart": {"fields": {"n": 1}, "files": [{"name": "image"}, {"name": "mask"}]},
        "mistakes": {"missing": {"image": ABSENT}},
    },
}
LIST = {"name": "list", "method": "GET", "path": "/list", "dialect": "openai"}
ROWS: list[dict[str, Any]] = [ROW, FORM, LIST]


def test_an_endpoint_is_asked_with_its_sample() -> None:
    """The path is filled in later, and the kind of body that it has not is absent."""
    value = asked({"endpoints": ["talk"]}, ROWS)["talk"]

    assert value["endpoint"] == {key: ROW[key] for key in ROW if key != "sample"}
    assert (value["path"], value["body"]) == ("/talk/${model_path}", ROW["sample"]["body"])
    assert (value["multipart"], value["stream"], value["needs"]) == (ABSENT, False, [])


def test_an_endpoint_without_a_sample_has_no_body() -> None:
    """It is asked by its path alone."""
    value = asked({"endpoints": ["list"], "stream": True}, ROWS)

    assert list(value) == ["list"]
    assert (value["list"]["body"], value["list"]["multipart"]) == (ABSENT, ABSENT)


def test_what_can_stream_is_asked_twice() -> None:
    """The second time with the field that asks for it, and the claim that it needs."""
    values = asked({"endpoints": ["talk", "draw"], "stream": True}, ROWS)

    assert list(values) == ["talk", "talk.stream", "draw"]
    assert values["talk.stream"]["body"] == {"model": "${model}", "words": "a", "stream": True}
    assert values["talk.stream"]["needs"] == ["talk.stream"]
    assert values["talk.stream"]["stream"] is True


@pytest.mark.parametrize(
    ("axis", "name", "body"),
    [
        ({"change": {"model": "x"}}, "talk", {"model": "x", "words": "a"}),
        ({"mistake": "missing"}, "talk", {"model": "${model}", "words": ABSENT}),
    ],
)
def test_a_change_lies_over_the_sample(axis: Any, name: str, body: Any) -> None:
    """All other fields stay."""
    assert asked({"endpoints": [name], **axis}, ROWS)[name]["body"] == body


def test_a_file_is_taken_away() -> None:
    """A form loses the file, and a field of that name is not sent either."""
    value = asked({"endpoints": ["draw"], "mistake": "missing"}, ROWS)["draw"]

    assert value["multipart"] == {"fields": {"n": 1, "image": ABSENT}, "files": [{"name": "mask"}]}


def test_an_unknown_endpoint_is_named() -> None:
    """The known ones are listed."""
    with pytest.raises(UsageError, match="no endpoint 'x'; known are draw, list, talk"):
        asked({"endpoints": ["x"]}, ROWS)


def test_each_sample_that_streams_says_how() -> None:
    """An endpoint that streams and has a sample can be asked for a stream."""
    rows = [row for row in specs.endpoints() if "sample" in row and row.get("streams")]

    assert [row["name"] for row in rows if "streamed" not in row["sample"]] == []
