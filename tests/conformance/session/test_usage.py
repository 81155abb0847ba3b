"""Tokens are booked as the reply reports them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conformance.model import Exchange
from conformance.session.usage import tokens_of, used


@pytest.mark.parametrize(
    ("body", "status", "expected"),
    [
        (b'{"choices":[],"usage":{"total_tokens":12}}', 200, 12),
        (b'{"usage":{"total_tokens":"many"}}', 200, 64),
        (b'{"usage":{"total_tokens":-5}}', 200, 64),
        (b'{"usage":{"input_tokens":5,"output_tokens":2}}', 200, 7),
        (b'{"usage":{"prompt_tokens":true}}', 200, 64),
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


def test_what_goes_in_is_told_from_what_comes_out(
    make_exchange: Callable[..., Exchange],
) -> None:
    """They have prices of their own."""
    body = b'{"usage":{"prompt_tokens":5,"completion_tokens":3,"total_tokens":10}}'

    assert used(make_exchange(body), 64) == (5, 5)
    assert used(make_exchange(b"{}"), 64) == (0, 64)
