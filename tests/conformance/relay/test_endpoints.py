"""The table says what is served, and every path has one row."""

from __future__ import annotations

import pytest

from conformance.relay.endpoints import ENDPOINTS, Routed, Takes, find, row


@pytest.mark.parametrize(
    ("path", "expected", "placeholder"),
    [
        ("/v1/embeddings", "/v1/embeddings", ""),
        ("/v1/models", "/v1/models", ""),
        ("/v1/responses/input_tokens", "/v1/responses/input_tokens", ""),
        ("/v1/responses/resp_1", "/v1/responses/{id}", "resp_1"),
        ("/v1/models/a/b", "/v1/models/{model}", "a/b"),
        ("/v1/models/a%2Fb", "/v1/models/{model}", "a%2Fb"),
    ],
)
def test_path_is_found_with_its_placeholder(path: str, expected: str, placeholder: str) -> None:
    """What stands for the placeholder is given as it was sent."""
    found = find(path)

    assert found == (row(expected), placeholder)


@pytest.mark.parametrize("path", ["", "/v1", "/v1/models/", "/v1/embeddings/", "/v1/files"])
def test_other_paths_are_not_served(path: str) -> None:
    """Neither a part of a path nor more than it."""
    assert find(path) is None


def test_rows_are_whole() -> None:
    """Paths are unique, and whoever sends a body to a model can be told of its fields."""
    paths = [endpoint.path for endpoint in ENDPOINTS]

    assert len(set(paths)) == len(paths)
    for endpoint in ENDPOINTS:
        if endpoint.routed is Routed.BY_MODEL:
            assert endpoint.takes is not Takes.NOTHING
            assert "model" in endpoint.required or endpoint.default_model
