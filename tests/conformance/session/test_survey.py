"""A survey finds what a relay serves, with the fewest requests that tell."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from aiohttp import web
from aiohttp.test_utils import TestServer

from conformance.background import LoopThread
from conformance.catalog.trials import Trial, trials
from conformance.checks.sight import State
from conformance.rigs import Lane, Rig
from conformance.session.budget import Budget
from conformance.session.survey import NO_MODEL, Found, requests_of, survey, tokens_at_most

Handler = Callable[[web.Request], Awaitable[web.Response]]
COMPLETION = {"choices": [{"message": {"content": "hi"}}]}


def some(*names: str) -> list[Trial]:
    """The trials of these capabilities."""
    return [trials()[name] for name in names]


@contextmanager
def relay(handler: Handler) -> Iterator[Rig]:
    """A relay that answers every request by ``handler``."""

    async def start() -> TestServer:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", handler)
        server = TestServer(app)
        await server.start_server()
        return server

    with LoopThread("stub") as loop:
        server = loop.run(start())
        try:
            lane = Lane("lane-0", "m", "sk-1")
            yield Rig("black box", f"http://127.0.0.1:{server.port}/v1", (lane,))
        finally:
            loop.run(server.close())


def found(rig: Rig, *names: str, budget: Budget | None = None) -> dict[str, Found]:
    """What a survey of these capabilities finds."""
    return survey(rig, some(*names), budget=budget or Budget(), timeout_s=5)


def states(result: dict[str, Found]) -> dict[str, str]:
    """The state of each capability."""
    return {name: str(one.sight.state) for name, one in result.items()}


def test_what_is_missing_is_not_built_on() -> None:
    """A stream of a chat that is not there is not asked for; the order is kept."""
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(status=404)

    with relay(answer) as rig:
        result = found(rig, "chat.stream", "chat.usage_stream", "chat", "embeddings")

    assert list(result) == ["chat.stream", "chat.usage_stream", "chat", "embeddings"]
    assert set(states(result).values()) == {"absent"}
    assert sorted(asked) == ["/v1/chat/completions", "/v1/embeddings"]
    assert "rests on chat, which is absent" in result["chat.stream"].sight.reason
    assert result["chat.stream"].status is None


def test_a_trial_whose_ground_is_left_out_stands_alone() -> None:
    """Whoever leaves out chat still learns of its stream."""

    async def answer(request: web.Request) -> web.Response:
        del request
        return web.json_response(COMPLETION)

    with relay(answer) as rig:
        assert states(found(rig, "chat.stream")) == {"chat.stream": "absent"}
        assert states(found(rig, "chat", "chat.n")) == {"chat": "claimed", "chat.n": "absent"}


def test_an_endpoint_without_a_model_is_asked_all_the_same() -> None:
    """A made-up name tells whether it is there, and costs nothing."""

    async def answer(request: web.Request) -> web.Response:
        if request.path.endswith("/moderations"):
            return web.Response(status=404)
        body = await request.json()
        assert body["model"] == NO_MODEL
        error = {"message": "no such model", "code": "model_not_found"}
        return web.json_response({"error": error}, status=404)

    with relay(answer) as rig:
        result = found(rig, "embeddings", "moderations")

    assert states(result) == {"embeddings": "unsure", "moderations": "absent"}
    assert "add --model embeddings=NAME" in result["embeddings"].sight.reason
    assert result["embeddings"].model is None


def test_the_second_request_rests_on_the_first() -> None:
    """What was stored is fetched by its id; a refusal is the end of it."""
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(f"{request.method} {request.path}")
        is_refused = request.method == "POST" and len(asked) > 2
        return web.json_response({"id": "resp_7", "output": []}, status=400 if is_refused else 200)

    with relay(answer) as rig:
        kept = found(rig, "responses.store")
        refused = found(rig, "responses.store")

    assert states(kept) == {"responses.store": "claimed"}
    assert states(refused) == {"responses.store": "unsure"}
    assert asked == ["POST /v1/responses", "GET /v1/responses/resp_7", "POST /v1/responses"]


def test_the_budget_is_kept() -> None:
    """What it does not allow is not sent, and unsure."""
    budget = Budget(max_requests=1)

    async def answer(request: web.Request) -> web.Response:
        del request
        return web.json_response(COMPLETION)

    with relay(answer) as rig:
        result = found(rig, "chat", "chat.n", budget=budget)

    assert states(result) == {"chat": "claimed", "chat.n": "unsure"}
    assert "the budget of 1 requests is spent" in result["chat.n"].sight.reason
    assert budget.requests == 1


def test_nobody_there_is_unsure() -> None:
    """A survey never raises for what a relay does."""
    rig = Rig("black box", "http://127.0.0.1:1/v1", (Lane("lane-0", "", None),))

    result = found(rig, "models", "cors")

    assert {one.sight.state for one in result.values()} == {State.UNSURE}


def test_the_cost_is_known_beforehand() -> None:
    """Every request of every trial, at its most."""
    store = trials()["responses.store"]
    dear = replace(
        store, instance=replace(store.instance, probe=replace(store.instance.probe, tokens=7))
    )

    assert requests_of([dear, trials()["chat"]]) == 3
    assert tokens_at_most([dear]) == 14
