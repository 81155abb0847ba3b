"""A lane's session on the mock is made over the control API."""

from __future__ import annotations

from collections.abc import Mapping

import httpx2
import pytest

from conformance.errors import SetupError
from conformance.rigs import sessions

MOCK = "http://127.0.0.1:9100"


def test_one_request_makes_the_session_and_tells_its_upstreams(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The session replaces an older one; the preferred upstream comes first."""
    asked: list[tuple[str, object]] = []
    answer = {
        "id": "lane-0",
        "upstreams": {
            each.name: {"base_url": each.base_url, "key": each.key}
            for each in sessions.expected(MOCK, "lane-0")
        },
    }

    def post(url: str, *, json: Mapping[str, object], **_: object) -> httpx2.Response:
        asked.append((url, json))
        return httpx2.Response(201, json=answer, request=httpx2.Request("POST", url))

    monkeypatch.setattr(httpx2, "post", post)

    made = sessions.create(MOCK + "/", "lane-0")

    assert made == sessions.expected(MOCK, "lane-0")
    assert [each.name for each in made] == ["primary", "backup"]
    body = {"id": "lane-0", "upstreams": ["primary", "backup"], "replace": True}
    assert asked == [(f"{MOCK}/__mock__/v1/sessions", body)]


def test_a_mock_that_is_not_there_is_named() -> None:
    """The error says which mock did not make which session."""
    with pytest.raises(SetupError, match=r"http://127\.0\.0\.1:9 did not make session 'lane-0'"):
        sessions.create("http://127.0.0.1:9", "lane-0")
