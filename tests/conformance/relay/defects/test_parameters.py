"""Defects that lose or change parameters, each at its hook."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.defects import parameters
from conformance.relay.envelope import RelayError
from conformance.relay.form import Part
from conformance.relay.turn import Turn

CHAT = "/v1/chat/completions"
MODERATIONS = "/v1/moderations"
BODY: dict[str, Any] = {
    "model": "m",
    "messages": [{"role": "user", "content": "x"}],
    "presence_penalty": 0.5,
    "frequency_penalty": 0,
    "user": "u",
    "safety_identifier": "s",
    "service_tier": "flex",
    "prompt_cache_key": "k",
    "parallel_tool_calls": False,
    "temperature": None,
    "stop": None,
    "seed": 2**53 + 1,
    "top_p": 0.123456789,
    "logit_bias": {"1": -100},
    "reasoning_effort": "max",
    "response_format": {"type": "json_schema", "json_schema": {"name": "n"}},
}


@pytest.mark.parametrize(
    ("defect", "changes"),
    [
        (parameters.PenaltiesDropped, {"presence_penalty": ..., "frequency_penalty": ...}),
        (parameters.EndUserDropped, {"user": ..., "safety_identifier": ...}),
        (parameters.ServiceFieldsDropped, {"service_tier": ..., "prompt_cache_key": ...}),
        (parameters.FalseDropped, {"parallel_tool_calls": ...}),
        (parameters.NullAsZero, {"temperature": 0}),
        (parameters.EffortLowered, {"reasoning_effort": "high"}),
        (parameters.UnknownEffortDropped, {}),
        (parameters.FormatSchemaDropped, {"response_format": {"type": "text"}}),
        (parameters.StoreAdded, {"store": True}),
        (parameters.IntegersAsDoubles, {"seed": 2**53}),
        (parameters.IntegersAsFractions, {"logit_bias": {"1": -100.0}}),
        (parameters.FractionsAsSingles, {"top_p": 0.1235}),
        (parameters.ModeratesFirstOnly, {}),
    ],
)
def test_a_body_differs_in_one_way(defect: Any, changes: dict[str, Any]) -> None:
    """``...`` stands for a field that is gone."""
    expected = {name: value for name, value in (BODY | changes).items() if value is not ...}

    got = defect(Turn("r", path=CHAT)).request_body(dict(BODY))

    assert repr(sorted(got.items())) == repr(sorted(expected.items()))


@pytest.mark.parametrize("defect", parameters.PARAMETERS, ids=lambda one: one.name)
def test_a_request_without_such_parameters_is_left_alone(defect: Any) -> None:
    """What does not occur cannot be lost, but something can be added."""
    body = {"model": "m", "input": "x"}

    assert defect(Turn("r", path="/v1/embeddings")).request_body(dict(body)) == body


def test_an_effort_of_no_document_is_dropped() -> None:
    """The known ones are kept."""
    defect = parameters.UnknownEffortDropped(Turn("r", path=CHAT))

    assert defect.request_body({"reasoning_effort": "deepest"}) == {}


def test_an_object_as_format_is_a_failure() -> None:
    """With the relay's own 500."""
    with pytest.raises(RelayError) as caught:
        parameters.FormatObject500(Turn("r", path=CHAT)).request_body(dict(BODY))

    assert caught.value.problem.status == 500


@pytest.mark.parametrize(
    ("said", "kept"), [(["a", "b"], ["a"]), ([{}, {}], [{}, {}]), ([], []), ("a", "a")]
)
def test_the_first_text_alone_is_moderated(said: Any, kept: Any) -> None:
    """Pictures are another defect's business."""
    defect = parameters.ModeratesFirstOnly(Turn("r", path=MODERATIONS))

    assert defect.request_body({"input": said}) == {"input": kept}


@pytest.mark.parametrize(
    ("defect", "path", "gone"),
    [
        (parameters.EndUserDropped, "/v1/images/edits", "user"),
        (parameters.FormExtrasDropped, "/v1/audio/transcriptions", "x_note"),
        (parameters.FormTextDropped, "/v1/audio/translations", "prompt"),
        (parameters.FormTextDropped, "/v1/images/variations", "size"),
        (parameters.FormTextDropped, "/v1/images/edits", None),
    ],
)
def test_a_form_loses_one_field(defect: Any, path: str, gone: str | None) -> None:
    """All else is as it was."""
    names = ("model", "prompt", "size", "user", "x_note")
    parts = tuple(Part(name, None, b"", b"v") for name in names)

    kept = defect(Turn("r", path=path)).parts(parts)

    assert [part.name for part in kept] == [name for name in names if name != gone]
