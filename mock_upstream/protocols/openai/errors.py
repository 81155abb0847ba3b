"""Errors of the OpenAI dialect, as values and as frames.

Rules of this file: rows come from ``specs/errors/openai.yaml``; here is only
what one request adds to them.
"""

from __future__ import annotations

from dataclasses import replace

from mock_upstream import errors
from mock_upstream.errors import failure, names
from mock_upstream.frames import Frames
from mock_upstream.protocols.openai import headers
from mock_upstream.reply import Failure

__all__ = ["failure", "method_not_allowed", "names", "render_failure", "unknown_url"]


def render_failure(failure: Failure, *, number: int = 0) -> Frames:
    """The frames of an error reply to call ``number``, with the headers that every reply has."""
    common = headers.common(failure.status, failure.body, number=number)
    return errors.render_failure(replace(failure, headers=headers.merged(common, failure.headers)))


def unknown_url(method: str, path: str) -> Failure:
    """The 404 of a path that the dialect does not have."""
    return failure("unknown_url", message=f"Invalid URL ({method} {path})")


def method_not_allowed(method: str, path: str, allowed: tuple[str, ...]) -> Failure:
    """The 405 of a known path, with ``Allow``."""
    return failure(
        "method_not_supported",
        message=f"Not allowed to {method} on {path}.",
        headers={"allow": ", ".join(allowed)},
    )
