"""Rules of documented errors find each key that differs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from conformance.checks import CHECKS
from conformance.wire.view import View

EXPECTED = {
    "statuses": [402],
    "words": ["no_money"],
    "word_in_type": False,
    "types": ["billing"],
    "present": ["message", "type", "code"],
    "absent": ["param"],
    "param": None,
}
ERROR = {"message": "m", "type": "billing", "code": "no_money"}
NULL_PARAM = {"present": ["param"], "absent": [], "param": [None]}


@pytest.mark.parametrize(
    ("name", "status", "error", "changes", "found"),
    [
        ("profile.status", 402, ERROR, {}, 0),
        ("profile.status", 403, ERROR, {}, 1),
        ("profile.code", 402, ERROR, {}, 0),
        ("profile.code", 402, {**ERROR, "code": "x"}, {}, 1),
        ("profile.code", 402, {"type": "no_money"}, {}, 1),
        ("profile.code", 402, {"type": "no_money"}, {"word_in_type": True}, 0),
        ("profile.code", 402, {}, {}, 1),
        ("profile.code", 402, {}, {"words": None}, 0),
        ("profile.type", 402, ERROR, {}, 0),
        ("profile.type", 402, {**ERROR, "type": "x"}, {}, 1),
        ("profile.type", 402, {**ERROR, "type": "x"}, {"types": None}, 0),
        ("profile.type", 402, {**ERROR, "type": ""}, {"types": None}, 1),
        ("profile.type", 402, {}, {}, 0),
        ("profile.keys", 402, ERROR, {}, 0),
        ("profile.keys", 402, {**ERROR, "param": None}, {}, 0),
        ("profile.keys", 402, {}, {}, 3),
        ("profile.keys", 402, {"param": None}, NULL_PARAM, 0),
        ("profile.keys", 402, {"param": ""}, NULL_PARAM, 1),
        ("profile.keys", 402, {}, NULL_PARAM, 1),
    ],
)
def test_a_rule_finds_its_key(
    view: Callable[..., View], name: str, status: int, error: Any, changes: Any, found: int
) -> None:
    """One violation a key, and none for the keys of other rules."""
    views = [view({"error": error}, status=status)]

    violations = list(CHECKS[name].violations(views, expected={**EXPECTED, **changes}))

    assert len(violations) == found


@pytest.mark.parametrize("name", ["profile.code", "profile.type", "profile.keys"])
def test_a_served_request_is_the_business_of_the_status(
    view: Callable[..., View], name: str
) -> None:
    """What is no error has no code, type or keys to be judged."""
    assert not list(CHECKS[name].violations([view({"choices": []})], expected=EXPECTED))


def test_the_last_answer_counts(view: Callable[..., View]) -> None:
    """A limit shows only after requests that were served."""
    views = [view({}, status=200), view({"error": ERROR}, status=402)]
    late = [*views, view({}, status=500)]

    assert not list(CHECKS["profile.status"].violations(views, expected=EXPECTED))
    assert [
        one.exchange for one in CHECKS["profile.status"].violations(late, expected=EXPECTED)
    ] == [2]


def test_a_web_page_is_no_answer(view: Callable[..., View]) -> None:
    """JSON is one, of whatever status."""
    page = view("<!doctype html>", kind="text/html")

    assert not list(CHECKS["profile.no-page"].violations([view({}), view({}, status=404)]))
    assert len(list(CHECKS["profile.no-page"].violations([page]))) == 1


@pytest.mark.parametrize(
    ("error", "found"),
    [(ERROR, 0), ({**ERROR, "param": None}, 0), ({"message": "m"}, 2), ("m", 0)],
)
def test_an_error_event_has_the_keys(stream: Callable[..., View], error: Any, found: int) -> None:
    """Each that is documented; an event without an error object is not this rule's."""
    seen = stream({"choices": [], "error": {}}, {"error": error})

    violations = list(CHECKS["profile.event-keys"].violations([seen], expected=EXPECTED))

    assert len(violations) == found
