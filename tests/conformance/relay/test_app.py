"""Routes, admission and the shape of every answer."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from conformance.relay import app
from conformance.relay.app import build_app
from conformance.relay.config import Channel, ClientKey, Limits, RelayConfig
from conformance.relay.defects import DEFECTS
from conformance.relay.server import start

CONFIG = RelayConfig(
    channels=(Channel("a", "http://127.0.0.1:9/v1", "sk-up", {"m": "up", "a/b": "up"}),),
    keys=(ClientKey("sk-client"),),
    limits=Limits(request_octets=200),
)
CHAT = "/v1/chat/completions"
KEY = {"Authorization": "Bearer sk-client"}
JSON_TYPE = {"Content-Type": "application/json"}


async def send(method: str, path: str, headers: Any = None, body: bytes | None = None) -> Any:
    """Return status, headers and body of one request to a relay of its own."""
    import aiohttp
    from yarl import URL

    relay = await start(CONFIG)
    try:
        async with (
            aiohttp.ClientSession() as client,
            client.request(
                method, URL(relay.url + path, encoded=True), headers=headers, data=body
            ) as response,
        ):
            return response.status, response.headers.copy(), await response.text()
    finally:
        await relay.close()


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "status", "code"),
    [
        ("GET", "/", KEY, None, 404, "unknown_url"),
        ("GET", "/v1", KEY, None, 404, "unknown_url"),
        ("GET", "/v1/models/", KEY, None, 404, "unknown_url"),
        ("POST", "/v1/files", KEY, b"{}", 404, "unknown_url"),
        ("GET", CHAT, KEY, None, 405, "method_not_supported"),
        ("DELETE", "/v1/models/m", KEY, None, 405, "method_not_supported"),
        ("POST", CHAT, {}, b"{}", 401, None),
        ("GET", "/v1/models", {"Authorization": "Bearer x"}, None, 401, "invalid_api_key"),
        (
            "POST",
            CHAT,
            KEY | {"Content-Type": "text/plain"},
            b"{}",
            415,
            "unsupported_content_type",
        ),
        ("POST", CHAT, KEY | JSON_TYPE, b"{", 400, None),
        ("POST", CHAT, KEY | JSON_TYPE, b"{}", 400, "missing_required_parameter"),
        ("POST", CHAT, KEY | JSON_TYPE, b'"' + b"x" * 300, 413, "request_too_large"),
        ("POST", CHAT, KEY | JSON_TYPE, b'{"model":"z","messages":[]}', 404, "model_not_found"),
        ("GET", "/v1/models/z", KEY, None, 404, "model_not_found"),
    ],
)
def test_refusals_are_complete_errors(
    run: Any, method: str, path: str, headers: Any, body: bytes | None, status: int, code: Any
) -> None:
    """Status and code fit, all four keys are there, and the answer has an id."""
    got, shown, text = run(send(method, path, headers, body))
    error = json.loads(text)["error"]

    assert (got, error["code"]) == (status, code)
    assert set(error) == {"message", "type", "param", "code"}
    assert shown["Content-Type"] == "application/json"
    assert shown["X-Request-Id"].startswith("req_")
    assert ("Allow" in shown) is (status == 405)
    assert ("WWW-Authenticate" in shown) is (status == 401)


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/v1/models/m", "m"), ("/v1/models/a/b", "a/b"), ("/v1/models/a%2Fb", "a/b")],
)
def test_model_is_found_by_its_id(run: Any, path: str, expected: str) -> None:
    """Slashes may be percent-encoded or not."""
    status, _, text = run(send("GET", path, KEY))

    assert (status, json.loads(text)["id"]) == (200, expected)


def test_models_are_listed(run: Any) -> None:
    """Every alias of the key is in the list; HEAD gives the same head."""
    status, _, text = run(send("GET", "/v1/models", KEY))

    assert status == 200
    assert [model["id"] for model in json.loads(text)["data"]] == ["m", "a/b"]
    assert run(send("HEAD", "/v1/models", KEY))[0] == 200


def test_preflight_needs_no_key(run: Any) -> None:
    """The answer allows the headers that SDKs send."""
    status, headers, text = run(send("OPTIONS", CHAT))

    assert (status, text) == (204, "")
    assert "Authorization" in headers["Access-Control-Allow-Headers"]
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Content-Type" not in headers


def test_ids_differ(run: Any) -> None:
    """No two answers have the same id."""
    ids = {run(send("GET", "/"))[1]["X-Request-Id"] for _ in range(2)}

    assert len(ids) == 2


def test_rate_limit_is_enforced(rig: Any, run: Any) -> None:
    """The answers count down, and the one too many says when to come back."""
    reply: dict[str, Any] = {"body": {"choices": []}}

    async def work() -> Any:
        async with rig([reply], key=ClientKey("sk-client", rpm=1)) as r:
            return await r.ask(), await r.ask()

    (ok, counted, _), (refused, headers, body) = run(work())

    assert (ok, counted["x-ratelimit-remaining-requests"]) == (200, "0")
    assert (refused, body["error"]["code"]) == (429, "rate_limit_exceeded")
    assert 1 <= int(headers["retry-after"]) <= 60


def test_unreachable_upstream_is_502(run: Any) -> None:
    """A connection that is refused is told without the address."""
    body = b'{"model":"m","messages":[]}'
    status, _, text = run(send("POST", CHAT, KEY | JSON_TYPE, body))

    assert status == 502
    assert "127.0.0.1" not in text


def test_every_defect_can_be_configured() -> None:
    """The application takes each name of the list."""
    names = tuple(defect.name for defect in DEFECTS)

    assert build_app(RelayConfig((), (), defects=names)) is not None


@pytest.mark.parametrize(("method", "path"), [("POST", CHAT), ("GET", "/v1/models")])
def test_a_fault_of_the_relay_is_told_like_any_error(
    run: Any, monkeypatch: pytest.MonkeyPatch, method: str, path: str
) -> None:
    """Complete, with the id of the request, and with nothing of what went wrong."""

    async def broken(*_: Any) -> None:
        raise KeyError("sk-up")

    monkeypatch.setattr(app._Relay, "_route", broken)

    got, shown, text = run(send(method, path, KEY | JSON_TYPE, b"{}"))

    assert (got, shown["Content-Type"]) == (500, "application/json")
    assert json.loads(text)["error"] == {
        "message": "The relay failed to answer.",
        "type": "server_error",
        "param": None,
        "code": "server_error",
    }
    assert shown["X-Request-Id"].startswith("req_")
    assert "sk-up" not in text


def test_without_the_net_the_web_server_tells(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault is then an answer in plain text."""
    monkeypatch.setitem(globals(), "CONFIG", replace(CONFIG, defects=("bare_500",)))

    got, shown, _ = run(send("POST", CHAT, KEY | JSON_TYPE, b"[]"))

    assert (got, shown["Content-Type"]) == (500, "text/plain; charset=utf-8")
