"""The errors a mock answers with, and those it raises at its user.

Rules of this file: an error reply is a :class:`Failure` made from a row of
``specs/errors``; no text of a provider stands here. Exceptions are for users
who asked for something that cannot be honoured.
"""

from __future__ import annotations

from collections.abc import Mapping

import specs
from mock_upstream import jsontext
from mock_upstream.frames import Data, Frames, Framing, Head
from mock_upstream.jsontext import JSON
from mock_upstream.reply import Failure

__all__ = ["FaultError", "MockError", "failure", "names", "render_failure"]

OPENAI = "openai"
DIALECTS = (
    OPENAI,
    "anthropic",
    "gemini",
    "midjourney",
    "suno",
    "kling",
    "luma",
    "runway",
    "ideogram",
)
"""The catalogues of what upstreams say; a name stands in one of them only."""


class MockError(Exception):
    """Something asked of the mock cannot be done as asked."""

    def __init__(self, message: str, *, pointer: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.pointer = pointer
        """JSON pointer into the value that asked for it."""


class FaultError(MockError, ValueError):
    """A fault is unknown, has a bad parameter, or cannot be honoured here."""


def names() -> tuple[str, ...]:
    """The names of the error catalogues, in their order."""
    return tuple(row["name"] for dialect in DIALECTS for row in specs.errors(dialect))


def failure(
    name: str,
    *,
    status: int | None = None,
    headers: Mapping[str, str] | None = None,
    **changes: JSON,
) -> Failure:
    """The error ``name`` of the catalogue.

    ``changes`` replace keys of the error object: message, type, param, code.
    ``headers`` are set beside those of the row. Raises KeyError.
    """
    rows = (row for dialect in DIALECTS for row in specs.errors(dialect))
    row = next((row for row in rows if row["name"] == name), None)
    if row is None:
        raise KeyError(name)
    error = {key: row[key] for key in ("message", "type", "param", "code")} | changes
    pairs = {**row.get("headers", {}), **(headers or {})}
    return Failure(status or row["status"], {"error": error}, tuple(pairs.items()), name=name)


def render_failure(failure: Failure) -> Frames:
    """The frames of an error reply: one head, and one body unless it is None."""
    body = failure.body
    is_text = isinstance(body, str) and "json" not in failure.content_type
    octets = body.encode() if is_text else jsontext.dumps(body)
    headers = (("content-type", failure.content_type), *failure.headers)
    data = () if body is None else (Data(octets),)
    return (Head(failure.status, headers, Framing.LENGTH), *data)
