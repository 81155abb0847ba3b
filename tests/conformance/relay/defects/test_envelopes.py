"""Defects of the shape in which errors are told."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay import headers
from conformance.relay.answer import Answer, Body
from conformance.relay.defects import envelopes
from conformance.relay.envelope import Reason
from conformance.relay.turn import Turn

TYPE, CODE = "requests", "rate_limit_exceeded"


@pytest.mark.parametrize(
    ("defect", "body"),
    [
        (envelopes.BareErrorString, {"error": "no"}),
        (envelopes.ForeignEnvelope, {"detail": "no"}),
        (envelopes.NoErrorType, {"error": {"message": "no", "param": None, "code": CODE}}),
        (envelopes.ErrorKeysMissing, {"error": {"message": "no", "type": TYPE}}),
        (
            envelopes.IntegerErrorCode,
            {"error": {"message": "no", "type": TYPE, "param": None, "code": 429}},
        ),
    ],
)
def test_error_has_another_shape(told: Any, defect: Any, body: Any) -> None:
    """The status stays."""
    problem, shown = told(defect, Reason.LIMIT)

    assert shown == body
    assert problem.status == 429


ERROR = Answer(400, Body.ERROR, b'{"error":{}}', headers={"Retry-After": "1"})


@pytest.mark.parametrize(("asked_stream", "status"), [(False, 200), (True, 400)])
def test_error_as_200(asked_stream: bool, status: int) -> None:
    """Errors of streams, and other answers, keep their status."""
    defect = envelopes.ErrorAs200(Turn("r", asked_stream=asked_stream))

    assert defect.answer(ERROR).status == status
    assert defect.answer(Answer(204, Body.NOTHING)).status == 204


@pytest.mark.parametrize("asked_stream", [False, True])
def test_stream_error_as_200(asked_stream: bool) -> None:
    """The error of a stream is an event of a stream; other errors stay."""
    shown = envelopes.StreamErrorAs200(Turn("r", asked_stream=asked_stream)).answer(ERROR)

    if asked_stream:
        assert (shown.status, shown.octets) == (200, b'data: {"error":{}}\n\n')
        assert shown.headers == {"Retry-After": "1", **headers.STREAM}
    else:
        assert shown == ERROR


def test_error_as_text_type() -> None:
    """Only errors have the wrong type."""
    defect = envelopes.ErrorAsTextType(Turn("r"))

    assert defect.answer(ERROR).content_type == "text/plain; charset=utf-8"
    assert defect.answer(Answer(200, Body.MODELS)).content_type == "application/json"
