"""Errors in the envelopes of others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mock_upstream import jsontext
from mock_upstream.errors import FaultError
from mock_upstream.faults import catalogue, make
from mock_upstream.faults.base import head_of
from mock_upstream.faults.http_envelope import ENVELOPES
from mock_upstream.frames import Frames, body_of


@pytest.mark.parametrize(
    ("form", "body"),
    [
        ("string", {"error": "no"}),
        ("bare", "no"),
        ("list", [{"error": {"code": 503, "message": "no"}}]),
        ("detail", {"detail": "no"}),
        (
            "detail_list",
            {
                "detail": [
                    {"type": "missing", "loc": ["body", "messages"], "msg": "no", "input": None}
                ]
            },
        ),
        ("error_code", {"error_code": 503, "error_msg": "no"}),
        ("status_code", {"statusCode": 503, "error": "Service Unavailable", "message": "no"}),
        ("message", {"message": "no"}),
        ("success", {"success": False, "code": 503, "msg": "no"}),
        ("errors", {"errors": [{"message": "no"}]}),
        ("anthropic", {"type": "error", "error": {"type": "api_error", "message": "no"}}),
        ("google", {"error": {"code": 503, "message": "no", "status": "UNAVAILABLE"}}),
        ("null", {"error": None}),
        ("empty", {}),
    ],
)
def test_each_form_is_its_own(
    form: str, body: Any, stream: Frames, strike: Callable[..., Frames]
) -> None:
    """Status and words are those asked for."""
    frames = strike(stream, "http.envelope", form=form, status=503, message="no")

    assert (head_of(frames).status, jsontext.loads(body_of(frames))) == (503, body)


def test_no_form_is_forgotten() -> None:
    """The parameter names each row of the table."""
    row = next(row for row in catalogue() if row["name"] == "http.envelope")

    assert list(ENVELOPES) == row["params"][0]["values"]


@pytest.mark.parametrize("status", [100, 204, 999])
def test_a_status_has_a_body(status: int) -> None:
    """Others are refused."""
    with pytest.raises(FaultError, match="no status with a body") as caught:
        make("http.envelope", {"status": status})

    assert caught.value.pointer == "/with/status"
