"""A precondition says why there is nothing to judge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from conformance.checks.given import GIVEN
from conformance.model import End, UpstreamCall

STREAM = {"body": b'data: {"id":1}\n\n', "kind": "text/event-stream"}
WAIT = {"retry-after": "1"}
WAITED = UpstreamCall("a", "POST", "/", (), b"", 0.0, 200, fault="latency.wait_for_signal")
DEFERRED = {"status": 429, "headers": WAIT}


def refused(retry_after: str | None = None, status: int = 429) -> UpstreamCall:
    """One call that an upstream refused."""
    headers = (("Retry-After", retry_after),) if retry_after else ()
    return UpstreamCall("a", "POST", "/", (), b"", 0.0, status, headers)


@pytest.mark.parametrize(
    ("given", "reply", "holds"),
    [
        ("deferred", {"status": 429, "headers": WAIT, "upstream": [refused("3")]}, True),
        ("deferred", {"status": 503, "headers": WAIT, "upstream": [refused("3")]}, True),
        ("deferred", {"status": 500, "headers": WAIT, "upstream": [refused("3")]}, False),
        ("deferred", {"status": 429, "upstream": [refused("3")]}, False),
        ("deferred", {"status": 429, "headers": WAIT}, False),
        ("deferred", {**DEFERRED, "upstream": [refused("3"), refused()]}, False),
        ("deferred", {"status": 429, "headers": WAIT, "upstream": [refused("3", 500)]}, False),
        ("deferred", {"status": 429, "headers": WAIT, "upstream": [refused("Mon, 1 GMT")]}, False),
        ("awaited", {"released_s": 1.0, "upstream": [WAITED]}, True),
        ("awaited", {"released_s": 1.0, "upstream": [WAITED], "status": 500}, False),
        ("awaited", {"released_s": 1.0}, False),
        ("awaited", {"upstream": [WAITED]}, False),
        ("awaited-stream", {**STREAM, "released_s": 1.0, "upstream": [WAITED]}, True),
        ("awaited-stream", {"released_s": 1.0, "upstream": [WAITED]}, False),
        ("message", {"body": {"type": "message"}}, True),
        ("message", {"body": {"choices": []}}, False),
        ("message", {"body": {"type": "message"}, "status": 500}, False),
        ("whole-message", {**STREAM, "body": b'data: {"type":"message_start"}\n\n'}, True),
        ("whole-message", {"body": {"type": "message"}}, False),
        ("mirrored-message", {"body": {"type": "message"}}, False),
        ("dialect-error", {"body": {"type": "error"}, "status": 400}, True),
        ("dialect-error", {"body": {"error": {}}, "status": 400}, False),
        ("dialect-error", {"body": {"type": "error"}}, False),
        ("served", {"status": 500}, True),
        ("counted", {"body": {"usage": {"total_tokens": 1}}}, True),
        ("counted", {"body": {"usage": None}}, False),
        ("recounted", {"body": {"usage": {}}}, False),
        ("forwarded", {}, True),
        ("forwarded", {"status": 400}, False),
        ("keyed", {}, True),
        ("keyed", {"authorization": "Bearer [redacted:key of lane-0]"}, True),
        ("keyed", {"authorization": "Bearer [redacted]"}, False),
        ("keyed", {"authorization": ""}, False),
        ("keyed", {"status": 401}, False),
        ("keyed-answer", {"status": 401}, True),
        ("keyed-answer", {"authorization": "Bearer [redacted]"}, False),
        ("keyed-answer", {"end": End.TRUNCATED}, False),
    ],
)
def test_each_precondition_holds_or_says_why_not(
    view: Callable[..., Any], given: str, reply: Any, holds: bool
) -> None:
    """None where it holds, a sentence where not."""
    assert holds == (GIVEN[given](view(**reply)) is None)


@pytest.mark.parametrize(
    ("reply", "status", "holds"),
    [(STREAM, 200, True), ({"status": 502}, 200, True), (STREAM, 500, False)],
)
def test_told_looks_at_what_the_upstream_answered(
    view: Callable[..., Any],
    call: Callable[..., Any],
    reply: Any,
    status: int,
    holds: bool,
) -> None:
    """Whatever the client got, an answer of the upstream can be compared with it."""
    seen = view(**reply, upstream=[call(status=status, reply={"text": "x"})])

    assert holds == (GIVEN["told"](seen) is None)


@pytest.mark.parametrize(("body", "holds"), [({"usage": {"total_tokens": 1}}, True), ({}, False)])
def test_recounted_needs_counts_on_both_sides(
    view: Callable[..., Any], call: Callable[..., Any], body: Any, holds: bool
) -> None:
    """Without usage in the answer there is nothing to compare."""
    seen = view(body, upstream=[call(reply={"text": "x"})])

    assert holds == (GIVEN["recounted"](seen) is None)


def test_what_was_sent_upstream_is_judged_though_the_upstream_refused_it(
    view: Callable[..., Any], call: Callable[..., Any]
) -> None:
    """A relay that spoils a request is not excused by the 502 that it earns."""
    assert GIVEN["forwarded"](view(status=502, upstream=[call(status=400)])) is None


@pytest.mark.parametrize(
    ("faults", "holds"),
    [([], False), (["sse.cut_fin"], True), (["sse.cut_fin", None], False)],
    ids=str,
)
def test_a_failure_is_judged_where_every_call_was_struck(
    view: Callable[..., Any], call: Callable[..., Any], faults: list[str | None], holds: bool
) -> None:
    """A call that the mock served soundly is no reason to look for a failure."""
    seen = view(upstream=[call(fault=fault) for fault in faults])

    assert holds == (GIVEN["struck"](seen) is None)


SOUND = {"choices": [{"index": 0, "message": {"audio": {"data": "AA=="}}}]}
CITED = {"choices": [{"index": 0, "message": {"annotations": [{"type": "url_citation"}]}}]}


@pytest.mark.parametrize(
    ("given", "body", "reply", "holds"),
    [
        ("spoken", SOUND, {}, True),
        ("spoken", CITED, {}, False),
        ("spoken", {}, {}, False),
        ("cited", CITED, {}, True),
        ("cited", SOUND, {}, False),
        ("voiced", {}, {"audio": {"sha256": "x"}}, True),
        ("voiced", {}, {"text": "x"}, False),
        ("searched", {}, {"annotations": [1]}, True),
        ("searched", {}, {"text": "x"}, False),
    ],
)
def test_sound_and_citations_have_to_be_there(
    view: Callable[..., Any],
    call: Callable[..., Any],
    given: str,
    body: Any,
    reply: Any,
    holds: bool,
) -> None:
    """On the side that the rule speaks of."""
    assert holds == (GIVEN[given](view(body, upstream=[call(reply=reply)])) is None)


@pytest.mark.parametrize(
    ("path", "called", "holds"),
    [
        ("/v1/chat/completions", ["/v1/chat/completions"], True),
        ("/api/v1/chat/completions", ["/chat/completions"], True),
        ("/v1/chat/completions", ["/v1/responses"], False),
        ("/v1/chat/completions", [], False),
    ],
)
def test_mirrored_needs_the_same_endpoint_on_both_sides(
    view: Callable[..., Any], call: Callable[..., Any], path: str, called: Any, holds: bool
) -> None:
    """A relay that translates, or asks nobody, cannot be compared field by field."""
    calls = [replace(call(), path=one) for one in called]
    seen = view({}, url=f"http://relay{path}", upstream=calls)

    assert holds == (GIVEN["mirrored"](seen) is None)


def test_native_needs_an_upstream_of_the_dialect(
    view: Callable[..., Any], call: Callable[..., Any]
) -> None:
    """A relay that translates cannot be compared field by field."""
    own, other = (replace(call(), path=f"/s/{one}") for one in ("v1beta/models/m:x", "v1/chat"))

    assert GIVEN["native"](view({}, upstream=[own])) is None
    assert GIVEN["native"](view({}, upstream=[other])) is not None
    assert GIVEN["native"](view({})) is not None
