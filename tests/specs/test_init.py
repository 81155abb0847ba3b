"""The rows that everybody reads come checked from their files."""

from __future__ import annotations

import pytest

import specs


def test_error_rows_of_a_dialect() -> None:
    """A dialect's rows are found by its name."""
    rows = {row["name"]: row for row in specs.errors("openai")}

    assert rows["rate_limit_exceeded"]["status"] == 429
    assert rows["insufficient_quota"]["code"] == "insufficient_quota"


def test_endpoints_of_all_files() -> None:
    """The endpoints of every file are one list."""
    names = [row["name"] for row in specs.endpoints()]

    assert {"chat.completions", "models.list", "models.retrieve", "other"} <= set(names)


def test_a_table_of_parameters_by_endpoint() -> None:
    """A table says what a request may hold."""
    rows = {row["name"]: row for row in specs.parameters("moderations")["parameters"]}

    assert rows["input"]["required"] is True


def test_a_profile_by_name() -> None:
    """A profile says what its vendor claims."""
    assert "chat.stream" in specs.profile("laozhang")["supports"]


def test_an_unknown_profile_names_the_known() -> None:
    """The error says which profiles there are."""
    with pytest.raises(specs.SpecError, match=r"profiles has .*generic"):
        specs.profile("nobody")


def test_what_is_public_is_there() -> None:
    """Each name in ``__all__`` can be imported."""
    assert [name for name in specs.__all__ if not hasattr(specs, name)] == []
