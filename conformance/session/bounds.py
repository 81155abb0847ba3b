"""The most that a request may use, known before it is sent. Pure.

Rules of this file: never too little where the request itself sets a limit; a
cap that is found out after the money is gone is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from conformance.wire import jsontext

if TYPE_CHECKING:
    from conformance.model import JSON, RequestSpec

__all__ = ["UNBOUNDED", "Tokens", "most"]

UNBOUNDED = 2048
"""Tokens of an answer to which the request sets no limit: our prompts ask for a sentence."""
PICTURE = 1500
"""Tokens of a picture that is named by its address."""

_LIMITS = ("max_tokens", "max_completion_tokens", "max_output_tokens", "max_tokens_to_sample")
_SILENT = ("embeddings", "moderations", "images", "audio", "rerank", "models")
"""Parts of paths whose answers are not counted in tokens of text."""


class Tokens(NamedTuple):
    """How many go in and come out."""

    input: int = 0
    output: int = 0

    @property
    def total(self) -> int:
        """Both together."""
        return self.input + self.output


def most(spec: RequestSpec, floor: int) -> Tokens:
    """An upper bound for ``spec``; together no less than ``floor``.

    A token is at least one octet and, in the texts that probes send, never less than two.
    """
    body = spec.body or b""
    tokens_in = len(body) // 2 + PICTURE * body.count(b'"image_url"')
    tokens_out = 0 if not body or any(part in spec.path for part in _SILENT) else _output(body)
    return Tokens(tokens_in, max(tokens_out, floor - tokens_in))


def _output(body: bytes) -> int:
    try:
        value = jsontext.loads(body)
    except jsontext.JsonTextError:
        return 0
    if not isinstance(value, dict):
        return 0
    choices = max(_whole(value.get("n"), 1), _whole(value.get("best_of"), 1))
    inner = value.get("generationConfig")
    limits = [_whole(value.get(name), -1) for name in _LIMITS]
    if isinstance(inner, dict):
        limits.append(_whole(inner.get("maxOutputTokens"), -1))
    told = [limit for limit in limits if limit >= 0]
    return choices * (max(told) if told else UNBOUNDED)


def _whole(value: JSON, other: int) -> int:
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return int(value) if is_whole else other
