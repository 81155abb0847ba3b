"""What is said at each path below ``/chat/completions/``."""

from __future__ import annotations

from typing import Any

import pytest

import specs
from mock_upstream import jsontext
from mock_upstream.endpoints import reply
from mock_upstream.frames import Head, body_of
from mock_upstream.protocols.openai.responses.store import MOST
from mock_upstream.scenario.model import Call, Upstream

UPSTREAM = Upstream("a")


def post(kept: Any, **fields: Any) -> Any:
    """The answer to a chat request; what is kept is in ``kept``."""
    body = {"model": "m", "messages": [{"role": "user", "content": "hi"}], **fields}
    call = Call("POST", "/chat/completions", body=body, kept=kept)
    return jsontext.loads(body_of(reply(call, UPSTREAM, {}, 1).frames))


def ask(kept: Any, method: str, path: str, body: Any = None, query: str = "") -> tuple[int, Any]:
    """Status and body of what is asked below ``/chat/completions/``."""
    call = Call(method, f"/chat/completions/{path}", query=query, body=body, kept=kept)
    frames = reply(call, UPSTREAM, {}, 1).frames
    head = frames[0]
    assert isinstance(head, Head)
    return head.status, jsontext.loads(body_of(frames))


def test_a_completion_lives_until_it_is_deleted() -> None:
    """Made, retrieved, marked anew, deleted, gone."""
    kept: Any = {}
    made = post(kept, store=True, metadata={"a": "b"})

    assert ask(kept, "GET", made["id"]) == (200, made | {"metadata": {"a": "b"}})
    changed = ask(kept, "POST", made["id"], {"metadata": {"c": "d"}})
    assert changed == (200, made | {"metadata": {"c": "d"}})
    assert ask(kept, "GET", made["id"]) == changed
    _, deleted = ask(kept, "DELETE", made["id"])
    validator = specs.validator("openai/chat.completion.deleted.json")
    assert not list(validator.iter_errors(deleted))
    assert ask(kept, "GET", made["id"])[0] == 404


def test_messages_come_in_pages() -> None:
    """By the schema, oldest first."""
    kept: Any = {}
    said = [{"role": "user", "content": word} for word in ("a", "b", "c")]
    name = post(kept, store=True, messages=said)["id"]

    _, whole = ask(kept, "GET", f"{name}/messages")
    _, part = ask(kept, "GET", f"{name}/messages", query=f"limit=1&after={name}-0")

    assert not list(specs.validator("openai/chat.message.list.json").iter_errors(whole))
    assert [message["content"] for message in whole["data"]] == ["a", "b", "c"]
    assert ([message["content"] for message in part["data"]], part["has_more"]) == (["b"], True)


@pytest.mark.parametrize("fields", [{}, {"store": False}, {"store": None}])
def test_nothing_is_kept_unasked(fields: Any) -> None:
    """Unlike responses."""
    kept: Any = {}
    post(kept, **fields)

    assert kept == {}


def test_the_oldest_go_first() -> None:
    """An account keeps so many things."""
    kept: Any = {str(index): None for index in range(MOST)}
    name = post(kept, store=True)["id"]

    assert len(kept) == MOST
    assert name in kept


def test_what_cannot_be_asked_is_refused() -> None:
    """Unknown ids, paths, methods and metadata; responses are no chat completions."""
    kept: Any = {}
    name = post(kept, store=True)["id"]
    response = Call("GET", f"/responses/{name}", kept=kept)

    assert ask(kept, "GET", "chatcmpl-0")[0] == 404
    assert ask(kept, "GET", f"{name}/files")[0] == 404
    assert ask(kept, "DELETE", f"{name}/messages")[0] == 405
    assert ask(kept, "POST", name, {})[1]["error"]["param"] == "metadata"
    assert ask(kept, "POST", name, {"metadata": 1})[1]["error"]["code"] == "invalid_type"
    assert ask(kept, "POST", name, {"metadata": None})[1]["metadata"] == {}
    assert "not found" in body_of(reply(response, UPSTREAM, {}, 1).frames).decode()
