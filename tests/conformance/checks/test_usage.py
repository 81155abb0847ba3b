"""Token counts are compared with what was asked for and what the upstream said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

USAGE = {"prompt_tokens": 9, "completion_tokens": 3, "total_tokens": 12}
DONE = "[DONE]"


def test_one_usage_chunk_passes(
    stream: Callable[..., Any], chunk: Callable[..., Any], places: Callable[..., Any]
) -> None:
    """Usage alone in the last chunk is what the documents show."""
    seen = stream(chunk("x", usage=None), chunk(choices=[], usage=USAGE), DONE)

    assert places("usage.one-chunk", seen) == []


@pytest.mark.parametrize("form", ["absent", "in-finish", "twice", "early"])
def test_other_forms_of_usage_are_found(
    stream: Callable[..., Any], chunk: Callable[..., Any], places: Callable[..., Any], form: Any
) -> None:
    """No usage, usage beside choices, twice, or before a choice."""
    usage = chunk(choices=[], usage=USAGE)
    chunks = {
        "absent": [chunk("x")],
        "in-finish": [chunk("x"), chunk(finish="stop", usage=USAGE)],
        "twice": [chunk("x"), usage, usage],
        "early": [usage, chunk("x")],
    }[form]

    assert len(places("usage.one-chunk", stream(*chunks, DONE))) == 1


def test_usage_not_asked_for_is_found(
    stream: Callable[..., Any], chunk: Callable[..., Any], places: Callable[..., Any]
) -> None:
    """A chunk that only carries usage breaks clients that index choices[0]."""
    seen = stream(chunk("x"), chunk(choices=[], usage=USAGE), DONE)

    assert places("usage.not-asked", seen) == ["chunk 1"]
    assert places("usage.not-asked", stream(chunk("x"), DONE)) == []


def test_a_missing_null_is_found(
    stream: Callable[..., Any], chunk: Callable[..., Any], places: Callable[..., Any]
) -> None:
    """With usage asked for, each other chunk says null."""
    assert places("usage.null-before", stream(chunk("x"), DONE)) == ["chunk 0"]
    assert places("usage.null-before", stream(chunk("x", usage=None), DONE)) == []


@pytest.mark.parametrize(("total", "count"), [(12, 0), (13, 1), (True, 0), (None, 0)])
def test_the_total_is_the_sum(
    view: Callable[..., Any], places: Callable[..., Any], total: Any, count: int
) -> None:
    """Counts that are no integers are another rule's business."""
    seen = view({"usage": {**USAGE, "total_tokens": total}})

    assert count == len(places("usage.total", seen))


@pytest.mark.parametrize(("body", "count"), [({"usage": USAGE}, 0), ({}, 1), ({"usage": None}, 1)])
def test_a_json_answer_has_usage(
    view: Callable[..., Any], places: Callable[..., Any], body: Any, count: int
) -> None:
    """An absent or null usage is found."""
    assert count == len(places("usage.present", view(body)))


@pytest.mark.parametrize(
    ("name", "changes", "at"),
    [
        ("usage.upstream", {}, []),
        ("usage.upstream", {"prompt_tokens": 8}, ["/usage/prompt_tokens"]),
        (
            "usage.upstream-details",
            {"prompt_tokens_details": {"cached_tokens": 1}},
            ["/usage/cached_tokens"],
        ),
        ("usage.upstream-details", {"prompt_tokens_details": "x"}, ["/usage/cached_tokens"]),
    ],
)
def test_counts_are_the_upstreams(
    view: Callable[..., Any],
    places: Callable[..., Any],
    call: Callable[..., Any],
    name: str,
    changes: Any,
    at: Any,
) -> None:
    """A recount or a lost detail is named."""
    meant = {**USAGE, "prompt_tokens_details": {"cached_tokens": 7}}
    seen = view({"usage": {**meant, **changes}}, upstream=[call(reply={"usage": meant})])

    assert at == places(name, seen)


def test_usage_that_the_upstream_sent_is_not_lost(
    view: Callable[..., Any], places: Callable[..., Any], call: Callable[..., Any]
) -> None:
    """An answer without it is billed by guess."""
    seen = view({}, upstream=[call(reply={"usage": USAGE})])

    assert places("usage.upstream", seen) == ["/usage"]


@pytest.mark.parametrize(("count", "expected"), [(0, []), (1, ["/usage/completion_tokens"])])
def test_zero_is_what_a_count_that_was_not_given_means(
    view: Callable[..., Any],
    places: Callable[..., Any],
    call: Callable[..., Any],
    count: int,
    expected: list[str],
) -> None:
    """Embeddings complete nothing, and may say so."""
    meant = {"prompt_tokens": 9, "total_tokens": 9}
    seen = view(
        {"usage": {**meant, "completion_tokens": count}}, upstream=[call(reply={"usage": meant})]
    )

    assert places("usage.upstream", seen) == expected
