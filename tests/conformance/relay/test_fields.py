"""The tables of fields use the words of the refusals."""

from __future__ import annotations

import pytest

from conformance.relay import fields
from conformance.relay.endpoints import ENDPOINTS, Endpoint

WORDS = {
    "null",
    fields.STRING,
    fields.BOOLEAN,
    fields.INTEGER,
    fields.NUMBER,
    fields.OBJECT,
    fields.ARRAY,
}


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: endpoint.path)
def test_every_field_has_known_types(endpoint: Endpoint) -> None:
    """A misspelt type would refuse every value."""
    for types in endpoint.fields.values():
        assert types
        assert set(types) <= WORDS


def test_optional_fields_may_be_null() -> None:
    """What is required may not, but for the prompt, whose default is null."""
    assert fields.EMBEDDINGS["input"] == (fields.STRING, fields.ARRAY)
    assert fields.COMPLETIONS["n"] == (fields.INTEGER, "null")
    assert fields.COMPLETIONS["logprobs"] == (fields.INTEGER, "null")
    assert fields.CHAT["logprobs"] == (fields.BOOLEAN, "null")
