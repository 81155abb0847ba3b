"""Evidence in a few words: views of exchanges that never took place."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from conformance.model import End, Exchange, Read, SentRequest, UpstreamCall, Violation
from conformance.wire.view import View

ViewMaker = Callable[..., View]


@pytest.fixture
def view() -> ViewMaker:
    """Makes a view of a reply: ``body`` is octets, text, or a value sent as JSON."""

    def make(
        body: Any = b"",
        *,
        status: int | None = 200,
        kind: str | None = "application/json",
        headers: Mapping[str, str] | None = None,
        end: End = End.EOF,
        request: Any = None,
        authorization: str = "Bearer sk-client",
        sent: Mapping[str, str] | None = None,
        url: str = "http://relay/v1/chat/completions",
        upstream: Sequence[UpstreamCall] = (),
        reads: Sequence[Read] | None = None,
        released_s: float | None = None,
        method: str = "POST",
    ) -> View:
        octets = body if isinstance(body, bytes) else str(body).encode()
        if isinstance(body, dict | list):
            octets = json.dumps(body).encode()
        pairs = {**({"content-type": kind} if kind else {}), **(headers or {})}
        return View(
            Exchange(
                id="x1",
                probe="probe",
                request=SentRequest(
                    method,
                    url,
                    (("authorization", authorization), *(sent or {}).items()),
                    json.dumps(request or {}).encode(),
                ),
                status=status,
                headers=tuple(pairs.items()),
                reads=tuple(reads) if reads is not None else (Read(0.1, octets),),
                end=end,
                duration_s=1.0,
                upstream=tuple(upstream),
                released_s=released_s,
            )
        )

    return make


@pytest.fixture
def stream(view: ViewMaker) -> ViewMaker:
    """Makes a view of an event stream: each item is a data value, ``[DONE]`` or raw octets."""

    def make(*items: Any, **rest: Any) -> View:
        body = b"".join(_block(item) for item in items)
        return view(body, **{"kind": "text/event-stream", **rest})

    return make


@pytest.fixture
def chunk() -> Callable[..., dict[str, Any]]:
    """Makes a chunk with one choice; keyword arguments replace the chunk's keys."""

    def make(
        content: str | None = None,
        *,
        finish: str | None = None,
        delta: Mapping[str, Any] | None = None,
        index: int = 0,
        **changes: Any,
    ) -> dict[str, Any]:
        said = dict(delta) if delta is not None else {} if content is None else {"content": content}
        choice = {"index": index, "delta": said, "finish_reason": finish}
        return {
            "id": "c1",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "m",
            "choices": [choice],
            **changes,
        }

    return make


@pytest.fixture
def shot(view: ViewMaker) -> ViewMaker:
    """Makes a view of one request of a volley, which carries mark ``number``."""

    def make(
        body: Any = b"",
        *,
        number: int = 0,
        volley: str = "",
        limits: Mapping[str, float] | None = None,
        **rest: Any,
    ) -> View:
        asked = {"messages": [{"role": "user", "content": f"Repeat own-n-{number:04d}"}]}
        made = view(body, **{"request": asked, **rest}).exchange
        return View(replace(made, volley=volley, limits=limits or {}))

    return make


@pytest.fixture
def call() -> Callable[..., UpstreamCall]:
    """Makes a call that reached the mock."""

    def make(upstream: str = "primary", body: Any = None, **changes: Any) -> UpstreamCall:
        values: dict[str, Any] = {
            "headers": (("host", "mock:9100"), ("authorization", "Bearer sk-mock-a")),
            "body": body if isinstance(body, bytes) else json.dumps(body or {}).encode(),
            "arrived_s": 0.0,
            "status": 200,
            **changes,
        }
        return UpstreamCall(upstream, "POST", "/v1/chat/completions", **values)

    return make


@pytest.fixture
def places() -> Callable[..., list[str | None]]:
    """Runs one check by its name and gives the place of each violation."""
    from conformance.checks import CHECKS

    def run(name: str, *views: View, **arguments: Any) -> list[str | None]:
        found: list[Violation] = list(CHECKS[name].violations(views, **arguments))
        return [violation.at for violation in found]

    return run


def _block(item: Any) -> bytes:
    if isinstance(item, bytes):
        return item
    data = item if isinstance(item, str) else json.dumps(item)
    return f"data: {data}\n\n".encode()
