"""Every endpoint that an upstream answers, through the whole relay."""

from __future__ import annotations

import json
from typing import Any

import aiohttp
import pytest

from conformance.relay.config import ClientKey

FLAWED = {"status": 500, "body": {"error": {"message": "x", "type": "t", "code": "c"}}}
JSON_ENDPOINTS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "/v1/completions": ({"prompt": "x"}, {"choices": [], "model": "up"}),
    "/v1/embeddings": ({"input": ["x"]}, {"data": [{"embedding": [0.5]}], "model": "up"}),
    "/v1/moderations": ({"input": "x"}, {"results": [], "model": "up"}),
    "/v1/images/generations": ({"prompt": "x"}, {"data": [], "created": 1}),
    "/v1/images/edits": ({"prompt": "x", "images": []}, {"data": [], "created": 1}),
    "/v1/responses": ({"input": "x"}, {"id": "resp_1", "object": "response", "model": "up"}),
}


@pytest.mark.parametrize("path", JSON_ENDPOINTS)
def test_json_passes_under_the_alias(rig: Any, run: Any, path: str) -> None:
    """Both ways, after a channel that failed and one that answered something else."""
    fields, reply = JSON_ENDPOINTS[path]
    body = {"model": "m", **fields}

    async def work() -> Any:
        async with rig([FLAWED], [{"body": {"detail": "x"}}], [{"body": reply}]) as r:
            return await r.send(path, body), [up.calls for up in r.upstreams], r.upstreams[0]

    (status, headers, octets), calls, first = run(work())
    expected = reply | {"model": "m"} if "model" in reply else reply

    assert (status, headers["content-type"]) == (200, "application/json")
    assert json.loads(octets) == expected
    assert calls == [[body | {"model": "up"}]] * 3
    assert first.targets == [f"POST {path}"]


def test_default_model_is_the_documented_one(rig: Any, run: Any) -> None:
    """Where it is served, the upstream is asked for it."""
    models = ({"m": "up"}, {"omni-moderation-latest": "omni"})

    async def work() -> Any:
        reply = [{"body": {"results": [], "model": "omni"}}]
        async with rig([{}], reply, models=models) as r:
            await r.send("/v1/moderations", {"input": "x"})
            return [up.calls for up in r.upstreams]

    assert run(work()) == [[], [{"input": "x", "model": "omni"}]]


@pytest.mark.parametrize("path", ["/v1/moderations", "/v1/images/generations"])
def test_key_without_the_default_model_gets_its_first(rig: Any, run: Any, path: str) -> None:
    """Where the model may be left out the relay still has to choose."""
    fields, reply = JSON_ENDPOINTS[path]

    async def work() -> Any:
        async with rig([{"body": reply}]) as r:
            return (await r.send(path, fields))[0], r.upstreams[0].calls

    assert run(work()) == (200, [fields | {"model": "up"}])


@pytest.mark.parametrize("key", [None, ClientKey("sk-client", models=())])
def test_unknown_model_is_refused_everywhere(rig: Any, run: Any, key: Any) -> None:
    """Also for a key that may use none."""
    model = {"model": "z"} if key is None else {}

    async def work() -> Any:
        async with rig([{}], key=key) as r:
            return await r.send("/v1/moderations", {"input": "x", **model})

    status, _, octets = run(work())

    assert (status, json.loads(octets)["error"]["code"]) == (404, "model_not_found")


DELTA = {"type": "image_generation.partial_image", "b64_json": "eA=="}
DONE = {"type": "image_generation.completed", "b64_json": "eA=="}
IMAGE = {"model": "m", "prompt": "x", "stream": True}


def test_typed_stream_passes_with_its_names(rig: Any, run: Any) -> None:
    """Each event has its line, and nothing ends it but the message."""

    async def work() -> Any:
        async with rig([{"events": [DELTA, DONE]}]) as r:
            return await r.send("/v1/images/generations", IMAGE)

    status, headers, octets = run(work())
    first, second, rest = octets.decode().split("\n\n")

    assert (status, rest) == (200, "")
    assert headers["content-type"].startswith("text/event-stream")
    assert first == f"event: {DELTA['type']}\ndata: {json.dumps(DELTA, separators=(',', ':'))}"
    assert second.startswith(f"event: {DONE['type']}\n")


@pytest.mark.parametrize(
    "reply",
    [
        FLAWED,
        {"events": []},
        {"events": [], "end": "silence"},
        {"events": [{"error": {"message": "x"}}]},
        {"events": [{"type": "error", "message": "x"}]},
    ],
    ids=["500", "empty", "silence", "error", "flat-error"],
)
def test_typed_stream_fails_over_before_its_content(rig: Any, run: Any, reply: Any) -> None:
    """The client sees the second channel's events only."""

    async def work() -> Any:
        async with rig([reply], [{"events": [DONE]}]) as r:
            return await r.send("/v1/images/generations", IMAGE)

    status, _, octets = run(work())

    assert status == 200
    assert octets.count(b"event: ") == 1


@pytest.mark.parametrize("end", ["cut", "silence", "eof"])
def test_broken_typed_stream_ends_with_an_error(rig: Any, run: Any, end: str) -> None:
    """It is neither spliced nor completed."""

    async def work() -> Any:
        async with rig([{"events": [DELTA], "end": end}], [{"events": [DONE]}]) as r:
            return await r.send("/v1/images/generations", IMAGE), len(r.upstreams[1].calls)

    (status, _, octets), calls = run(work())
    *_, last, rest = octets.decode().split("\n\n")

    assert (status, calls, rest) == (200, 0, "")
    assert last.startswith('event: error\ndata: {"type":"error","error":{"message":')


def test_form_is_replayed_whole(rig: Any, run: Any) -> None:
    """The second channel gets the same octets."""

    async def work() -> Any:
        data = aiohttp.FormData({"model": "m", "prompt": "é"})
        data.add_field("image[]", bytes(range(256)), filename="a.png", content_type="image/png")
        async with rig([FLAWED], [{"body": {"data": []}}]) as r:
            status = (await r.send("/v1/images/edits", data=data))[0]
            return status, [up.calls[0] for up in r.upstreams]

    status, (first, second) = run(work())

    assert status == 200
    assert first == second
    assert bytes(range(256)) in first
    assert b"\r\n\r\nup\r\n" in first


RESPONSE = {"id": "resp_1", "object": "response", "model": "up", "status": "completed"}
CREATED = {"type": "response.created", "sequence_number": 0, "response": RESPONSE}
TEXT = {"type": "response.output_text.delta", "sequence_number": 1, "delta": "x"}
COMPLETED = {"type": "response.completed", "sequence_number": 2, "response": RESPONSE}
ASK = {"model": "m", "input": "x"}


@pytest.mark.parametrize("is_stream", [True, False])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/responses/resp_1?include[]=x"),
        ("DELETE", "/v1/responses/resp_1"),
        ("POST", "/v1/responses/resp_1/cancel"),
        ("GET", "/v1/responses/resp_1/input_items?limit=2"),
    ],
)
def test_response_is_asked_for_where_it_was_made(
    rig: Any, run: Any, is_stream: bool, method: str, path: str
) -> None:
    """Only the channel that made it is called, and the model is the alias."""
    made = {"events": [CREATED, TEXT, COMPLETED]} if is_stream else {"body": RESPONSE}
    later: dict[str, Any] = {"body": RESPONSE | {"data": []}}

    async def work() -> Any:
        async with rig([FLAWED], [made, later]) as r:
            await r.send("/v1/responses", ASK | {"stream": is_stream})
            got = await r.send(path, method=method)
            return got, [up.targets for up in r.upstreams]

    (status, _, octets), targets = run(work())

    assert (status, json.loads(octets)["model"]) == (200, "m")
    assert targets == [
        ["POST /v1/responses"],
        ["POST /v1/responses", f"{method} {path.replace('[]', '%5B%5D')}"],
    ]


def test_response_of_another_key_is_unknown(rig: Any, run: Any) -> None:
    """It can be neither read nor gone on from."""
    other = ClientKey("sk-other")

    async def work() -> Any:
        async with rig([{"body": RESPONSE}], others=(other,)) as r:
            await r.send("/v1/responses", ASK)
            headers = {"Authorization": "Bearer sk-other"}
            got = await r.send("/v1/responses/resp_1", method="GET", headers=headers)
            previous = ASK | {"previous_response_id": "resp_1"}
            on = await r.send("/v1/responses", previous, headers=headers)
            return got[0], on[0], json.loads(on[2])["error"]["code"], len(r.upstreams[0].calls)

    assert run(work()) == (404, 400, "previous_response_not_found", 1)


def test_defect_of_the_stream_leaves_later_requests_alone(rig: Any, run: Any) -> None:
    """What is asked of an earlier response says itself how it wants to be answered."""

    async def work() -> Any:
        made = [{"events": [CREATED, TEXT, COMPLETED]}, {"body": RESPONSE}]
        async with rig(made, defects=("always_stream",)) as r:
            first = await r.send("/v1/responses", ASK)
            return first, await r.send("/v1/responses/resp_1", method="GET")

    first, later = run(work())

    assert first[1]["content-type"].startswith("text/event-stream")
    assert (later[0], later[1]["content-type"]) == (200, "application/json")


def test_failure_at_the_one_channel_is_told(rig: Any, run: Any) -> None:
    """No other channel knows the response."""

    async def work() -> Any:
        async with rig([{"body": RESPONSE}, FLAWED], [{"body": RESPONSE}]) as r:
            await r.send("/v1/responses", ASK)
            got = await r.send("/v1/responses/resp_1", method="GET")
            return got[0], r.upstreams[1].calls

    assert run(work()) == (500, [])


def test_unknown_response_is_not_asked_for(rig: Any, run: Any) -> None:
    """The relay answers that itself."""

    async def work() -> Any:
        async with rig([{"body": RESPONSE}]) as r:
            return await r.send("/v1/responses/resp_9", method="GET"), r.upstreams[0].calls

    (status, _, octets), calls = run(work())

    assert (status, calls) == (404, [])
    assert json.loads(octets)["error"]["param"] == "response_id"


def test_conversation_goes_on_where_it_began(rig: Any, run: Any) -> None:
    """An id that nobody here knows is the upstream's to judge."""

    async def work() -> Any:
        replies = [{"body": RESPONSE}]
        async with rig([FLAWED, *replies], replies) as r:
            await r.send("/v1/responses", ASK)
            await r.send("/v1/responses", ASK | {"previous_response_id": "resp_1"})
            await r.send("/v1/responses", ASK | {"previous_response_id": "resp_9"})
            return [len(up.calls) for up in r.upstreams]

    assert run(work()) == [2, 2]


def test_conversation_moves_on_with_its_model(rig: Any, run: Any) -> None:
    """The channel that made the response cannot be asked for a model that it lacks."""
    models = ({"m": "up"}, {"n": "up"})

    async def work() -> Any:
        async with rig([{"body": RESPONSE}], [{"body": RESPONSE}], models=models) as r:
            await r.send("/v1/responses", ASK)
            await r.send("/v1/responses", ASK | {"model": "n", "previous_response_id": "resp_1"})
            return [len(up.calls) for up in r.upstreams]

    assert run(work()) == [1, 1]


def test_terminal_event_ends_the_stream_at_once(rig: Any, run: Any) -> None:
    """Nothing is waited for behind it, also when nothing came before."""

    async def work() -> Any:
        async with rig([{"events": [CREATED, COMPLETED], "end": "silence"}]) as r:
            return await r.send("/v1/responses", ASK | {"stream": True})

    status, _, octets = run(work())

    assert (status, octets.count(b"event: ")) == (200, 2)
    assert b"event: error" not in octets


def test_broken_response_stream_ends_with_a_flat_error(rig: Any, run: Any) -> None:
    """No terminal event is made up."""

    async def work() -> Any:
        async with rig([{"events": [CREATED, TEXT], "end": "cut"}]) as r:
            return await r.send("/v1/responses", ASK | {"stream": True})

    *_, last, rest = run(work())[2].decode().split("\n\n")
    told = json.loads(last.partition("\ndata: ")[2])

    assert (rest, last.partition("\n")[0]) == ("", "event: error")
    assert (told["type"], told["sequence_number"]) == ("error", 2)
    assert "127.0.0.1" not in last


def test_failed_response_is_an_answer(rig: Any, run: Any) -> None:
    """Its ``error`` is part of the object, not of the way to it."""
    failed = RESPONSE | {"status": "failed", "error": {"code": "server_error", "message": "x"}}

    async def work() -> Any:
        async with rig([{"body": failed}]) as r:
            return await r.send("/v1/responses", ASK)

    status, _, octets = run(work())

    assert (status, json.loads(octets)) == (200, failed | {"model": "m"})


def test_a_kept_completion_is_asked_of_its_maker(rig: Any, run: Any) -> None:
    """By every method, with a body that is the client's own; nobody keeps what was not to be."""
    made = {"id": "c1", "choices": [], "model": "up"}
    page = {"object": "list", "data": []}
    path = "/v1/chat/completions/c1"

    async def work(*, store: bool) -> Any:
        async with rig([FLAWED], [{"body": made}, {"body": made}, {"body": page}]) as r:
            await r.ask(store=store)
            changed = await r.send(path, {"metadata": {"a": "b"}})
            listed = await r.send(f"{path}/messages?limit=2", method="GET")
            return changed, listed, r.upstreams[1]

    changed, listed, maker = run(work(store=True))

    assert (json.loads(changed[2]), json.loads(listed[2])) == (made | {"model": "m"}, page)
    assert maker.calls[1] == {"metadata": {"a": "b"}}
    assert maker.targets[2] == f"GET {path}/messages?limit=2"
    assert [reply[0] for reply in run(work(store=False))[:2]] == [404, 404]


def test_a_streamed_completion_is_kept(rig: Any, run: Any, stream: Any) -> None:
    """Under the id of its chunks."""

    async def work() -> Any:
        async with rig([{"events": stream}, {"body": {"id": "c1"}}]) as r:
            await r.ask(stream=True, store=True)
            return await r.send("/v1/chat/completions/c1", method="DELETE")

    assert run(work())[0] == 200


def test_the_wrong_channel_is_asked_by_a_defect(rig: Any, run: Any) -> None:
    """The first one, whoever made it."""
    made = {"id": "c1", "choices": []}

    async def work() -> Any:
        async with rig([FLAWED], [{"body": made}], defects=("stored_first_channel",)) as r:
            await r.ask(store=True)
            await r.send("/v1/chat/completions/c1", method="GET")
            return [up.targets[-1] for up in r.upstreams]

    assert run(work())[0] == "GET /v1/chat/completions/c1"
