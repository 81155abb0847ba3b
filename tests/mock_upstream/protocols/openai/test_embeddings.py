"""A vector follows from its input alone, has length one, and comes in two formats."""

from __future__ import annotations

import base64
import json
import math
import struct
from collections.abc import Callable
from typing import Any

import pytest
from openai.types import CreateEmbeddingResponse

import specs
from mock_upstream.endpoints import Meant, make_embeddings
from mock_upstream.frames import Head, body_of
from mock_upstream.protocols.openai.embeddings import read_embedding
from mock_upstream.reply import Failure
from mock_upstream.scenario.model import Call, Upstream

HELLO = {"model": "text-embedding-3-small", "input": "hello"}
Say = Callable[..., Meant]


@pytest.fixture
def meant() -> Say:
    """What is meant by the mock; ``said`` is what a script says, the rest are fields."""

    def build(said: Any = None, **fields: Any) -> Meant:
        call = Call("POST", "/embeddings", body={**HELLO, **fields})
        return make_embeddings(call, Upstream("a"), said or {}, 1)

    return build


def rows(told: Meant) -> Any:
    """The vectors of a reply, as they are written."""
    return [row["embedding"] for row in json.loads(body_of(told.frames))["data"]]


@pytest.mark.parametrize(
    "fields",
    [
        {"input": "a"},
        {"input": ["a", "b"]},
        {"input": [1, 2]},
        {"input": [[1], [2, 3]], "dimensions": 8, "user": "u"},
    ],
    ids=str,
)
def test_a_list_is_one_of_the_dialect(meant: Say, fields: dict[str, Any]) -> None:
    """By our schema in both formats, and by the SDK's strict type."""
    value = json.loads(body_of(meant(**fields).frames))
    packed = json.loads(body_of(meant(**fields, encoding_format="base64").frames))

    for one in (value, packed):
        assert not list(specs.validator("openai/embedding.list.json").iter_errors(one))
    CreateEmbeddingResponse.model_validate_json(json.dumps(value), strict=True)


@pytest.mark.parametrize(
    ("fields", "length"),
    [
        ({}, 1536),
        ({"model": "text-embedding-3-large"}, 3072),
        ({"model": "text-embedding-ada-002"}, 1536),
        ({"dimensions": 5}, 5),
    ],
    ids=str,
)
def test_a_vector_has_its_dimensions_and_length_one(
    meant: Say, fields: dict[str, Any], length: int
) -> None:
    """As many numbers as the model has, or as were asked for."""
    (vector,) = rows(meant(**fields))

    assert len(vector) == length
    assert math.isclose(math.hypot(*vector), 1, abs_tol=1e-3)


def test_equal_inputs_have_equal_vectors(meant: Say) -> None:
    """Whatever batch they are in; other inputs and models have others."""
    first, second, again = rows(meant(input=["a", "b", "a"], dimensions=4))

    assert first == again == rows(meant(input="a", dimensions=4))[0]
    assert first != second
    assert first != rows(meant(input="a", dimensions=4, model="m"))[0]


def test_a_short_vector_is_the_beginning_of_the_long_one(meant: Say) -> None:
    """Scaled to length one."""
    (long,), (short,) = rows(meant(dimensions=8)), rows(meant(dimensions=2))

    assert math.isclose(long[0] / long[1], short[0] / short[1], rel_tol=1e-5)


def test_base64_is_the_same_vector_in_single_floats(meant: Say) -> None:
    """Little-endian, four octets a number."""
    (numbers,), (packed,) = (
        rows(meant(dimensions=6)),
        rows(meant(dimensions=6, encoding_format="base64")),
    )

    assert list(struct.unpack("<6f", base64.b64decode(packed))) == numbers


def test_the_journal_is_told_the_beginning_of_each_vector(meant: Say) -> None:
    """By index, before the format; and what it costs."""
    told = meant(input=["a b", "c"], encoding_format="base64")

    (first, second) = rows(meant(input=["a b", "c"]))
    assert told.summary["vectors"] == {"0": first[:4], "1": second[:4]}
    assert told.summary["usage"] == {"prompt_tokens": 3, "total_tokens": 3}
    assert told.tokens == 3


def test_a_script_may_say_data_counts_and_headers(meant: Say) -> None:
    """In any order of indexes."""
    data = [
        {"object": "embedding", "index": index, "embedding": [float(index)]} for index in (1, 0)
    ]
    said = {
        "extras": {"data": data},
        "usage": {"prompt": 7},
        "model": "x",
        "headers": {"x-request-id": "mine"},
    }

    told = meant(said, input=["a", "b"])

    head = told.frames[0]
    assert isinstance(head, Head)
    assert dict(head.headers)["x-request-id"] == "mine"
    assert json.loads(body_of(told.frames))["data"] == data
    assert told.summary["vectors"] == {"1": [1.0], "0": [0.0]}
    assert (told.summary["model"], told.tokens) == ("x", 7)


@pytest.mark.parametrize(
    ("changes", "name", "param"),
    [
        ({"input": ""}, "missing_required_parameter", "input"),
        ({"input": ["a", ""]}, "invalid_value", "input"),
        ({"input": []}, "empty_array", "input"),
        ({"input": ["a"] * 2049}, "array_above_max_length", "input"),
        ({"input": None}, "invalid_type", "input"),
        ({"encoding_format": "hex"}, "invalid_value", "encoding_format"),
        ({"encoding_format": 5}, "invalid_type", "encoding_format"),
        ({"dimensions": 0}, "integer_below_min_value", "dimensions"),
        (
            {"model": "text-embedding-ada-002", "dimensions": 5},
            "unsupported_parameter",
            "dimensions",
        ),
    ],
    ids=lambda part: str(part)[:40],
)
def test_what_is_wrong_is_told(changes: dict[str, Any], name: str, param: str) -> None:
    """As a row of the catalogue, with the field."""
    found = read_embedding({**HELLO, **changes})

    assert isinstance(found, Failure)
    assert (found.name, found.body["error"]["param"]) == (name, param)
