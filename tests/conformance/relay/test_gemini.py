"""What is Gemini's own: errors, lists, names in bodies; and the whole way through the relay."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from conformance.relay import gemini
from conformance.relay.config import Channel
from conformance.relay.envelope import Problem, Reason
from conformance.relay.retry import Cause, Failure

CHANNEL = Channel("a", "https://up.example/v1", "sk-up", {})
HI: Any = {"contents": [{"role": "user", "parts": [{"text": "Hi."}]}]}
GOOD: Any = {
    "candidates": [{"content": {"parts": [{"text": "Hello."}]}, "finishReason": "STOP"}],
    "usageMetadata": {"promptTokenCount": 1, "totalTokenCount": 2},
    "modelVersion": "up",
}
KEY: Any = {
    "code": 400,
    "message": "API key not valid.",
    "status": "INVALID_ARGUMENT",
    "details": [{"@type": "t", "reason": "API_KEY_INVALID"}],
}
HEADER = {"x-goog-api-key": "sk-client"}
Rig = Callable[..., AbstractAsyncContextManager[Any]]
PATH = "/v1beta/models/m:generateContent"
STREAM = "/v1beta/models/m:streamGenerateContent"


@pytest.mark.parametrize(
    ("path", "method", "is_own", "found"),
    [
        ("/v1/models/m:generateContent", "POST", False, "/v1beta/models/m:generateContent"),
        ("/v1/models/a/b:countTokens", "POST", False, "/v1beta/models/a/b:countTokens"),
        ("/v1/models", "GET", True, "/v1beta/models"),
        ("/v1/models/m", "GET", True, "/v1beta/models/m"),
        ("/v1/models", "GET", False, "/v1/models"),
        ("/v1/models/ft:m", "GET", False, "/v1/models/ft:m"),
        ("/v1/models/m", "POST", False, "/v1/models/m"),
        ("/v1/modelsx", "GET", True, "/v1/modelsx"),
        ("/v1beta/models", "GET", False, "/v1beta/models"),
    ],
)
def test_the_stable_version_has_the_paths_of_the_beta(
    path: str, method: str, is_own: bool, found: str
) -> None:
    """What is OpenAI's stays so."""
    assert gemini.local(path, method, is_own=is_own) == found


@pytest.mark.parametrize(
    ("details", "seconds"),
    [
        ([{"@type": "t"}, {"retryDelay": "37s"}], "37"),
        ([{"retryDelay": "0.5s"}], "1"),
        ([{"retryDelay": "soon"}, {"retryDelay": 7}, "5s"], None),
        (7, None),
        (None, None),
    ],
)
def test_a_time_to_wait_is_a_header_too(details: Any, seconds: str | None) -> None:
    """A fraction is a second more."""
    expected = {"Retry-After": seconds} if seconds else {}

    assert gemini.retry_after({"details": details}) == expected


def problem(status: int, error: Any = None, cause: Cause = Cause.STATUS) -> Problem:
    """What the relay tells of an upstream's refusal."""
    failure = Failure(cause, status, error)
    return Problem(Reason.UPSTREAM, status, "no", failure=failure, channel=CHANNEL)


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (401, "UNAUTHENTICATED"),
        (405, "INVALID_ARGUMENT"),
        (429, "RESOURCE_EXHAUSTED"),
        (502, "INTERNAL"),
        (504, "DEADLINE_EXCEEDED"),
    ],
)
def test_a_status_has_a_name(status: int, name: str) -> None:
    """That of its class, when it has none of its own."""
    error = gemini.envelope(Problem(Reason.BAD_KEY, status, "no"), "req")["error"]

    assert error == {"code": status, "message": "no", "status": name}


def test_an_upstream_s_name_and_details_stay() -> None:
    """Without what is the channel's."""
    told = {"status": "FAILED_PRECONDITION", "details": [{"@type": "t", "host": "up.example"}]}

    error = gemini.envelope(problem(429, told), "req")["error"]

    assert error["status"] == "FAILED_PRECONDITION"
    assert error["details"] == [{"@type": "t", "host": "***"}]


@pytest.mark.parametrize(
    "one",
    [
        problem(429, {"status": "odd name", "details": "odd"}),
        problem(429, {"status": "INTERNAL"}, Cause.INBAND),
        problem(429),
    ],
)
def test_what_is_odd_or_no_refusal_is_not_passed(one: Problem) -> None:
    """The relay's own word stands."""
    error = gemini.envelope(one, "req")["error"]

    assert error == {"code": 429, "message": "no", "status": "RESOURCE_EXHAUSTED"}


def test_a_model_is_named_in_its_collection() -> None:
    """Alone and in the list."""
    assert gemini.model("a")["name"] == "models/a"
    assert gemini.listing(("a", "b"))["models"] == [gemini.model("a"), gemini.model("b")]


def test_names_in_a_body_are_the_upstream_s() -> None:
    """At its top, in a request inside, and in a list of them; nowhere else."""
    inner = {"model": "models/m", "content": {"model": 7}}
    body = {"model": "models/m", "requests": [inner], "generateContentRequest": inner, "a": "m"}

    shown = gemini.renamed(body, "up")

    named = {"model": "models/up", "content": {"model": 7}}
    assert shown == {
        "model": "models/up",
        "requests": [named],
        "generateContentRequest": named,
        "a": "m",
    }
    assert gemini.renamed({"a": 1}, "up") == {"a": 1}


def test_a_request_goes_through(rig: Rig, run: Callable[..., Any]) -> None:
    """The path has the upstream's name, the header its key; the alias comes back."""

    async def ask() -> Any:
        async with rig([{"body": GOOD}]) as relay:
            return await relay.send(PATH, HI, headers=HEADER), relay.upstreams[0]

    (status, _, octets), upstream = run(ask())

    assert (status, json.loads(octets)) == (200, GOOD | {"modelVersion": "m"})
    assert upstream.targets == ["POST /v1beta/models/up:generateContent"]
    assert upstream.calls == [HI]
    assert upstream.headers[0]["x-goog-api-key"] == "sk-up-0"
    assert "Authorization" not in upstream.headers[0]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?alt=sse", b"data: %b\n\n"),
        ("", b"[%b]"),
        ("?key=sk-client", b"[%b]"),
    ],
)
def test_a_stream_has_the_form_that_is_asked_for(
    rig: Rig, run: Callable[..., Any], query: str, expected: bytes
) -> None:
    """The upstream is always asked for events."""

    async def ask() -> Any:
        async with rig([{"events": [GOOD]}]) as relay:
            return await relay.send(STREAM + query, HI), relay.upstreams[0].targets

    (status, _, octets), targets = run(ask())

    shown = json.dumps(GOOD | {"modelVersion": "m"}, separators=(",", ":")).encode()
    assert (status, octets) == (200, expected % shown)
    assert targets == ["POST /v1beta/models/up:streamGenerateContent?alt=sse"]


def test_a_broken_array_ends_with_an_error(rig: Rig, run: Callable[..., Any]) -> None:
    """Its last element tells of it."""
    begun = {"candidates": [{"content": {"parts": [{"text": "He"}]}}], "usageMetadata": {}}

    async def ask() -> Any:
        async with rig([{"events": [begun], "end": "cut"}]) as relay:
            return await relay.send(STREAM, HI)

    _, headers, octets = run(ask())

    first, last = json.loads(octets)
    assert headers["content-type"].startswith("application/json")
    assert (first, last["error"]["code"]) == (begun, 502)


@pytest.mark.parametrize(
    "error", [KEY, {"code": 400, "message": "no", "status": "FAILED_PRECONDITION"}]
)
def test_the_relay_s_own_account_is_not_the_client_s_matter(
    rig: Rig, run: Callable[..., Any], error: Any
) -> None:
    """Another channel serves; without one it is a bad gateway."""
    refused = {"status": 400, "body": {"error": error}}

    async def ask(*scripts: Any) -> Any:
        async with rig(*scripts) as relay:
            return await relay.send(PATH, HI)

    assert run(ask([refused], [{"body": GOOD}]))[0] == 200
    status, _, octets = run(ask([refused]))
    assert (status, json.loads(octets)["error"]["status"]) == (502, "INTERNAL")


def test_models_are_the_aliases(rig: Rig, run: Callable[..., Any]) -> None:
    """All, one, and none by that name."""

    async def ask() -> Any:
        async with rig([{}]) as relay:
            paths = ("", "/m", "/x")
            return [
                await relay.send(f"/v1beta/models{path}", method="GET", headers=HEADER)
                for path in paths
            ]

    every, one, none = run(ask())

    assert json.loads(every[2]) == gemini.listing(("m",))
    assert json.loads(one[2]) == gemini.model("m")
    assert (none[0], json.loads(none[2])["error"]["status"]) == (404, "NOT_FOUND")
