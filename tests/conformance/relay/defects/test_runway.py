"""Defects of Runway's answers and headers, each by what it makes of one."""

from __future__ import annotations

from typing import Any

from conformance.relay.defects import runway
from conformance.relay.turn import Turn

BODY = {"id": "7", "output": ["u"], "failureCode": "X"}


def made(defect: Any, method: str = "GET", path: str = "/runwayml/v1/tasks/{id}") -> Any:
    """The defect at a path."""
    return defect(Turn("r", path=path, method=method))


def test_an_answer_is_changed() -> None:
    """To a fetch, and to no submission."""
    assert made(runway.RunwayOutputAsText).result(BODY)["output"] == "u"
    assert made(runway.RunwayFailureCodeLost).result(BODY)["failureCode"] == ""
    assert made(runway.RunwayOutputAsText, "POST").result(BODY) == BODY


def test_the_version_is_lost() -> None:
    """Runway's alone."""
    headers = {"X-Runway-Version": "1", "Accept": "a"}

    assert made(runway.RunwayVersionLost).request_headers(headers) == {"Accept": "a"}
    other = made(runway.RunwayVersionLost, path="/luma/tasks").request_headers(headers)
    assert other == headers
