"""What a dialect decides for its endpoints: where a key stands, how errors and limits look.

Rules of this file: one row for each dialect, and the row of an endpoint names it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import parse_qsl

from mock_upstream.frames import Frames, Headers
from mock_upstream.protocols.anthropic import errors as anthropic_errors
from mock_upstream.protocols.anthropic import headers as anthropic_headers
from mock_upstream.protocols.gemini import errors as gemini_errors
from mock_upstream.protocols.openai import errors as openai_errors
from mock_upstream.protocols.openai import headers as openai_headers
from mock_upstream.protocols.tasks import errors as task_errors
from mock_upstream.reply import Failure

__all__ = [
    "ANTHROPIC",
    "GEMINI",
    "IDEOGRAM",
    "KLING",
    "LUMA",
    "MIDJOURNEY",
    "OPENAI",
    "RUNWAY",
    "SUNO",
    "Dialect",
]


class Render(Protocol):
    """How an error reply to call ``number`` is said."""

    def __call__(self, failure: Failure, *, number: int = 0) -> Frames:
        """The frames of the reply."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """One vendor's manners around the bodies of its requests and answers."""

    render_failure: Render
    rate_limit: Callable[[str, int, int, float], Headers]
    """The headers of one limit: its kind, its size, what remains, seconds to its reset."""
    key_headers: tuple[str, ...] = ()
    """Where a client may put its bare key; they come before ``Authorization``."""

    key_query: str | None = None
    """The name of a key in the query; it comes behind those headers."""

    def key(self, headers: Headers, query: str = "") -> str:
        """The key that a client shows; empty when there is none."""
        bearer = _sent(headers).get("authorization", "").removeprefix("Bearer ").strip()
        return self.own_key(headers, query) or bearer

    def own_key(self, headers: Headers, query: str = "") -> str:
        """The key where only this dialect's clients put one; empty when there is none."""
        sent, asked = _sent(headers), dict(parse_qsl(query))
        bare = (*(sent.get(name, "") for name in self.key_headers), asked.get(self.key_query or ""))
        return next((key for key in bare if key), "")


def _sent(headers: Headers) -> dict[str, str]:
    """The first value of each header, by its name in lower case."""
    return {name.lower(): value.strip() for name, value in reversed(headers)}


OPENAI = Dialect(openai_errors.render_failure, openai_headers.rate_limit)

ANTHROPIC = Dialect(
    anthropic_errors.render_failure, anthropic_headers.rate_limit, key_headers=("x-api-key",)
)

GEMINI = Dialect(
    gemini_errors.render_failure,
    gemini_errors.rate_limit,
    key_headers=("x-goog-api-key",),
    key_query="key",
)

MIDJOURNEY = Dialect(
    task_errors.midjourney, openai_headers.rate_limit, key_headers=("mj-api-secret",)
)

SUNO = Dialect(task_errors.suno, openai_headers.rate_limit)

KLING = Dialect(task_errors.kling, openai_headers.rate_limit)

LUMA = Dialect(task_errors.suno, openai_headers.rate_limit)

RUNWAY = Dialect(task_errors.worded, openai_headers.rate_limit)

IDEOGRAM = Dialect(task_errors.worded, openai_headers.rate_limit, key_headers=("api-key",))
