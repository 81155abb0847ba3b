"""Rules of errors find what hides, leaks or bends a failure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from conformance.model import End


def error(**changes: Any) -> Any:
    """An error body of OpenAI's shape with some keys changed."""
    return {"error": {"message": "m", "type": "t", "param": "p", "code": "c", **changes}}


CASES = [
    ("errors.word", {"accept": ["c"]}, {"body": error()}, 0),
    ("errors.word", {"accept": ["t"]}, {"body": error()}, 0),
    ("errors.word", {"accept": ["x"]}, {"body": error()}, 1),
    ("errors.word", {"accept": ["x"]}, {"body": {"error": "text"}}, 1),
    ("errors.param", {"accept": ["p"]}, {"body": error(param="p[0]")}, 0),
    ("errors.param", {"accept": ["p"]}, {"body": error(param=None)}, 1),
    ("errors.string-code", {}, {"body": error()}, 0),
    ("errors.string-code", {}, {"body": error(code=None)}, 0),
    ("errors.string-code", {}, {"body": error(code=400)}, 1),
    ("errors.status", {"accept": [429]}, {"status": 429}, 0),
    ("errors.status", {"accept": [429]}, {"status": 200, "body": error()}, 1),
    ("errors.not-success", {}, {"status": 404}, 0),
    ("errors.not-success", {}, {"status": 200}, 1),
    ("errors.told-by-status", {}, {"status": 404, "body": error()}, 0),
    ("errors.told-by-status", {}, {"body": {"choices": [{"index": 0}]}}, 0),
    ("errors.told-by-status", {}, {"body": error()}, 1),
    ("errors.told-by-status", {}, {"body": {"detail": "no"}}, 1),
    ("errors.told-by-status", {}, {"body": "<html>"}, 1),
    (
        "errors.told-by-status",
        {},
        {"body": b'data: {"error":{"message":"m"}}\n\n', "kind": "text/event-stream"},
        1,
    ),
    ("errors.kept", {"code": "c", "param": "p"}, {"body": error()}, 0),
    ("errors.kept", {"code": "x", "param": None}, {"body": error()}, 1),
    ("errors.message-kept", {"message": "m"}, {"body": error(message="a m b")}, 0),
    ("errors.message-kept", {"message": "m"}, {"body": error(message="x")}, 1),
    ("errors.no-canary", {"canaries": ["sk-1"]}, {"body": error()}, 0),
    ("errors.no-canary", {"canaries": ["sk-1"]}, {"body": error(message="key sk-1")}, 1),
    ("errors.no-canary", {"canaries": ["sk-1"]}, {"headers": {"x-key": "sk-1"}}, 1),
    ("errors.no-trace", {}, {"body": error()}, 0),
    ("errors.no-trace", {}, {"body": error(message="at noon (in 3:30 h)")}, 0),
    ("errors.no-trace", {}, {"body": "Traceback (most recent call last)"}, 1),
    ("errors.no-trace", {}, {"body": "    at main (/srv/app.js:10:5)"}, 1),
    ("errors.no-trace", {}, {"body": "panic: runtime error"}, 1),
    ("errors.own-limit-json", {}, {"status": 429, "body": error()}, 0),
    ("errors.own-limit-json", {}, {"status": 429}, 1),
    ("errors.own-limit-json", {}, {"status": 200}, 0),
    ("errors.allow", {}, {"status": 405, "headers": {"allow": "POST"}}, 0),
    ("errors.allow", {}, {"status": 405}, 1),
    ("errors.allow", {}, {"status": 404}, 0),
    ("errors.ends", {}, {}, 0),
    ("errors.ends", {}, {"end": End.TIMEOUT}, 1),
]


@pytest.mark.parametrize(("name", "arguments", "reply", "count"), CASES)
def test_finds_what_it_is_for_and_nothing_else(
    view: Callable[..., Any],
    places: Callable[..., Any],
    name: str,
    arguments: Any,
    reply: Any,
    count: int,
) -> None:
    """One reply, one rule, so many violations."""
    assert count == len(places(name, view(**reply), **arguments))


@pytest.mark.parametrize(
    ("name", "text", "count"),
    [
        ("errors.no-upstream-key", "Incorrect key sk-mock-a", 1),
        ("errors.no-upstream-key", "Incorrect key", 0),
        ("errors.no-upstream-address", "dial mock:9100 refused", 1),
        ("errors.no-upstream-address", "dial refused", 0),
    ],
)
def test_what_belongs_upstream_stays_there(
    view: Callable[..., Any],
    places: Callable[..., Any],
    call: Callable[..., Any],
    name: str,
    text: Any,
    count: int,
) -> None:
    """Key and address are taken from the call itself."""
    assert count == len(places(name, view(error(message=text), upstream=[call()])))


@pytest.mark.parametrize(("status", "count"), [(200, 0), (502, 1)])
def test_a_success_may_name_its_upstream_in_a_header(
    view: Callable[..., Any],
    places: Callable[..., Any],
    call: Callable[..., Any],
    status: int,
    count: int,
) -> None:
    """Only what comes with a failure tells of it; a body is searched whatever its status."""
    named = {"x-model-api-base": "http://mock:9100/v1"}
    told = view({}, status=status, headers=named, upstream=[call()])
    leaked = view({"text": "mock:9100"}, status=status, upstream=[call()])

    assert len(places("errors.no-upstream-address", told)) == count
    assert len(places("errors.no-upstream-address", leaked)) == 1


FAILED = {"error": {"message": "upstream failed"}}


@pytest.mark.parametrize(
    ("name", "items", "rest", "count"),
    [
        ("errors.visible", ("text", FAILED), {}, 0),
        ("errors.visible", ("text",), {"end": End.TRUNCATED}, 0),
        ("errors.visible", ("text",), {"end": End.TIMEOUT}, 0),
        ("errors.visible", ("text",), {"status": 502}, 0),
        ("errors.visible", ("text",), {}, 1),
        ("errors.visible", ("text", "[DONE]"), {}, 1),
        ("errors.no-made-up-end", ("text",), {}, 0),
        ("errors.no-made-up-end", ("text", "[DONE]"), {}, 1),
        ("errors.no-made-up-end", ("text", "[DONE]", FAILED), {}, 1),
        ("errors.no-made-up-end", (FAILED, "[DONE]"), {}, 0),
        ("errors.event", ("text", FAILED), {}, 0),
        ("errors.event", ("text", {"error": "text only"}), {}, 1),
        ("errors.event", ("text",), {}, 1),
        ("errors.not-flat", ("text", FAILED), {}, 0),
        ("errors.not-flat", ("text", {"message": "failed", "code": 1}), {}, 1),
        ("errors.no-end-after", ("text", FAILED), {}, 0),
        ("errors.no-end-after", (FAILED, "[DONE]"), {}, 1),
        ("errors.no-end-after", ("text", "[DONE]"), {}, 0),
    ],
)
def test_a_failure_inside_a_stream_is_told(
    stream: Callable[..., Any],
    chunk: Callable[..., Any],
    places: Callable[..., Any],
    name: str,
    items: Any,
    rest: Any,
    count: int,
) -> None:
    """A clean end after a failure is the worst of lies."""
    said = [chunk("text") if item == "text" else item for item in items]

    assert count == len(places(name, stream(*said, **rest)))


@pytest.mark.parametrize(
    ("items", "rest", "count"),
    [
        (("text",), {}, 0),
        (("te",), {}, 1),
        (("te", FAILED), {}, 0),
        (("te", "{broken"), {}, 0),
        (("te",), {"end": End.TRUNCATED}, 0),
        ((), {"status": 502}, 0),
    ],
)
def test_a_lost_event_is_told(
    stream: Callable[..., Any],
    chunk: Callable[..., Any],
    places: Callable[..., Any],
    call: Callable[..., Any],
    items: Any,
    rest: Any,
    count: int,
) -> None:
    """By an error, by a cut, or by an event on which the client's own reader fails."""
    said = [chunk(item) if item in ("text", "te") else item for item in items]
    seen = stream(*said, upstream=[call(reply={"text": "text"})], **rest)

    assert count == len(places("errors.no-silent-loss", seen))
