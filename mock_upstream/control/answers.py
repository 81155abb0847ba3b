"""Bodies of the control API: read, checked, and errors answered in one shape.

Rules of this file: an error is ``{"error": {"message", "pointer", "problems"}}``.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias

from aiohttp import web

from mock_upstream import jsontext
from mock_upstream.control.keys import TOKEN
from mock_upstream.scenario.model import JSON
from mock_upstream.scenario.problems import Problem, ScriptError
from mock_upstream.sessions import SessionError

Handler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]

OPEN_PATHS = ("/health", "/ready")
"""What a load balancer may ask without a token."""


class BadRequestError(ValueError):
    """The caller's body or query cannot be used."""

    def __init__(self, message: str, pointer: str = "") -> None:
        super().__init__(message)
        self.pointer = pointer


def error(
    status: int, message: str, pointer: str = "", problems: tuple[Problem, ...] = ()
) -> web.Response:
    """An error reply."""
    body: dict[str, JSON] = {"message": message, "pointer": pointer}
    if problems:
        body["problems"] = [problem.as_json() for problem in problems]
    return web.json_response({"error": body}, status=status)


@web.middleware
async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Ask for the token, and turn refusals into JSON."""
    if not _may_enter(request):
        return error(401, "show the control token: Authorization: Bearer …")
    try:
        return await handler(request)
    except ScriptError as refused:
        return error(400, str(refused), refused.problems[0].pointer, refused.problems)
    except BadRequestError as refused:
        return error(400, str(refused), refused.pointer)
    except SessionError as refused:
        return error(refused.status, str(refused), refused.pointer)
    except web.HTTPException as refused:
        return error(refused.status, f"{request.method} {request.path}: {refused.reason}")


def _may_enter(request: web.Request) -> bool:
    """Whether the request shows the token, or needs none."""
    token = request.config_dict[TOKEN]
    if not token or request.path.endswith(OPEN_PATHS):
        return True
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return hmac.compare_digest(shown.encode(), token.encode())


async def read_json(request: web.Request) -> JSON:
    """The decoded body; an empty one is an empty object. Raises BadRequestError."""
    octets = await request.read()
    if not octets:
        return {}
    try:
        return jsontext.loads(octets)
    except ValueError as bad:
        raise BadRequestError(f"the body is no JSON: {bad}") from bad


async def read_object(request: web.Request, *allowed: str) -> dict[str, JSON]:
    """The body as an object with no key but ``allowed``. Raises BadRequestError."""
    value = await read_json(request)
    if not isinstance(value, dict):
        raise BadRequestError("the body is no JSON object")
    for key in value:
        if key not in allowed:
            raise BadRequestError(f"unknown key {key!r}; allowed: {', '.join(allowed)}", f"/{key}")
    return value


def query_number(query: Mapping[str, str], name: str, default: float) -> float:
    """The number that the query parameter says, not below 0. Raises BadRequestError."""
    text = query.get(name)
    if text is None:
        return default
    try:
        number = float(text)
    except ValueError as bad:
        raise BadRequestError(f"{name}={text!r} is no number") from bad
    if not 0 <= number < float("inf"):
        raise BadRequestError(f"{name}={text!r} is out of range")
    return number


def query_whole(query: Mapping[str, str], name: str) -> int | None:
    """The whole number that the query parameter says. Raises BadRequestError."""
    return None if name not in query else int(query_number(query, name, 0))
