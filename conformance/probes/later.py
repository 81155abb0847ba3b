"""What a request takes from the answers before it: the id of something they made. Pure.

A recipe writes ``${reply.0.id}``, or ``${reply.0.url}`` for the address of a task's first
file; nobody knows them when the request is built, so a mark stands for them until the
answer is there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from conformance.model import JSON, Exchange, RequestSpec
from conformance.wire import tasks
from conformance.wire.view import View

__all__ = ["marks", "resolved"]

NOTHING = "no-id-was-answered"
"""In place of the id that an answer does not have."""

_MARK = re.compile(rb"~reply-(\d+)-(id|url)~")


def marks(requests: int) -> dict[str, JSON]:
    """The names that recipes of so many requests may use."""
    return {
        str(index): {name: f"~reply-{index}-{name}~" for name in _NAMED}
        for index in range(requests)
    }


def resolved(spec: RequestSpec, before: Sequence[Exchange]) -> RequestSpec:
    """``spec`` with each mark replaced by what the answers ``before`` say."""

    def told(match: re.Match[bytes]) -> bytes:
        index = int(match[1])
        say = _NAMED[match[2].decode()]
        return (say(View(before[index])) if index < len(before) else NOTHING).encode()

    body = None if spec.body is None else _MARK.sub(told, spec.body)
    return replace(spec, path=_MARK.sub(told, spec.path.encode()).decode(), body=body)


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


_NAMED: Mapping[str, Callable[[View], str]] = {"id": _id, "url": _url}
"""What may be taken of an answer."""
