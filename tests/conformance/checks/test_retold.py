"""Rules of answers that crossed from one dialect to another, by their form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from conformance.checks.retold import blocked, call_indexes, choices, foreign, grammar, usage
from conformance.model import UpstreamCall
from conformance.wire.view import View

ViewMaker = Callable[..., View]
COUNTS: Any = {
    "promptTokenCount": 3,
    "candidatesTokenCount": 4,
    "thoughtsTokenCount": 2,
    "cachedContentTokenCount": 1,
}
CALLS: Any = [{"functionCall": {"name": "f"}}, {"functionCall": {"name": "g"}}]


def upstream(**reply: Any) -> list[UpstreamCall]:
    """One call, answered by Gemini."""
    usual = {"text": "", "thoughts": "", "calls": [], "finish_reasons": {}, "usage": COUNTS}
    return [
        UpstreamCall("a", "POST", "/v1beta/models/m:x", (), b"", 0, status=200, reply=usual | reply)
    ]


def completion(finish: str | None, **more: Any) -> Any:
    """A chat completion of one choice."""
    choice = {"index": 0, "message": {"role": "assistant"}, "finish_reason": finish}
    return {"choices": [choice], **more}


@pytest.mark.parametrize(
    ("finish", "status", "is_kept"),
    [("content_filter", 200, True), ("stop", 200, False), (None, 200, False), ("stop", 400, True)],
)
def test_a_blocked_prompt_is_no_answer(
    view: ViewMaker, finish: str | None, status: int, is_kept: bool
) -> None:
    """It is held back, or refused."""
    assert (list(blocked(view(completion(finish), status=status))) == []) is is_kept


@pytest.mark.parametrize(("count", "is_kept"), [(1, True), (2, False)])
def test_choices_are_counted(view: ViewMaker, count: int, is_kept: bool) -> None:
    """By their indexes."""
    assert (list(choices(view(completion("stop")), count=count)) == []) is is_kept


@pytest.mark.parametrize(("indexes", "is_kept"), [((0, 1), True), ((0, 0), False), ((0,), False)])
def test_indexes_tell_calls_apart(
    stream: ViewMaker, chunk: Any, indexes: tuple[int, ...], is_kept: bool
) -> None:
    """As many as the upstream made."""
    items = [chunk(delta={"tool_calls": [{"index": at, "function": {}}]}) for at in indexes]

    found = call_indexes(stream(*items, upstream=upstream(calls=CALLS)))

    assert (list(found) == []) is is_kept


def test_a_break_names_its_rule(stream: ViewMaker) -> None:
    """And its place."""
    (found,) = grammar(stream({"type": "response.created", "response": {}}))

    assert found.message.startswith("terminal: ")


@pytest.mark.parametrize(("read", "broken"), [(1, 0), (0, 1)])
def test_counts_are_the_upstreams(view: ViewMaker, read: int, broken: int) -> None:
    """Thoughts are part of what was written."""
    told = {
        "prompt_tokens": 3,
        "completion_tokens": 6,
        "prompt_tokens_details": {"cached_tokens": read},
        "completion_tokens_details": {"reasoning_tokens": 2},
    }

    found = list(usage(view(completion("stop", usage=told), upstream=upstream())))

    assert len(found) == broken


@pytest.mark.parametrize(
    ("status", "body", "is_kept"),
    [(400, b"", True), (200, b"{}", False), (200, b'{"tools": [{}]}', True), (200, b"[", False)],
)
def test_what_no_upstream_can_do_is_not_left_out(
    view: ViewMaker, status: int, body: bytes, is_kept: bool
) -> None:
    """It is refused, or the relay has a tool for it."""
    made = [replace(upstream()[0], body=body)]

    assert (list(foreign(view({}, status=status, upstream=made))) == []) is is_kept
