"""What the columns of a row say together."""

from __future__ import annotations

import pytest

from conformance.relay.endpoint import Endpoint, Streams


@pytest.mark.parametrize(
    ("endpoint", "names_model", "may_stream"),
    [
        (Endpoint("/v1/a"), False, False),
        (Endpoint("/v1/a", streams=Streams.CHAT), False, True),
        (Endpoint("/v1/{model}:a", streams=Streams.CONTENT, asks=("", None)), True, False),
    ],
)
def test_a_path_may_say_model_and_stream(
    endpoint: Endpoint, names_model: bool, may_stream: bool
) -> None:
    """Then neither is the body's to say."""
    assert (endpoint.names_model, endpoint.may_stream) == (names_model, may_stream)
