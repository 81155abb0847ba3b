"""Errors in one shape, and the token."""

from __future__ import annotations

import aiohttp
import pytest

from mock_upstream.control.answers import BadRequestError, query_number, query_whole
from mock_upstream.server import start

API = "/__mock__/v1"


@pytest.mark.parametrize(
    ("header", "status"),
    [(None, 401), ("Bearer wrong", 401), ("Bearer é", 401), ("Bearer secret", 200)],
)
async def test_the_token_is_asked_for(header: str | None, status: int) -> None:
    """Health is open; everything else is not. Model traffic needs no control token."""
    running = await start(token="secret")
    headers = {} if header is None else {"Authorization": header}
    try:
        async with aiohttp.ClientSession(running.url) as http:
            assert (await http.get(f"{API}/sessions", headers=headers)).status == status
            assert (await http.get(f"{API}/health")).status == 200
            assert (await http.get("/v1/models")).status == 200
    finally:
        await running.close()


async def test_unknown_routes_are_told_in_json(http: aiohttp.ClientSession) -> None:
    """A wrong path and a wrong method; neither reaches the journal."""
    for method, path, status in (("GET", "/nowhere", 404), ("PUT", "/sessions", 405)):
        reply = await http.request(method, f"{API}{path}")
        assert reply.status == status
        assert path in (await reply.json())["error"]["message"]
    journal = await (await http.get(f"{API}/sessions/default/journal")).json()
    assert journal["entries"] == []


@pytest.mark.parametrize(("text", "number"), [("0", 0.0), ("1.5", 1.5)])
def test_a_query_number_is_read(text: str, number: float) -> None:
    """A default stands for what is absent."""
    assert query_number({"a": text}, "a", 9.0) == number
    assert query_number({}, "a", 9.0) == 9.0
    assert query_whole({}, "a") is None
    assert query_whole({"a": "3"}, "a") == 3


@pytest.mark.parametrize("text", ["", "x", "-1", "inf", "nan"])
def test_other_texts_are_no_number(text: str) -> None:
    """The error names the parameter."""
    with pytest.raises(BadRequestError, match=r"^a="):
        query_number({"a": text}, "a", 0.0)
