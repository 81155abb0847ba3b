"""What a request takes from the answers before it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from conformance.model import End, Exchange, Read, RequestSpec, SentRequest
from conformance.probes.later import NOTHING, marks, resolved

MARK = marks(1)["0"]["id"]


def answer(body: bytes) -> Exchange:
    """An answer with a body."""
    asked = SentRequest("POST", "http://relay/v1/responses", (), b"")
    reads = (Read(0.1, body),)
    return Exchange("x", "p", asked, 200, headers=(), reads=reads, end=End.EOF)


def spec(path: str, body: bytes | None = None) -> RequestSpec:
    """A request."""
    return RequestSpec(method="GET", path=path, body=body)


@pytest.mark.parametrize(
    ("body", "id_"),
    [
        (b'{"id": "resp_1"}', "resp_1"),
        (b'data: {"type": "response.created", "response": {"id": "resp_2"}}\n\n', "resp_2"),
        (b'{"object": "list"}', NOTHING),
        (b"[7]", NOTHING),
        (b"", NOTHING),
    ],
)
def test_a_mark_becomes_the_id_of_an_answer(body: bytes, id_: str) -> None:
    """In the path and in the body; what has no id says so."""
    sent = spec(f"/responses/{MARK}", json.dumps({"previous": MARK}).encode())

    found = resolved(sent, [answer(body)])

    assert found.path == f"/responses/{id_}"
    assert json.loads(found.body or b"") == {"previous": id_}


@pytest.mark.parametrize("path", ["/responses", f"/responses/{MARK}"])
def test_without_an_answer_nothing_is_known(path: str) -> None:
    """A request without marks is the same."""
    found: Any = resolved(spec(path), [])

    assert found.path == path.replace(MARK, NOTHING)
    assert found.body is None


CALLED: Any = {
    "role": "assistant",
    "content": None,
    "tool_calls": [{"id": "call_7", "function": {"name": "f"}, "extra_content": {"é": 1}}],
}


@pytest.mark.parametrize(
    ("body", "message", "call"),
    [
        (json.dumps({"choices": [{"index": 0, "message": CALLED}]}).encode(), CALLED, "call_7"),
        (b'{"choices": []}', {"role": "assistant", "content": NOTHING}, NOTHING),
        (b"[7]", {"role": "assistant", "content": NOTHING}, NOTHING),
    ],
)
def test_a_turn_is_sent_back_as_it_came(body: bytes, message: Any, call: str) -> None:
    """With members that nobody knows; the id of its first call stands by itself."""
    words = marks(1)["0"]
    sent = spec("/x", json.dumps({"messages": [words["message"]], "id": words["call"]}).encode())

    found = resolved(sent, [answer(body)])

    assert json.loads(found.body or b"") == {"messages": [message], "id": call}


def test_a_turn_without_an_answer_is_empty() -> None:
    """The request can be sent all the same."""
    sent = spec("/x", json.dumps(marks(1)["0"]["message"]).encode())

    assert json.loads(resolved(sent, []).body or b"") == {"role": "assistant", "content": NOTHING}


def test_a_task_has_the_id_and_the_file_that_its_family_writes() -> None:
    """Of an answer that tells of none there is neither."""
    asked = SentRequest("GET", "http://relay/mj/task/7/fetch", (), b"")
    body = b'{"id": "7", "status": "SUCCESS", "imageUrl": "http://a/b.png"}'
    told = Exchange("x", "p", asked, 200, (), (Read(0.1, body),), End.EOF)
    taken = replace(
        told,
        request=replace(asked, url="http://relay/mj/submit/imagine"),
        reads=(Read(0.1, b'{"code": 1, "result": 7}'),),
    )
    sent = spec(marks(2)["1"]["url"], marks(2)["0"]["id"].encode())

    assert (resolved(sent, [taken, told]).path, resolved(sent, [taken]).body) == (
        "http://a/b.png",
        b"7",
    )
    assert resolved(sent, [taken, taken]).path == NOTHING
    assert resolved(sent, [answer(b"{}"), answer(b"{}")]).path == NOTHING
