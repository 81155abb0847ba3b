"""Rules of plain HTTP find what breaks them and pass what does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from conformance.checks import CHECKS
from conformance.model import End, UpstreamCall
from conformance.wire.view import View

CASES = [
    ("http.status", {"accept": [401]}, {"status": 401}, 0),
    ("http.status", {"accept": [401]}, {"status": 500}, 1),
    ("http.status", {"accept": [401]}, {"status": None, "end": End.RESET}, 1),
    ("http.complete", {}, {}, 0),
    ("http.complete", {}, {"end": End.TRUNCATED}, 1),
    ("http.no-server-error", {}, {"status": 400}, 0),
    ("http.no-server-error", {}, {"status": 502}, 1),
    ("http.json-type", {}, {}, 0),
    ("http.json-type", {}, {"kind": "application/problem+json"}, 0),
    ("http.json-type", {}, {"kind": "text/plain"}, 1),
    ("http.json-type", {}, {"kind": None}, 1),
    ("http.identity-coding", {}, {}, 0),
    ("http.identity-coding", {}, {"headers": {"content-encoding": "gzip"}}, 1),
    ("http.request-id", {}, {"headers": {"X-Request-Id": "1"}}, 0),
    ("http.request-id", {}, {"headers": {"X-Oneapi-Request-Id": "1"}}, 0),
    ("http.request-id", {}, {}, 1),
    ("http.retry-after", {"statuses": [429]}, {"status": 400}, 0),
    ("http.retry-after", {"statuses": [429]}, {"status": 429}, 1),
    (
        "http.retry-after",
        {"statuses": [429]},
        {"status": 429, "headers": {"retry-after": "7"}},
        0,
    ),
    (
        "http.retry-after",
        {"statuses": [429]},
        {"status": 429, "headers": {"retry-after": "Fri, 31 Dec 1999 23:59:59 GMT"}},
        0,
    ),
    (
        "http.retry-after",
        {"statuses": [429]},
        {"status": 429, "headers": {"retry-after": "soon"}},
        1,
    ),
    ("http.rate-headers", {}, {"headers": {"x-ratelimit-remaining-requests": "3"}}, 0),
    ("http.rate-headers", {}, {"headers": {"x-ratelimit-remaining-requests": "-1"}}, 1),
    ("http.rate-headers", {}, {"headers": {"x-ratelimit-reset-tokens": "6m0s"}}, 0),
    ("http.rate-headers", {}, {"headers": {"x-ratelimit-reset-tokens": "soon"}}, 1),
    ("http.preflight", {}, {"status": 204}, 0),
    ("http.preflight", {}, {"status": 401}, 1),
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


@pytest.mark.parametrize(("ids", "count"), [("ab", 0), ("aa", 1), ("", 0)])
def test_request_ids_differ(
    view: Callable[..., Any], places: Callable[..., Any], ids: Any, count: int
) -> None:
    """Requests without an id are another rule's business."""
    views = [view(headers={"x-request-id": one}) for one in ids] or [view(), view()]

    assert count == len(places("http.request-ids-differ", *views))


@pytest.mark.parametrize(("statuses", "count"), [((200, 200, 429), 0), ((200, 200), 1)])
def test_a_limit_that_never_refuses_is_found(
    view: Callable[..., Any], places: Callable[..., Any], statuses: Any, count: int
) -> None:
    """At least one of too many requests meets a 429."""
    assert count == len(places("http.own-limit", *[view(status=one) for one in statuses]))


@pytest.mark.parametrize(
    ("told", "asked", "found"),
    [("7", ["7"], 0), ("9", ["7"], 0), ("1", ["7"], 1), ("6", ["7"], 0), ("3", ["7", "4"], 0),
     ("1", ["7", "4"], 1), ("Thu, 26 Nov 2026 00:00:00 GMT", ["7"], 0)],
)  # fmt: skip
def test_a_retry_after_is_long_enough(
    view: Callable[..., View], told: str, asked: list[str], found: int
) -> None:
    """No shorter than the least that was asked for, less the second that the relay took."""
    calls = [
        UpstreamCall("a", "POST", "/", (), b"", 0.0, 429, (("retry-after", value),))
        for value in asked
    ]
    seen = view(status=429, headers={"retry-after": told}, upstream=calls)

    assert len(list(CHECKS["http.retry-after-enough"].violations([seen]))) == found
