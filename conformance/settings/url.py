"""Turns what users write as the address of a relay into one base URL. Pure."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit, urlunsplit

from conformance.errors import UsageError

_VERSION = re.compile(r"v[0-9][0-9a-z]*")
_ROUTES = ("/chat/completions", "/completions", "/models", "/responses", "/embeddings")


def base_url(text: str) -> str:
    """The URL that request paths are appended to; ``/v1`` is added when no version is named.

    Raises :class:`UsageError` for what cannot be a base URL.
    """
    parts = _split(text)
    path = parts.path.rstrip("/")
    for route in _ROUTES:
        path = path.removesuffix(route)
    versions = [segment for segment in path.split("/") if _VERSION.fullmatch(segment)]
    if "/v1/v1" in path:
        raise UsageError(
            f"the base URL {text!r} says /v1 twice; "
            f"write {_join(parts, path.replace('/v1/v1', '/v1'))}"
        )
    return _join(parts, path if versions else f"{path}/v1")


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text.strip())
        port_is_wrong = parts.port == 0
    except ValueError as error:
        raise UsageError(f"the base URL {text!r} cannot be read: {error}") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or port_is_wrong:
        raise UsageError(
            f"the base URL {text!r} is no http or https address; write https://host/v1"
        )
    if parts.username or parts.password:
        raise UsageError(
            "the base URL holds a user name or password; put the key into the environment "
            "variable OPENAI_API_KEY"
        )
    if parts.query or parts.fragment:
        raise UsageError(f"the base URL {text!r} has a query or fragment; leave it out")
    return parts


def _join(parts: SplitResult, path: str) -> str:
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))
