"""The table says what is served, and every path has one row."""

from __future__ import annotations

import pytest

from conformance.relay.endpoints import ENDPOINTS, Routed, Takes, find, methods, row


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


@pytest.mark.parametrize(
    ("method", "takes"),
    [("GET", Takes.NOTHING), ("POST", Takes.JSON), ("PATCH", Takes.NOTHING)],
)
def test_the_method_decides_between_the_rows_of_a_path(method: str, takes: Takes) -> None:
    """The first one stands in where no row has it."""
    found = find("/v1/chat/completions/c1", method)

    assert found is not None
    assert (found[0].takes, found[1]) == (takes, "c1")
    assert methods(found[0].path) == ["GET", "DELETE", "POST"]


def test_rows_are_whole() -> None:
    """A method of a path has one row, and whoever sends a body to a model is told of its fields."""
    asked = [(endpoint.path, method) for endpoint in ENDPOINTS for method in endpoint.methods]

    assert len(set(asked)) == len(asked)
    for endpoint in ENDPOINTS:
        if endpoint.routed is Routed.BY_MODEL:
            assert endpoint.takes is not Takes.NOTHING
            is_named = "model" in endpoint.required or endpoint.names_model
            assert is_named or endpoint.default_model
