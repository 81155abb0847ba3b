"""Rows that carry a JSON Schema are judged by it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from conformance.checks.expect import unexpected

STATUS = {"properties": {"status": {"const": 200}}}


def test_a_view_that_matches_has_no_violation(view: Callable[..., Any]) -> None:
    """The whole exchange view is what the schema sees."""
    assert unexpected(STATUS, [view()]) == []


def test_a_violation_has_pointer_expected_and_got(view: Callable[..., Any]) -> None:
    """Enough to see what is wrong without the exchange."""
    (found,) = unexpected(STATUS, [view(), view(status=404)])

    assert (found.at, found.expected, found.got, found.exchange) == ("/status", 200, 404, 1)


def test_a_reference_is_found_in_the_specs(view: Callable[..., Any]) -> None:
    """``$ref`` never leaves the package."""
    row = {"properties": {"body": {"properties": {"json": {"$ref": "openai/model.json"}}}}}

    assert unexpected(row, [view({"object": "model"})])


def test_quoted_values_are_bounded(view: Callable[..., Any]) -> None:
    """A hostile body does not swell the report."""
    row = {"properties": {"body": {"properties": {"text": {"const": "x"}}}}}

    (found,) = unexpected(row, [view("y" * 100_000)])

    assert max(len(str(found.message)), len(str(found.got))) < 500
