"""What is at which path."""

from __future__ import annotations

import pytest

from mock_upstream import endpoints, jsontext
from mock_upstream.frames import Head, body_of
from mock_upstream.scenario.model import JSON, Call, Upstream

CHAT: dict[str, JSON] = {"model": "m", "messages": [{"role": "user", "content": "hi"}]}


def chat(**more: JSON) -> Call:
    """A chat request."""
    body = {**CHAT, **more}
    return Call("POST", "/chat/completions", octets=jsontext.dumps(body), body=body)


def post(path: str, **body: JSON) -> Call:
    """A request to another endpoint."""
    return Call("POST", path, octets=jsontext.dumps(body), body=body)


def status(meant: endpoints.Meant) -> int:
    """The status of a reply."""
    head = meant.frames[0]
    assert isinstance(head, Head)
    return head.status


@pytest.mark.parametrize(
    ("call", "upstream", "said", "expected"),
    [
        (chat(), Upstream("a"), {}, 200),
        (chat(), Upstream("a", models=("n",)), {}, 404),
        (chat(), Upstream("a", models=("m",)), {}, 200),
        (chat(), Upstream("a"), {"error": "server_error"}, 500),
        (chat(messages=[]), Upstream("a"), {}, 400),
        (chat(messages=[]), Upstream("a"), {"error": "conflict"}, 409),
        (post("/completions", model="m", prompt="hi"), Upstream("a"), {}, 200),
        (post("/completions", model="m", prompt="hi"), Upstream("a", models=("n",)), {}, 404),
        (post("/completions", model="m"), Upstream("a"), {}, 400),
        (post("/embeddings", model="m", input="hi"), Upstream("a"), {}, 200),
        (post("/embeddings", model="m"), Upstream("a"), {}, 400),
        (post("/moderations", input="hi"), Upstream("a", models=("n",)), {}, 200),
        (post("/moderations"), Upstream("a"), {}, 400),
        (post("/moderations", input="hi"), Upstream("a"), {"error": "server_error"}, 500),
        (Call("GET", "/embeddings"), Upstream("a"), {}, 405),
        (Call("GET", "/models"), Upstream("a"), {}, 200),
        (Call("GET", "/models/m"), Upstream("a", models=("m",)), {}, 200),
        (Call("GET", "/models/m"), Upstream("a"), {}, 404),
        (Call("GET", "/models"), Upstream("a"), {"error": "server_error"}, 500),
        (Call("POST", "/models"), Upstream("a"), {}, 405),
        (Call("GET", "/nowhere"), Upstream("a"), {}, 404),
        (Call("POST", "/nowhere"), Upstream("a"), {"error": "server_error"}, 500),
    ],
)
def test_each_path_answers_in_the_dialect(
    call: Call, upstream: Upstream, said: dict[str, JSON], expected: int
) -> None:
    """Success, an error of the request, an error of the script, or none there."""
    meant = endpoints.reply(call, upstream, said, 7)

    assert status(meant) == expected
    assert ("error" in meant.summary) == (expected != 200 and "/models/" not in call.path)
    assert jsontext.loads(body_of(meant.frames))


def test_a_reply_costs_the_tokens_it_tells() -> None:
    """Prompt and completion together."""
    meant = endpoints.reply(chat(), Upstream("a"), {"usage": {"prompt": 3, "completion": 4}}, 7)

    assert meant.tokens == 7


def test_ids_with_slashes_are_below_models() -> None:
    """The bare collection is not."""
    below = endpoints.find(Call("GET", "/models/org/name"))

    assert below is not None
    assert below.path == "/models/"
    assert endpoints.find(Call("GET", "/modelsx")) is None
