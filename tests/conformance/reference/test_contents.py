"""Each entry of a table of contents stands beside what judges it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

import specs
from conformance.catalog import load
from conformance.reference.contents import entries, judges, spans

CHAT = "POST /v1/chat/completions"
DOCUMENT = specs.profile("4z-api")


def judged(**entry: Any) -> list[str]:
    """What judges an entry at chat completions, for the relay with a table of contents."""
    return judges({"endpoints": [CHAT], **entry}, DOCUMENT, load("4z-api"))


def test_an_entry_is_judged_by_what_it_is_about() -> None:
    """Neither by the rest of its endpoint, nor by a stream that it does not speak of."""
    assert judged(capabilities=["chat.n"]) == ["CHAT-005", "CHAT-117"]
    assert "CHAT-001" in judged(capabilities=["chat.stream"])
    assert "CHAT-001" not in judged(capabilities=["chat"])


def test_an_entry_about_a_field_is_judged_where_it_is_sent() -> None:
    """At every probe whose request holds it."""
    assert {"PAR-016", "PAR-017"} <= set(judged(parameter="reasoning_effort"))
    assert "CHAT-001" not in judged(parameter="reasoning_effort")


def test_an_entry_without_more_is_judged_by_all_of_its_endpoint() -> None:
    """However the variable of its path is called, and wherever a probe asks it."""
    generic: Mapping[str, Any] = {"path_prefix": "/v1"}
    entry = {"endpoints": ["DELETE /v1/responses/{name}"]}

    assert "RSP-116" in judges(entry, generic, load())


@pytest.mark.parametrize(("is_claimed", "expected"), [(True, False), (False, True)])
def test_what_is_not_claimed_is_not_judged(is_claimed: bool, expected: bool) -> None:
    """A run would skip it."""
    entry = {"endpoints": [CHAT], "capabilities": ["chat.web_search"]}
    found = judges(entry, DOCUMENT, load("4z-api"), is_claimed=is_claimed)

    assert bool(found) is expected


def test_neighbours_are_drawn_together() -> None:
    """Over no gap, and within one area."""
    ids = ["SSE-003", "CHAT-001", "SSE-001", "SSE-002", "SSE-007"]

    assert spans(ids) == "CHAT-001, SSE-001 to SSE-003, SSE-007"


def test_a_line_has_the_entry_and_its_endpoint() -> None:
    """A page of words has none; an open entry says why."""
    contents = [
        {"section": "Chat", "title": "n", "endpoints": [CHAT], "capabilities": ["chat.n"]},
        {"section": "Help", "title": "words", "page": "a page of words"},
        {"section": "Help", "title": "later", "endpoints": ["GET /nowhere"], "open": "not yet"},
    ]

    assert list(entries({**DOCUMENT, "contents": contents}, load("4z-api"))) == [
        ["Chat", "n", f"`{CHAT}`", "CHAT-005, CHAT-117"],
        ["Help", "words", "-", "a page of words"],
        ["Help", "later", "`GET /nowhere`", "open: not yet"],
    ]
