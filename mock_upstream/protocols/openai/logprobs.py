"""Log probabilities: made up, always the same for the same token and place.

Rules of this file: the shape of the OpenAI dialect; numbers mean nothing but
that the chosen token is the likeliest; each alternative takes half of what is left.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from mock_upstream import text
from mock_upstream.jsontext import JSON

__all__ = ["token_logprobs"]


def token_logprobs(tokens: Sequence[str], *, top: int, offset: int = 0) -> list[JSON]:
    """One entry per token; ``offset`` is the place of the first in its choice."""
    return [_entry(token, top, offset + index) for index, token in enumerate(tokens)]


def _entry(token: str, top: int, place: int) -> JSON:
    """One token with its ``top`` alternatives, itself the first of them."""
    best = -round(text.digest(token, place) % 600 / 1000 + 0.001, 6)
    rest = math.log(1 - math.exp(best))
    others = [f"{token.rstrip()}{chr(97 + index)}" for index in range(max(0, top - 1))]
    likely = [_token(token, best)] if top else []
    likely += [
        _token(other, round(rest - (index + 1) * math.log(2), 6))
        for index, other in enumerate(others)
    ]
    return {**_token(token, best), "top_logprobs": likely}


def _token(token: str, logprob: float) -> dict[str, JSON]:
    """A token, its logarithm and its octets."""
    octets = list(token.encode("utf-8", "replace"))
    return {"token": token, "logprob": logprob, "bytes": octets}
