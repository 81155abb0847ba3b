"""A client's key is found wherever it was sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from conformance.checks.keys import client_keys


@pytest.mark.parametrize(
    ("sent", "keys"),
    [
        ({"authorization": "Bearer sk-1"}, ["sk-1"]),
        ({"authorization": "Bearer [redacted:key of lane-0]"}, ["[redacted:key of lane-0]"]),
        ({"authorization": "Bearer [redacted]"}, []),
        ({"authorization": ""}, []),
        ({"authorization": "", "sent": {"X-Api-Key": "sk-2"}}, ["sk-2"]),
        ({"authorization": "", "sent": {"x-goog-api-key": "sk-3"}}, ["sk-3"]),
        ({"authorization": "", "sent": {"mj-api-secret": "sk-5"}}, ["sk-5"]),
        ({"authorization": "", "url": "http://relay/v1beta/models?key=sk-4"}, ["sk-4"]),
        ({"authorization": "", "url": "http://relay/v1beta/models?key=[redacted]"}, []),
        ({"authorization": "Bearer sk-1", "sent": {"x-api-key": "sk-2"}}, ["sk-1", "sk-2"]),
    ],
)
def test_keys_are_read_from_every_place(
    view: Callable[..., Any], sent: dict[str, Any], keys: list[str]
) -> None:
    """Or from none: a credential known by its place only cannot be looked for."""
    assert client_keys(view(**sent)) == keys
