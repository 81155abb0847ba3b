"""The document of a run is valid against its schema."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import specs
from conformance.catalog import Case
from conformance.results.document import Facts, assemble
from conformance.results.result import of_skip
from conformance.settings.values import RunSettings


def facts(**has: Any) -> Facts:
    """The facts of a small run."""
    values = {
        "settings": RunSettings(strict=True),
        "base_url": "http://h/v1",
        "model": None,
        "relay": {"name": "reference", "version": "1"},
        "suite": {"name": "s", "version": "1", "specs_digest": "sha256:0"},
        "started_at": "2026-11-22T00:00:00Z",
        "duration_s": 1.23456,
        **has,
    }
    return Facts(**values)


@pytest.mark.parametrize("has", [{}, {"capabilities": ("b", "a"), "relay": None, "usd": 0.1}])
def test_every_document_is_valid(make_case: Callable[..., Case], has: dict[str, Any]) -> None:
    """With or without what only one mode knows."""
    document = assemble(facts(**has), [of_skip(make_case(), "not claimed")])

    specs.validator("meta/run.schema.json").validate(document)
    assert document["exit_code"] == 3
    assert document["duration_s"] == 1.235
    assert document.get("capabilities") == (["a", "b"] if has else None)


def test_the_parameters_of_a_wired_run_are_part_of_it(make_case: Callable[..., Case]) -> None:
    """Without any, the key is left out."""
    row = {"endpoint": "e", "parameter": "p", "fate": "dropped", "exchange": "x/0"}

    document = assemble(facts(parameters=[row]), [of_skip(make_case(), "not claimed")])

    specs.validator("meta/run.schema.json").validate(document)
    assert document["parameters"] == [row]
    assert "parameters" not in assemble(facts(), [])
