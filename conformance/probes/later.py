"""What a request takes from the answers before it: an id, or a turn to be sent back. Pure.

A recipe writes ``${reply.0.id}``, ``${reply.0.url}`` for the address of a task's first
file, ``${reply.0.call}`` for the id of the first tool call, or ``${reply.0.message}`` for the
whole message; nobody knows them when the request is built, so a mark stands for each
until the answer is there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from conformance.model import JSON, Exchange, RequestSpec
from conformance.wire import tasks
from conformance.wire.view import View

__all__ = ["marks", "resolved"]

NOTHING = "no-id-was-answered"
"""In place of the id that an answer does not have."""
_EMPTY: JSON = {"role": "assistant", "content": NOTHING}

_MARK = re.compile(rb"~reply-(\d+)-(id|url|call)~")
_TURN = re.compile(rb'"~reply-(\d+)-message~"')


def marks(requests: int) -> dict[str, JSON]:
    """The names that recipes of so many requests may use."""
    words = (*_NAMED, "message")
    return {str(at): {word: f"~reply-{at}-{word}~" for word in words} for at in range(requests)}


def resolved(spec: RequestSpec, before: Sequence[Exchange]) -> RequestSpec:
    """``spec`` with each mark replaced by what the answers ``before`` say."""
    views = [View(exchange) for exchange in before]

    def told(match: re.Match[bytes]) -> bytes:
        index, say = int(match[1]), _NAMED[match[2].decode()]
        return (say(views[index]) if index < len(views) else NOTHING).encode()

    def turn(match: re.Match[bytes]) -> bytes:
        index = int(match[1])
        return json.dumps(_message(views[index]) if index < len(views) else _EMPTY).encode()

    body = None if spec.body is None else _MARK.sub(told, _TURN.sub(turn, spec.body))
    return replace(spec, path=_MARK.sub(told, spec.path.encode()).decode(), body=body)


def _message(view: View) -> JSON:
    """The message of an answer in one piece, letter by letter; one without words otherwise."""
    choices = view.json.get("choices") if isinstance(view.json, Mapping) else None
    first = choices[0] if isinstance(choices, list) and choices else None
    message = first.get("message") if isinstance(first, Mapping) else None
    return message if isinstance(message, Mapping) else _EMPTY


def _call(view: View) -> str:
    """The id of the first tool call of an answer."""
    calls = view.tool_calls.get(0)
    return str(calls[0].id) if calls and calls[0].id else NOTHING


def _id(view: View) -> str:
    """The id of what an answer made, streamed or not; of a task as its family writes it."""
    if id_ := tasks.made(view):
        return id_
    for item in view.objects:
        held = item.get("response", item) if isinstance(item, Mapping) else None
        if isinstance(held, Mapping) and isinstance(held.get("id"), str):
            return str(held["id"])
    return NOTHING


def _url(view: View) -> str:
    """The address of the first file of the task that an answer tells of."""
    told = tasks.told(view)
    return next(iter(told.results), NOTHING) if told else NOTHING


_NAMED: Mapping[str, Callable[[View], str]] = {"id": _id, "url": _url, "call": _call}
"""What may be taken of an answer."""
