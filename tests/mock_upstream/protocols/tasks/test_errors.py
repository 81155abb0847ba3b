"""Errors as families of tasks tell them."""

from __future__ import annotations

from typing import Any

import pytest

from mock_upstream import errors, jsontext
from mock_upstream.frames import Frames, Head, body_of
from mock_upstream.protocols.tasks.errors import kling, midjourney, suno, worded
from mock_upstream.reply import Failure


def read(frames: Frames) -> tuple[int, Any]:
    """Status and body."""
    assert isinstance(frames[0], Head)
    return frames[0].status, jsontext.loads(body_of(frames))


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [("midjourney_banned_prompt", 200, 24), ("server_error", 500, 9)],
)
def test_midjourney_has_a_code_and_a_description(name: str, status: int, code: int) -> None:
    """Also of what another dialect's row says."""
    told, body = read(midjourney(errors.failure(name)))

    assert (told, body["code"], body["result"]) == (status, code, None)
    assert body["description"]


def test_a_body_that_is_written_out_stays() -> None:
    """It is no plain error."""
    assert read(midjourney(Failure(502, {"a": 1}))) == (502, {"a": 1})


def test_suno_has_a_word_for_a_code() -> None:
    """That of the row, or its name."""
    _, own = read(suno(errors.failure("suno_invalid_request")))
    _, other = read(suno(errors.failure("server_error", code=None)))

    assert own == {"code": "invalid_request", "message": "prompt_empty", "data": None}
    assert other["code"] == "server_error"


@pytest.mark.parametrize(
    ("name", "code"),
    [("kling_content_policy", 1301), ("server_error", 5000), ("rate_limit_exceeded", 1302)],
)
def test_kling_has_digits_for_a_code(name: str, code: int) -> None:
    """Those of the row, or what its status is called."""
    _, body = read(kling(errors.failure(name)))

    assert body["code"] == code
    assert body["message"]
    assert body["request_id"]


def test_runway_has_words_under_error() -> None:
    """Nothing else."""
    assert read(worded(errors.failure("runway_not_found"))) == (
        404,
        {"error": "The referenced resource is not available."},
    )
