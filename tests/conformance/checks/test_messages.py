"""Rules of messages in the Anthropic dialect."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from conformance.wire.view import View

Maker = Callable[..., View]
Places = Callable[..., list[str | None]]
URL = "http://relay/v1/messages"

USAGE: Any = {
    "input_tokens": 3,
    "output_tokens": 4,
    "cache_creation_input_tokens": 5,
    "cache_read_input_tokens": 6,
    "cache_creation": {"ephemeral_5m_input_tokens": 5, "ephemeral_1h_input_tokens": 0},
    "server_tool_use": {"web_search_requests": 1},
}
TEXT: Any = {"type": "text", "text": "Hi"}
CALL: Any = {"type": "tool_use", "id": "t", "name": "f", "input": {"a": 1}}
WHOLE: Any = {
    "type": "message",
    "content": [TEXT, CALL],
    "stop_reason": "tool_use",
    "stop_sequence": None,
    "usage": USAGE,
}
EVENTS: Any = [
    {
        "type": "message_start",
        "message": WHOLE | {"content": [], "stop_reason": None, "usage": USAGE},
    },
    {"type": "content_block_start", "index": 0, "content_block": TEXT},
    {"type": "content_block_stop", "index": 0},
    {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 4}},
    {"type": "message_stop"},
]
MEANT: Any = {
    "text": "Hi",
    "content": WHOLE["content"],
    "stop_reason": "tool_use",
    "stop_sequence": None,
    "usage": USAGE,
}


@pytest.fixture
def events(view: Maker) -> Maker:
    """Makes a view of a stream of named events."""

    def make(*items: Any, **rest: Any) -> View:
        blocks = [f"event: {one['type']}\ndata: {json.dumps(one)}\n\n" for one in items]
        return view("".join(blocks), **{"kind": "text/event-stream", "url": URL, **rest})

    return make


@pytest.fixture
def answered(view: Maker, call: Callable[..., Any]) -> Maker:
    """Makes a view of a message whose upstream meant ``MEANT``."""

    def make(body: Any, **sent: Any) -> View:
        asked = call(reply=MEANT, **sent)
        return view(body, url=URL, upstream=[asked])

    return make


def test_order_is_judged_by_its_rule(events: Maker, places: Places) -> None:
    """One rule at a time, at the event that breaks it."""
    twice = events(EVENTS[0], *EVENTS)

    assert places("messages.order", events(*EVENTS), rule="start") == []
    assert places("messages.order", twice, rule="start") == ["event 1"]
    assert places("messages.order", twice, rule="stop") == []


def test_done_is_no_word_of_messages(events: Maker, view: Maker, places: Places) -> None:
    """A stream ends with ``message_stop``."""
    body = "".join(f"data: {json.dumps(one)}\n\n" for one in EVENTS) + "data: [DONE]\n\n"

    assert places("messages.no-done", events(*EVENTS)) == []
    assert len(places("messages.no-done", view(body, kind="text/event-stream"))) == 1


@pytest.mark.parametrize(
    ("content", "reason", "slips"),
    [
        ([CALL], "tool_use", 0),
        ([CALL], "max_tokens", 0),
        ([CALL], "end_turn", 1),
        ([TEXT], "tool_use", 1),
        ([TEXT], "end_turn", 0),
    ],
)
def test_a_reason_fits_the_content(
    view: Maker, places: Places, content: Any, reason: str, slips: int
) -> None:
    """A call that was cut may stop for its limit."""
    told = view(WHOLE | {"content": content, "stop_reason": reason})

    assert len(places("messages.stop-fits", told)) == slips


def test_an_input_is_an_object(view: Maker, places: Places) -> None:
    """Text is none."""
    spoilt = view(WHOLE | {"content": [CALL | {"input": "{}"}]})

    assert places("messages.tool-input", view(WHOLE)) == []
    assert len(places("messages.tool-input", spoilt)) == 1


def test_counts_are_cumulative(events: Maker, places: Places) -> None:
    """What ends below what it began with is none."""
    less = copy.deepcopy(EVENTS)
    less[3]["usage"]["output_tokens"] = 1

    assert places("messages.usage-grows", events(*EVENTS)) == []
    assert len(places("messages.usage-grows", events(*less))) == 1


@pytest.mark.parametrize(
    ("usage", "at"),
    [
        ({"input_tokens": 0, "output_tokens": 1}, []),
        (
            {"input_tokens": None, "output_tokens": 0},
            ["/usage/input_tokens", "/usage/output_tokens"],
        ),
    ],
)
def test_both_sides_are_counted(view: Maker, places: Places, usage: Any, at: Any) -> None:
    """Input may be nothing, when all of it came from the cache; output may not."""
    assert places("messages.usage-told", view(WHOLE | {"usage": usage})) == at


def test_parts_of_the_cache_are_their_sum(view: Maker, places: Places) -> None:
    """Where both are told."""
    off = USAGE | {"cache_creation_input_tokens": 7}

    assert places("messages.cache-sums", view(WHOLE)) == []
    assert places("messages.cache-sums", view(WHOLE | {"usage": {}})) == []
    assert len(places("messages.cache-sums", view(WHOLE | {"usage": off}))) == 1


def test_what_the_upstream_said_is_compared(answered: Maker, places: Places) -> None:
    """Counts, also nested ones, reasons, blocks by number and by member."""
    spoilt = answered(
        WHOLE
        | {"content": [TEXT, CALL | {"id": "u"}], "stop_reason": "end_turn"}
        | {"usage": USAGE | {"input_tokens": 9, "server_tool_use": None}}
    )
    keys = ["input_tokens", "server_tool_use.web_search_requests"]
    blocks: Any = {"types": ["tool_use"], "keys": ["id", "name"]}

    for told, slips in ((answered(WHOLE), (0, 0, 0)), (spoilt, (2, 1, 1))):
        assert len(places("messages.upstream-usage", told, keys=keys)) == slips[0]
        assert len(places("messages.upstream-stop", told)) == slips[1]
        assert len(places("messages.upstream-blocks", told, **blocks)) == slips[2]
    lost = answered(WHOLE | {"content": [TEXT]})
    assert places("messages.upstream-blocks", lost, **blocks) == ["/content"]


def test_the_healthy_upstream_is_heard(answered: Maker, places: Places) -> None:
    """Its words, all of them."""
    other = answered(WHOLE | {"content": []})

    assert places("messages.answered-by", answered(WHOLE), upstream="primary") == []
    assert len(places("messages.answered-by", other, upstream="primary")) == 1


def test_a_history_is_replayed(view: Maker, call: Callable[..., Any], places: Places) -> None:
    """The first difference in depth is where it is said to be; additions are no loss."""
    block = {"type": "thinking", "thinking": "Hm.", "signature": "s="}
    asked = {"messages": [{"role": "assistant", "content": [block, TEXT]}]}
    more = {"messages": [{"role": "assistant", "content": [block | {"x": 1}, TEXT]}]}
    trimmed = {"messages": [{"role": "assistant", "content": [block | {"signature": "s"}, TEXT]}]}

    def at(body: Any) -> list[str | None]:
        made = view(WHOLE, url=URL, request=asked, upstream=[call(body=body)])
        return places("messages.replayed", made)

    assert at(asked) == at(more) == []
    assert at(trimmed) == ["/messages/0/content/0/signature"]
    assert at({"messages": [{"role": "assistant", "content": [TEXT]}]}) == ["/messages/0/content"]
    assert at(b"no json") == ["/messages"]


def test_headers_are_passed_on(view: Maker, call: Callable[..., Any], places: Places) -> None:
    """Word for word."""
    made = view(WHOLE, url=URL, sent={"anthropic-beta": "a"}, upstream=[call()])

    assert places("messages.headers", made, names=["anthropic-beta"]) == ["anthropic-beta"]
    assert places("messages.headers", made, names=["anthropic-version"]) == []


@pytest.mark.parametrize(("sent", "slips"), [("a, b", []), ("a", ["anthropic-beta"])])
def test_a_list_in_a_header_has_no_order(
    view: Maker, call: Callable[..., Any], places: Places, sent: str, slips: list[str]
) -> None:
    """Its members count."""
    got = call(headers=(("anthropic-beta", "b,a"),))
    made = view(WHOLE, url=URL, sent={"anthropic-beta": sent}, upstream=[got])

    assert places("messages.headers", made, names=["anthropic-beta"]) == slips


@pytest.mark.parametrize(
    ("status", "body", "shape", "type_"),
    [
        (401, {"type": "error", "error": {"type": "authentication_error", "message": "no"}}, 0, 0),
        (418, {"type": "error", "error": {"type": "invalid_request_error", "message": ""}}, 0, 0),
        (503, {"type": "error", "error": {"type": "overloaded_error", "message": ""}}, 0, 0),
        (599, {"type": "error", "error": {"type": "of_its_own", "message": ""}}, 0, 0),
        (429, {"type": "error", "error": {"type": "api_error", "message": ""}}, 0, 1),
        (400, {"error": {"type": "new_api_error", "message": "no"}}, 1, 1),
        (500, "<html>", 3, 1),
    ],
)
def test_errors_have_shape_and_type(
    view: Maker, places: Places, status: int, body: Any, shape: int, type_: int
) -> None:
    """The type of a status that nobody listed is free above 500."""
    told = view(body, status=status, url=URL)

    assert len(places("messages.error-shape", told)) == shape
    assert len(places("messages.error-type", told)) == type_


def test_a_failure_is_an_event_named_error(events: Maker, view: Maker, places: Places) -> None:
    """With the type inside."""
    error = {"type": "error", "error": {"type": "overloaded_error", "message": "no"}}
    bare = view('data: {"error": {"message": "no"}}\n\n', kind="text/event-stream")

    assert places("messages.error-event", events(EVENTS[0], error)) == []
    assert len(places("messages.error-event", bare)) == 1


def test_a_key_is_taken_here_as_there(view: Maker, places: Places) -> None:
    """Refusals of another kind are no word about the key."""
    served, refused, limited = view(WHOLE), view({}, status=401), view({}, status=429)

    assert places("messages.key-taken", served, limited, place=1) == []
    assert len(places("messages.key-taken", served, refused, place=1)) == 1


def test_more_counts_more(view: Maker, places: Places) -> None:
    """Than the first request; what is no number is another rule's."""
    three = [view({"input_tokens": count}) for count in (5, 9, 5)]
    odd = [view({"input_tokens": count}) for count in (5, "9", 6)]

    assert len(places("messages.counts", *three, more=[1, 2])) == 1
    assert places("messages.counts", *odd, more=[1, 2]) == []
