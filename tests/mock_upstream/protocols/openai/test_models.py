"""Models are listed and found by id."""

from __future__ import annotations

import json

import pytest
from openai.types import Model

import specs
from mock_upstream.frames import Frames, Head, body_of
from mock_upstream.protocols.openai.models import DEFAULT_MODELS, render_model, render_models


def status(frames: Frames) -> int:
    """The status of a reply."""
    head = frames[0]
    assert isinstance(head, Head)
    return head.status


def test_the_list_is_one_of_the_dialect() -> None:
    """By its schema, and each id once."""
    value = json.loads(body_of(render_models([*DEFAULT_MODELS, DEFAULT_MODELS[0]])))

    assert not list(specs.validator("openai/model.list.json").iter_errors(value))
    assert [row["id"] for row in value["data"]] == list(DEFAULT_MODELS)


@pytest.mark.parametrize("name", DEFAULT_MODELS)
def test_each_model_is_found(name: str) -> None:
    """Also those with a slash or a colon."""
    frames = render_model(name)

    assert status(frames) == 200
    assert Model.model_validate_json(body_of(frames), strict=True).id == name


@pytest.mark.parametrize(
    ("asked", "found"),
    [("meta-llama%2Fllama-3.3-70b-instruct", DEFAULT_MODELS[5]), ("qwen2.5%3A7b", "qwen2.5:7b")],
)
def test_ids_may_be_percent_encoded(asked: str, found: str) -> None:
    """As clients send them."""
    assert json.loads(body_of(render_model(asked)))["id"] == found


def test_an_unknown_model_is_not_found() -> None:
    """The code says what is missing."""
    frames = render_model("no%2Fsuch", ["a"])

    error = json.loads(body_of(frames))["error"]
    assert (status(frames), error["code"]) == (404, "model_not_found")
    assert "`no/such`" in error["message"]
