"""Defects of Kling's answers, each by what it makes of one."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.defects import kling
from conformance.relay.turn import Turn

FILM = {"url": "http://a/b.mp4", "duration": "5.0"}
BODY = {"code": 0, "data": {"task_info": {"a": 1}, "task_result": {"videos": [FILM]}}}


def told(defect: Any, method: str = "GET") -> dict[str, Any]:
    """What it makes of the answer to a fetch."""
    made = defect(Turn("r", path="/kling/v1/videos/text2video/{id}", method=method))
    return dict(made.result(BODY))


def test_a_code_is_text() -> None:
    """Of submissions too."""
    assert told(kling.KlingCodeAsText)["code"] == told(kling.KlingCodeAsText, "POST")["code"] == "0"


@pytest.mark.parametrize(
    ("defect", "expected"),
    [
        (kling.KlingDurationAsNumber, {"videos": [FILM | {"duration": 5.0}]}),
        (kling.KlingInfoLost, BODY["data"]["task_result"]),  # type: ignore[index]
    ],
)
def test_a_result_is_changed(defect: Any, expected: Any) -> None:
    """Where it is fetched."""
    assert told(defect)["data"]["task_result"] == expected
    assert told(defect, "POST") == BODY


def test_a_result_is_packed() -> None:
    """Into a text."""
    assert isinstance(told(kling.KlingResultAsText)["data"]["task_result"], str)
    assert told(kling.KlingInfoLost)["data"]["task_info"] == {}
