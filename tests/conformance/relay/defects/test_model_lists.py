"""Defects of the model list and of single models."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay import models
from conformance.relay.answer import Answer, Body
from conformance.relay.defects import model_lists
from conformance.relay.envelope import RelayError
from conformance.relay.turn import Turn

LIST = models.listing(("a", "b"))
A, B = LIST["data"]


@pytest.mark.parametrize(
    ("defect", "expected"),
    [
        (model_lists.ModelsNotList, {"data": [A, B]}),
        (model_lists.ModelsDuplicateIds, LIST | {"data": [A, B, A]}),
        (model_lists.ModelNotListed, LIST | {"data": [A | {"id": "a-next"}, B | {"id": "b-next"}]}),
        (model_lists.ModelGetOther, LIST),
        (model_lists.ModelGetCreatedString, LIST),
        (model_lists.ModelGet404, LIST),
        (
            model_lists.ModelsCreatedString,
            LIST | {"data": [model | {"created": str(model["created"])} for model in (A, B)]},
        ),
    ],
)
def test_list_differs_in_one_way(defect: Any, expected: Any) -> None:
    """All other members are as they were."""
    assert defect(Turn("r")).models(models.listing(("a", "b"))) == expected


@pytest.mark.parametrize(
    ("defect", "expected"),
    [
        (model_lists.ModelGetOther, A | {"id": "a-next"}),
        (model_lists.ModelsCreatedString, A),
        (model_lists.ModelGetCreatedString, A | {"created": str(A["created"])}),
        (model_lists.ModelNotListed, A),
    ],
)
def test_model_differs_in_one_way(defect: Any, expected: Any) -> None:
    """All other members are as they were."""
    assert defect(Turn("r")).model(models.model("a")) == expected


def test_model_get_404() -> None:
    """The model is refused like one that does not exist."""
    with pytest.raises(RelayError) as caught:
        model_lists.ModelGet404(Turn("r")).model(models.model("a"))

    assert (caught.value.problem.status, caught.value.problem.code) == (404, "model_not_found")


def test_models_open(rig: Any, run: Any) -> None:
    """Without a key the list is shown; a wrong key is refused, and so is a model."""

    async def work() -> list[int]:
        async with rig([{}], defects=("models_open",)) as r:
            asked = [("models", ""), ("models", "Bearer x"), ("models/m", "")]
            answers = [
                await r.client.get(f"{r.url}/v1/{path}", headers={"Authorization": key})
                for path, key in asked
            ]
            return [answer.status for answer in answers]

    assert run(work()) == [200, 401, 401]


def test_models_html() -> None:
    """Only the list is a page."""
    defect = model_lists.ModelsHtml(Turn("r"))

    shown = defect.answer(Answer(200, Body.MODELS, b"{}"))

    assert (shown.status, shown.content_type) == (200, "text/html; charset=utf-8")
    assert shown.octets.startswith(b"<!doctype html>")
    assert defect.answer(Answer(200, Body.MODEL, b"{}")).octets == b"{}"
