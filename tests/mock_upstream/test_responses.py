"""What is said at each path of the Responses API."""

from __future__ import annotations

from typing import Any

import pytest

import specs
from mock_upstream import jsontext
from mock_upstream.endpoints import reply
from mock_upstream.frames import Data, Head, body_of
from mock_upstream.scenario.model import Call, Upstream

UPSTREAM = Upstream("a")


def post(kept: Any, **fields: Any) -> Any:
    """The response to a request; what is kept is in ``kept``."""
    body = {"model": "m", "input": "hi", **fields}
    call = Call("POST", "/responses", body=body, number=len(kept), kept=kept)
    return jsontext.loads(body_of(reply(call, UPSTREAM, {}, 1).frames))


def ask(kept: Any, method: str, path: str, query: str = "", said: Any = None) -> tuple[int, Any]:
    """Status and body of what is asked below ``/responses/``."""
    call = Call(method, f"/responses/{path}", query=query, kept=kept)
    frames = reply(call, UPSTREAM, said or {}, 1).frames
    head = frames[0]
    assert isinstance(head, Head)
    octets = body_of(frames)
    return head.status, octets if octets.startswith(b"event") else jsontext.loads(octets)


def test_a_response_lives_until_it_is_deleted() -> None:
    """Made, retrieved, listed, deleted, gone."""
    kept: Any = {}
    made = post(kept)

    assert ask(kept, "GET", made["id"]) == (200, made)
    assert ask(kept, "GET", f"{made['id']}/input_items", "limit=1")[1]["data"]
    assert ask(kept, "DELETE", made["id"])[1]["deleted"] is True
    assert ask(kept, "GET", made["id"])[0] == 404


def test_a_conversation_goes_on() -> None:
    """The second answer has read the first question."""
    kept: Any = {}
    first = post(kept)

    second = post(kept, previous_response_id=first["id"])

    assert second["usage"]["input_tokens"] > first["usage"]["input_tokens"]
    assert post(kept, previous_response_id="resp_0")["error"]["code"] == (
        "previous_response_not_found"
    )


def test_events_are_replayed_behind_a_number() -> None:
    """With stream=true, from the one after ``starting_after``."""
    kept: Any = {}
    made = post(kept)

    _, octets = ask(kept, "GET", made["id"], "stream=true&starting_after=3")

    assert octets.startswith(b'event: response.output_text.delta\ndata: {"type":')
    assert b'"sequence_number":4' in octets
    assert ask(kept, "GET", made["id"], "stream=true&starting_after=x")[0] == 400


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "resp_0", 405),
        ("GET", "resp_0/cancel", 405),
        ("GET", "resp_0/other", 404),
        ("POST", "resp_0/cancel", 404),
    ],
)
def test_paths_and_methods(method: str, path: str, status: int) -> None:
    """Only what is there can be asked."""
    assert ask({}, method, path)[0] == status


def test_errors_can_be_scripted() -> None:
    """Below the path as everywhere."""
    assert ask({}, "GET", "resp_0", said={"error": "server_error"})[0] == 500


def test_a_stream_has_its_marks() -> None:
    """Created is the role, the terminal event alone is the finish."""
    body = {"model": "m", "input": "hi", "stream": True}

    frames = reply(Call("POST", "/responses", body=body), UPSTREAM, {"text": "ok"}, 1).frames

    marks = [frame.mark for frame in frames if isinstance(frame, Data)]
    assert (marks[0], marks[-1]) == ("role", "finish")
    assert (marks.count("finish"), marks.count("delta")) == (1, 1)


def beside(path: str, **fields: Any) -> Any:
    """What is said to a request for less than a response."""
    body = {"model": "m", "input": "hi", **fields}
    call = Call("POST", f"/responses/{path}", body=body)
    return jsontext.loads(body_of(reply(call, UPSTREAM, {}, 1).frames))


def test_a_count_is_what_a_response_would_cost() -> None:
    """The instructions are counted too."""
    counted = beside("input_tokens", instructions="Be brief.")

    assert counted == {
        "object": "response.input_tokens",
        "input_tokens": post({}, instructions="Be brief.")["usage"]["input_tokens"],
    }
    assert beside("input_tokens")["input_tokens"] < counted["input_tokens"]
    assert beside("input_tokens", input=7)["error"]["param"] == "input"


def test_a_compacted_conversation_keeps_what_the_user_said() -> None:
    """Then comes one item for all of it, by the schema."""
    said = [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]

    value = beside("compact", input=said)

    assert [item["type"] for item in value["output"]] == ["message", "compaction"]
    assert not list(specs.validator("openai/response.compaction.json").iter_errors(value))
    assert value["output"] == beside("compact", input=said)["output"]
    assert value["output"][-1] != beside("compact")["output"][-1]
