"""How many tokens a reply says it used. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.wire.view import View

if TYPE_CHECKING:
    from conformance.model import Exchange


def tokens_of(exchange: Exchange, reserved: int) -> int:
    """Tokens to book for ``exchange``: as reported, else none for errors, else ``reserved``."""
    totals = [
        value["total_tokens"]
        for value in View(exchange).usage
        if isinstance(value, dict) and isinstance(value.get("total_tokens"), int)
    ]
    if totals and totals[-1] >= 0:
        return int(totals[-1])
    return 0 if exchange.status is not None and exchange.status >= 400 else reserved
