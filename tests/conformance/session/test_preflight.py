"""One free request tells whether judging makes sense."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from conformance.background import LoopThread
from conformance.errors import ConformanceError, SetupError, UsageError
from conformance.model import End, Exchange
from conformance.rigs import Lane, Rig
from conformance.session.preflight import ask, check

BOX = Rig("black box", "http://h/v1", (Lane("lane-0", "m", "sk-1"),))
WIRED = Rig("x", "http://h/v1", (Lane("lane-0", "m", "sk-1", "s"),))
NAMED = Rig("x", "http://h/v1", (Lane("lane-0", "m", "sk-1", "s", api_key_env="MY_KEY"),))
KEYLESS = Rig("black box", "http://h/v1", (Lane("lane-0", "m", None),))


@pytest.mark.parametrize(
    ("rig", "has", "error", "words"),
    [
        (BOX, {"end": End.UNRESOLVED, "status": None}, UsageError, "no such host"),
        (BOX, {"end": End.REFUSED, "status": None}, SetupError, "nothing listens"),
        (BOX, {"end": End.UNREACHABLE, "status": None}, SetupError, "no connection"),
        (BOX, {"end": End.TIMEOUT, "status": None}, SetupError, "no answer within"),
        (BOX, {"end": End.RESET, "status": None}, SetupError, "does not speak HTTP"),
        (BOX, {"status": 401}, SetupError, "refuses the key with status 401"),
        (BOX, {"status": 401}, SetupError, "set OPENAI_API_KEY"),
        (KEYLESS, {"status": 403}, SetupError, "asks for a key"),
        (WIRED, {"status": 401}, SetupError, "api_key of 'lane-0'"),
        (NAMED, {"status": 401}, SetupError, "set MY_KEY"),
    ],
)
def test_no_way_in_is_one_sentence(
    make_exchange: Callable[..., Exchange],
    rig: Rig,
    has: dict[str, Any],
    error: type[ConformanceError],
    words: str,
) -> None:
    """A host that does not exist is wrong use; the rest is no verdict."""
    with pytest.raises(error, match=words):
        check(make_exchange(b"", **has), rig)


@pytest.mark.parametrize("status", [200, 404, 429, 500])
def test_any_other_answer_lets_us_in(make_exchange: Callable[..., Exchange], status: int) -> None:
    """A relay without a list of models can still be judged."""
    check(make_exchange(status=status), BOX)


def test_the_question_is_the_list_of_models(rig: Rig) -> None:
    """It costs nothing and needs a key."""
    answer, asked = ask(rig, 5)

    assert (answer.status, answer.request.url) == (200, f"{rig.base_url}/models")
    assert asked == 1


@pytest.mark.parametrize(("chat", "status"), [(400, 400), (401, 401)])
def test_a_key_that_may_not_list_models_is_asked_to_chat(chat: int, status: int) -> None:
    """Only a refusal of both is a refusal."""

    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=403 if request.method == "GET" else chat)

    async def start() -> TestServer:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", answer)
        server = TestServer(app)
        await server.start_server()
        return server

    with LoopThread("stub") as loop:
        server = loop.run(start())
        box = Rig("x", f"http://127.0.0.1:{server.port}/v1", (Lane("lane-0", "m", "sk-1"),))
        answer, sent = ask(box, 5)
        assert (answer.status, sent) == (status, 2)
        loop.run(server.close())
