"""Tokens are booked as the reply reports them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conformance.model import Exchange
from conformance.session.usage import tokens_of


@pytest.mark.parametrize(
    ("body", "status", "expected"),
    [
        (b'{"choices":[],"usage":{"total_tokens":12}}', 200, 12),
        (b'{"usage":{"total_tokens":"many"}}', 200, 64),
        (b'{"usage":{"total_tokens":-5}}', 200, 64),
        (b"{}", 200, 64),
        (b"{}", 429, 0),
        (b"", None, 64),
    ],
)
def test_the_estimate_stays_unless_the_reply_knows_better(
    make_exchange: Callable[..., Exchange], body: bytes, status: int | None, expected: int
) -> None:
    """Errors cost nothing; nonsense changes nothing."""
    assert tokens_of(make_exchange(body, status=status), 64) == expected
