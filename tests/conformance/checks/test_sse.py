"""Each rule of the event stream passes a sound stream and finds its defect."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

import pytest

from conformance.model import Read

SOUND = (b'data: {"choices":[1]}\n\n', b"data: [DONE]\n\n")

CASES = [
    ("sse.content-type", SOUND, {}, 0),
    ("sse.content-type", SOUND, {"kind": "application/json"}, 1),
    ("sse.content-type", SOUND, {"kind": "text/event-stream; charset=utf-8"}, 0),
    ("sse.content-type", SOUND, {"kind": "text/event-stream; charset=latin-1"}, 1),
    ("sse.is-stream", SOUND, {}, 0),
    ("sse.is-stream", (b'{"id":1}',), {"kind": "application/json"}, 1),
    ("sse.is-json", (b'{"id":1}',), {"kind": "application/json"}, 0),
    ("sse.is-json", (b"<html>",), {"kind": "text/html"}, 1),
    ("sse.is-json", SOUND, {}, 1),
    ("sse.utf8", SOUND, {}, 0),
    ("sse.utf8", (b"data: \xe9\n\n",), {}, 1),
    ("sse.last-block-closed", SOUND, {}, 0),
    ("sse.last-block-closed", (*SOUND[:1], b"data: [DONE]\n"), {}, 1),
    ("sse.one-line-end", SOUND, {}, 0),
    ("sse.one-line-end", (SOUND[0], b"data: [DONE]\r\n\r\n"), {}, 1),
    ("sse.known-fields", (b": comment\n\n", *SOUND), {}, 0),
    ("sse.known-fields", (b'{"x": 1}\ndata: {}\n\n',), {}, 1),
    ("sse.one-json-per-event", (b'data: {"a":\ndata: 1}\n\n',), {}, 0),
    ("sse.one-json-per-event", (b"data: {}\ndata: {}\n\n",), {}, 1),
    ("sse.data-is-json", SOUND, {}, 0),
    ("sse.data-is-json", (b'data: {"a":\n\n',), {}, 1),
    ("sse.data-is-json", (b"data: [DONE] \n\n",), {}, 0),
    ("sse.no-event-without-data", (b": only a comment\n\n", *SOUND), {}, 0),
    ("sse.no-event-without-data", (b"event: ping\n\n", *SOUND), {}, 1),
    ("sse.no-ids", SOUND, {}, 0),
    ("sse.no-ids", (b"id: 1\ndata: {}\n\n",), {}, 1),
    ("sse.no-bom", SOUND, {}, 0),
    ("sse.no-bom", (b"\xef\xbb\xbf", *SOUND), {}, 1),
    ("sse.done-exact", SOUND, {}, 0),
    ("sse.done-exact", (b"data: [DONE] \n\n",), {}, 1),
    ("sse.done-last", SOUND, {}, 0),
    ("sse.done-last", (*SOUND, SOUND[1]), {}, 1),
    ("sse.done-last", SOUND[:1], {}, 0),
    ("sse.done-present", SOUND, {}, 0),
    ("sse.done-present", SOUND[:1], {}, 1),
    ("sse.done-present", (SOUND[0], b"data: [DONE]"), {}, 0),
    ("sse.no-event-names", SOUND, {}, 0),
    ("sse.no-event-names", (b"event: message\ndata: {}\n\n",), {}, 1),
    ("sse.no-event-names", (b'event: error\ndata: {"error":{"message":"x"}}\n\n',), {}, 0),
    ("sse.no-event-names", (b"event: thread.x\ndata: {}\n\n",), {}, 0),
    ("sse.no-thread-names", SOUND, {}, 0),
    ("sse.no-thread-names", (b"event: thread.x\ndata: {}\n\n",), {}, 1),
    ("sse.no-comment-as-data", SOUND, {}, 0),
    ("sse.no-comment-as-data", (b"data: : ping\n\n",), {}, 1),
    ("sse.not-cached", SOUND, {"headers": {"cache-control": "no-cache"}}, 0),
    ("sse.not-cached", SOUND, {}, 1),
]


@pytest.mark.parametrize(("name", "items", "rest", "count"), CASES)
def test_finds_what_it_is_for_and_nothing_else(
    stream: Callable[..., Any],
    places: Callable[..., Any],
    name: str,
    items: Any,
    rest: Any,
    count: int,
) -> None:
    """A sound stream has no violation, a defective one has exactly its own."""
    assert count == len(places(name, stream(*items, **rest)))


@pytest.mark.parametrize(("released_s", "count"), [(0.2, 0), (0.1, 0), (0.05, 1), (None, 0)])
def test_incremental_asks_what_came_first(
    view: Callable[..., Any], places: Callable[..., Any], released_s: float | None, count: int
) -> None:
    """An event before the upstream went on was not held back, however little before."""
    reads = (Read(0.1, SOUND[0]), Read(0.3, SOUND[1]))
    seen = view(kind="text/event-stream", reads=reads, released_s=released_s)

    assert count == len(places("sse.incremental", seen))


def test_under_a_coding_reads_stand_for_events(
    view: Callable[..., Any], places: Callable[..., Any]
) -> None:
    """What cannot be told by its octets is no reason to pass."""
    octets = gzip.compress(b"".join(SOUND))
    reads = (Read(0.1, octets[:20]), Read(0.11, octets[20:]))
    coded = {"content-encoding": "gzip"}
    seen = view(kind="text/event-stream", reads=reads, headers=coded, released_s=0.05)

    assert len(places("sse.incremental", seen)) == 1
