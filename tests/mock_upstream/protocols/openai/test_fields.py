"""The first thing wrong with a request is told, in the order OpenAI looks."""

from __future__ import annotations

from typing import Any

import pytest

from mock_upstream.protocols.openai import fields, rules
from mock_upstream.reply import Failure

FIELDS = {"model": rules.string, "n": rules.integer(1)}


@pytest.mark.parametrize(
    ("body", "kind", "name"),
    [
        ({"model": "m"}, "application/json; charset=utf-8", None),
        ({"model": "m", "n": None, "other": 1}, "application/vnd.x+json", None),
        ({"model": "m"}, "text/plain", "unsupported_content_type"),
        (None, "application/json", "malformed_json"),
        ([], "application/json", "malformed_json"),
        ({}, "application/json", "missing_required_parameter"),
        ({"model": ""}, "application/json", "missing_required_parameter"),
        ({"model": None}, "application/json", "invalid_type"),
        ({"model": "m", "n": "2"}, "application/json", "invalid_type"),
    ],
)
def test_the_first_thing_wrong_is_told(body: Any, kind: str, name: str | None) -> None:
    """Media type, JSON, what is required, then each field."""
    found = fields.refused(body, (("Content-Type", kind),), FIELDS, ("model",))

    assert (found.name if isinstance(found, Failure) else None) == name
