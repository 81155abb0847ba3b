"""A moderation has one result for each text, and flags what the text asks for."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from openai.types import ModerationCreateResponse

import specs
from mock_upstream.endpoints import Meant, make_moderation
from mock_upstream.frames import Head, body_of
from mock_upstream.protocols.openai.moderations import CATEGORIES, read_moderation
from mock_upstream.reply import Failure
from mock_upstream.scenario.model import Call, Upstream

PARTS = [
    {"type": "text", "text": "look [violence]"},
    {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA"}},
]
Say = Callable[..., Meant]


@pytest.fixture
def meant() -> Say:
    """What is meant by the mock; ``said`` is what a script says, the rest are fields."""

    def build(said: Any = None, **fields: Any) -> Meant:
        call = Call("POST", "/moderations", body={"input": "hello", **fields})
        return make_moderation(call, Upstream("a"), said or {}, 1)

    return build


def results(told: Meant) -> Any:
    """The results of a reply."""
    return json.loads(body_of(told.frames))["results"]


@pytest.mark.parametrize("given", ["a", ["a", "[hate]"], PARTS], ids=str)
def test_a_moderation_is_one_of_the_dialect(meant: Say, given: Any) -> None:
    """By our schema and by the SDK's strict type."""
    value = json.loads(body_of(meant(input=given).frames))

    assert not list(specs.validator("openai/moderation.json").iter_errors(value))
    ModerationCreateResponse.model_validate_json(json.dumps(value), strict=True)


def test_a_text_names_the_category_that_it_meets(meant: Say) -> None:
    """Each text for itself; the score says the same."""
    clear, bad = results(meant(input=["fine", "[hate] and [self-harm/intent]"]))

    assert (clear["flagged"], bad["flagged"]) == (False, True)
    assert [name for name, met in bad["categories"].items() if met] == ["hate", "self-harm/intent"]
    scores = bad["category_scores"]
    assert (scores["hate"] > 0.8, scores["sexual"] < 0.1) == (True, True)
    assert scores.keys() == CATEGORIES.keys()


def test_parts_are_judged_together(meant: Say) -> None:
    """A picture counts where the category can be seen."""
    (result,) = results(meant(input=PARTS))

    assert result["flagged"]
    applied = result["category_applied_input_types"]
    assert (applied["violence"], applied["hate"]) == (["text", "image"], ["text"])


def test_older_models_know_less(meant: Say) -> None:
    """No illicit, and no applied input types; our schema takes that too."""
    told = meant(model="text-moderation-stable")

    (result,) = results(told)
    assert "illicit" not in result["categories"]
    assert "category_applied_input_types" not in result
    value = json.loads(body_of(told.frames))
    assert not list(specs.validator("openai/moderation.json").iter_errors(value))


def test_the_journal_is_told_all(meant: Say) -> None:
    """A script's id, model, results and headers stand."""
    said = {"id": "x", "model": "y", "extras": {"results": []}, "headers": {"x-request-id": "mine"}}
    told = meant(said)

    head = told.frames[0]
    assert isinstance(head, Head)
    assert dict(head.headers)["x-request-id"] == "mine"
    assert told.summary == {"id": "x", "model": "y", "results": []}
    assert json.loads(body_of(told.frames)) == told.summary


def test_without_a_model_the_usual_one_answers(meant: Say) -> None:
    """The same id for the same text."""
    assert meant().summary["model"] == "omni-moderation-latest"
    assert meant().summary["id"] == meant().summary["id"] != meant(input="b").summary["id"]


@pytest.mark.parametrize(
    ("given", "name", "param"),
    [
        (None, "invalid_type", "input"),
        (5, "invalid_type", "input"),
        ([], "empty_array", "input"),
        (["a", 5], "invalid_type", "input[1]"),
        ([5], "invalid_type", "input[0]"),
        ([{"type": "sound"}], "invalid_value", "input[0].type"),
        ([{"type": "text"}], "missing_required_parameter", "input[0].text"),
        ([{"type": "text", "text": 5}], "invalid_type", "input[0].text"),
        ([{"type": "image_url", "image_url": "x"}], "invalid_type", "input[0].image_url"),
    ],
    ids=str,
)
def test_what_is_wrong_is_told(given: Any, name: str, param: str) -> None:
    """As a row of the catalogue, with the field."""
    found = read_moderation({"input": given})

    assert isinstance(found, Failure)
    assert (found.name, found.body["error"]["param"]) == (name, param)
