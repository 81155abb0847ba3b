"""How many tokens a reply says it used. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from conformance.session.bounds import Tokens
from conformance.wire.view import View

if TYPE_CHECKING:
    from conformance.model import JSON, Exchange

_ERROR = 400


def used(exchange: Exchange, estimate: int) -> Tokens:
    """Tokens to book for ``exchange``: as reported, none for errors, else ``estimate``."""
    reported = [found for value in View(exchange).usage if (found := _reported(value)) is not None]
    if reported:
        return reported[-1]
    if exchange.status is not None and exchange.status >= _ERROR:
        return Tokens()
    return Tokens(0, estimate)


def tokens_of(exchange: Exchange, reserved: int) -> int:
    """The tokens of :func:`used` together."""
    return used(exchange, reserved).total


def _reported(usage: JSON) -> Tokens | None:
    if not isinstance(usage, Mapping):
        return None
    tokens_in = _count(usage, "prompt_tokens", "input_tokens")
    total = _count(usage, "total_tokens")
    tokens_out = _count(usage, "completion_tokens", "output_tokens")
    if total is not None:
        tokens_in = min(tokens_in or 0, total)
        return Tokens(tokens_in, total - tokens_in)
    if tokens_in is None and tokens_out is None:
        return None
    return Tokens(tokens_in or 0, tokens_out or 0)


def _count(usage: Mapping[str, JSON], *names: str) -> int | None:
    for name in names:
        value = usage.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
    return None
