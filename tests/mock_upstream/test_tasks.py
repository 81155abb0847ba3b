"""Tasks are reached on their roots, go on as a script says, and are noted."""

from __future__ import annotations

from typing import Any

import pytest

from mock_upstream import jsontext
from mock_upstream.endpoints import find, reply
from mock_upstream.frames import Head, body_of
from mock_upstream.scenario.model import Call, Upstream

CAT = {"prompt": "cat"}


def ask(method: str, path: str, body: Any = None, said: Any = None, **fields: Any) -> Any:
    """Status, body and the journal's summary of what is said."""
    call = Call(method, path, (("Host", "mock:1"),), b"", body, **fields)
    meant = reply(call, Upstream("a"), said or {}, 1)
    assert isinstance(meant.frames[0], Head)
    return meant.frames[0].status, jsontext.loads(body_of(meant.frames)), meant.summary


def test_a_script_says_the_course() -> None:
    """By the clock, in its own unit."""
    kept: Any = {}
    said = {"task": {"steps": ["queued", "failed"], "reason": "no", "by": {"time": "200ms"}}}
    _, taken, _ = ask("POST", "/mj/submit/imagine", CAT, said, kept=kept, now_s=5.0)
    path = f"/mj/task/{taken['result']}/fetch"
    told = [ask("GET", path, kept=kept, now_s=now)[1] for now in (5.1, 5.3)]

    assert [one["status"] for one in told] == ["SUBMITTED", "FAILURE"]
    assert told[1]["failReason"] == "no"


def test_what_was_meant_is_noted() -> None:
    """The body, the task, and that one was made."""
    kept: Any = {}
    _, taken, summary = ask("POST", "/mj-fast/mj/submit/imagine", CAT, kept=kept)
    _, _, looked = ask("GET", f"/mj-fast/mj/task/{taken['result']}/fetch", kept=kept)

    assert (summary["made"], summary["body"]) == (taken["result"], taken)
    assert looked["task"] == {
        "id": taken["result"], "phase": "queued", "percent": 0, "reason": "",
    }  # fmt: skip
    assert "made" not in looked


def test_a_script_adds_to_a_body_and_refuses() -> None:
    """With an error of the catalogue, in the words of the family."""
    _, more, _ = ask("POST", "/mj/submit/imagine", CAT, {"extras": {"new": 1}})
    status, banned, _ = ask(
        "POST", "/mj/submit/imagine", CAT, {"error": "midjourney_banned_prompt"}
    )

    assert more["new"] == 1
    assert (status, banned["code"]) == (200, 24)


def test_an_unknown_path_is_a_404() -> None:
    """In the words of the family."""
    status, body, _ = ask("GET", "/mj/sing")

    assert (status, body["code"]) == (404, 9)


@pytest.mark.parametrize(
    ("method", "path", "is_scripted"),
    [
        ("POST", "/mj/submit/imagine", True),
        ("POST", "/mj/task/list-by-condition", False),
        ("GET", "/mj-relax/mj/task/1/fetch", False),
    ],
)
def test_what_only_asks_needs_no_rule(method: str, path: str, is_scripted: bool) -> None:
    """A submission that no rule is for is a near miss."""
    found = find(Call(method, path))

    assert found is not None
    assert found.is_scripted is is_scripted
