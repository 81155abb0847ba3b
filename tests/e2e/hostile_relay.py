"""A relay that puts into every field what breaks careless readers.

Rules of this file: it answers so that a run goes on, and some answers by turns
are no answers at all. Whatever key it is shown, it tells again.
"""

from __future__ import annotations

import json
from itertools import count
from typing import Any

from aiohttp import web

EVIL = (
    "</pre></details></article>--><script>document.title='owned';alert(1)</script>"
    "<img src=http://127.0.0.1:9/x onerror=alert(2)><style>*{display:none}</style>"
    "]]>&#0;{{7*7}}{%raw%}javascript:alert(3)\n## `x` | y | @all ::error::owned\r"
    "\x1b[31mred\x1b]0;owned\x07\x00\x9b\u202egnp.exe\u2066\u200f\ufeff\u2028"
)
"""Markup, templates, commands of terminals and of CI, and marks of direction."""

PLAIN = "<script>alert(4)</script></pre>\u00ff"
"""As much of it as a header may carry."""

HUGE, FLOODED = 50_000_000, 7
"""Octets of the largest body, and the place of the request that gets it: one takes its time."""


class HostileRelay:
    """Routes of ``/v1``; ``floods`` counts the answers that never seem to end."""

    def __init__(self) -> None:
        self._turns = count()
        self.floods = 0

    def application(self) -> web.Application:
        """The server."""
        app = web.Application(client_max_size=2**26)
        app.router.add_get("/v1/models", self.models)
        app.router.add_route("*", "/{anything:.*}", self.answer)
        return app

    async def models(self, request: web.Request) -> web.Response:
        """A list with the model that is asked for, and with worse ones."""
        evil = evil_for(request)
        rows = [{"id": name, "object": "model", "created": 1, "owned_by": evil}
                for name in ("gpt-4o-mini", evil)]  # fmt: skip
        return reply(request, json.dumps({"object": "list", "data": rows, evil: evil}))

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """An answer, a stream or an error, by turns a page, a flood or plain octets."""
        octets = await request.read()
        try:
            asked = json.loads(octets)
        except ValueError:
            asked = None
        evil, turn = evil_for(request), next(self._turns)
        if turn == FLOODED:
            return await self.flood(request, evil)
        if turn % 11 == 5:
            page = f"<html><title>{evil}</title>{evil}</html>"
            return reply(request, page, status=502, kind="text/html")
        if turn % 13 == 9:
            return reply(request, evil.encode("utf-8", "replace") + bytes(range(256)))
        if not isinstance(asked, dict) or asked.get("model") != "gpt-4o-mini":
            error = dict.fromkeys(("message", "type", "param", "code", evil), evil)
            return reply(request, json.dumps({"error": error}), status=400)
        if asked.get("stream") is True:
            return await stream(request, evil)
        return reply(request, json.dumps(completion(evil, "chat.completion", "message")))

    async def flood(self, request: web.Request, evil: str) -> web.StreamResponse:
        """More octets than anybody wants; the client may leave before the end."""
        self.floods += 1
        response = web.StreamResponse(headers=headers(request))
        await response.prepare(request)
        piece = (evil * 800).encode("utf-8", "replace")
        try:
            for _ in range(HUGE // len(piece) + 1):
                await response.write(piece)
        except ConnectionError:
            pass  # what it kept is what it wanted
        return response


def evil_for(request: web.Request) -> str:
    """The evil text with the client's own key in it, however that was shown."""
    shown = [request.headers.get(name, "") for name in ("authorization", "x-api-key")]
    return f"{shown[0]} {EVIL} {shown[1]}"


def headers(request: web.Request) -> dict[str, str]:
    """Headers that tell the key again."""
    key = request.headers.get("authorization", "")
    return {
        "X-Request-Id": f"{key}{PLAIN}",
        "X-Owned": PLAIN,
        "Set-Cookie": f"session={key.replace(' ', '')}",
    }


def reply(
    request: web.Request, body: str | bytes, *, status: int = 200, kind: str = "application/json"
) -> web.Response:
    """One answer in one piece."""
    octets = body.encode("utf-8", "replace") if isinstance(body, str) else body
    return web.Response(
        status=status, body=octets, headers={**headers(request), "Content-Type": kind}
    )


def completion(evil: str, kind: str, part: str) -> dict[str, Any]:
    """An answer, or a chunk of one, with the evil text in each place."""
    call = {"index": 0, "id": evil, "type": evil, "function": {"name": evil, "arguments": evil}}
    said = {"role": evil, "content": evil, "refusal": evil, "tool_calls": [call], evil: evil}
    return {
        "id": evil,
        "object": kind,
        "created": evil,
        "model": evil,
        "system_fingerprint": evil,
        "choices": [{"index": 0, part: said, "finish_reason": evil, "logprobs": evil}],
        "usage": {"prompt_tokens": evil, "completion_tokens": 1, "total_tokens": 2, evil: evil},
    }


async def stream(request: web.Request, evil: str) -> web.StreamResponse:
    """Events of every kind, good and broken; no end of it is told."""
    kind = {"Content-Type": "text/event-stream"}
    response = web.StreamResponse(headers={**headers(request), **kind})
    await response.prepare(request)
    chunk = json.dumps(completion(evil, "chat.completion.chunk", "delta"))
    for text in (f"data: {chunk}\n\n", f": {evil}\n\n", f"event: {evil}\ndata: {evil}\n\n",
                 f"id: {evil}\nretry: {evil}\n\n", f"data: {chunk[:7]}\n\n"):  # fmt: skip
        await response.write(text.encode("utf-8", "replace"))
    return response
