"""What is said at each path of the families of tasks.

Rules of this file: from a call to frames and summary, or to a failure; the life of
a task and the words of each family are in ``protocols``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias
from urllib.parse import parse_qsl

from mock_upstream.frames import Frames
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.dialects import (
    IDEOGRAM,
    KLING,
    LUMA,
    MIDJOURNEY,
    RUNWAY,
    SUNO,
    Dialect,
)
from mock_upstream.protocols.openai import said
from mock_upstream.protocols.openai.errors import unknown_url
from mock_upstream.protocols.openai.multipart import MultipartError, boundary_of, parse
from mock_upstream.protocols.tasks import ideogram, kling, luma, midjourney, runway, suno
from mock_upstream.protocols.tasks.course import USUAL, Course, course
from mock_upstream.protocols.tasks.desk import Ask, Desk, Told
from mock_upstream.protocols.tasks.files import digests
from mock_upstream.reply import Failure
from mock_upstream.scenario.model import Call, Upstream
from mock_upstream.scenario.times import seconds

__all__ = ["FAMILIES", "Family", "Said"]

Reply: TypeAlias = Mapping[str, JSON]
"""What a script says of it."""


class Said(NamedTuple):
    """Frames, what they mean, and what they cost of a limit of tokens."""

    frames: Frames
    summary: Mapping[str, JSON]
    tokens: int = 0


@dataclass(frozen=True, slots=True)
class Family:
    """One vendor's tasks: where they are reached, and what is said there."""

    roots: tuple[str, ...]
    """Paths below which everything is the family's."""
    answer: Callable[[Ask], Told | None]
    dialect: Dialect
    looks: tuple[str, ...] = ()
    """Paths behind a root whose POST makes no task, so that no script need speak of it."""

    @property
    def paths(self) -> Iterator[tuple[str, str, bool]]:
        """Method and path of what is asked here, and whether a script has to speak of it."""
        for root in self.roots:
            yield "GET", f"{root}/", False
            for path in self.looks:
                yield "POST", f"{root}{path}", False
            yield "POST", f"{root}/", True

    def say(self, call: Call, upstream: Upstream, reply: Reply, seed: int) -> Said | Failure:
        """What is said to ``call``."""
        root = max((one for one in self.roots if call.path.startswith(f"{one}/")), key=len)
        desk = Desk(
            call.kept, call.now_s, call.given, (seed, upstream.name, call.number), call.watched
        )
        told = self.answer(
            Ask(
                call.method,
                call.path.removeprefix(root),
                desk,
                call.body if isinstance(call.body, Mapping) else {},
                dict(parse_qsl(call.query)),
                said.Asked(headers=call.headers).root,
                _course(reply),
                _files(call),
            )
        )
        if told is None:
            return unknown_url(call.method, call.path)
        asked = said.Asked(call.octets, seed=seed, number=call.number, script=reply)
        if isinstance(told.body, Mapping):
            told = _with_extras(told, reply)
        return Said(said.value(asked, told.body, told.status), _summary(told))


def _files(call: Call) -> frozenset[str]:
    """The fields of a form that hold files."""
    boundary = boundary_of(call.header("content-type") or "")
    try:
        parts = parse(call.octets, boundary) if boundary else ()
    except MultipartError:
        return frozenset()
    return frozenset(part.name for part in parts if part.filename is not None)


def _course(reply: Reply) -> Course:
    """The course that a script says."""
    task = reply.get("task")
    if task is None:
        return USUAL
    by = task.get("by")
    time = by.get("time") if isinstance(by, Mapping) else None
    return course(task, seconds(time) if time else 0.0)


def _with_extras(told: Told, reply: Reply) -> Told:
    """The body under what a script adds as an extra."""
    body = {**told.body, **reply.get("extras", {})}
    return Told(body, told.status, told.task, told.state, told.made)


def _summary(told: Told) -> dict[str, JSON]:
    """What was meant, for the journal."""
    value: dict[str, JSON] = {"status": told.status, "body": told.body}
    if told.task is not None and told.state is not None:
        state = told.state
        value["task"] = {
            "id": told.task.id,
            "phase": str(state.phase),
            "percent": state.percent,
            "reason": state.reason,
        }
        if state.phase.is_over:
            value["files"] = digests(told.body)
    return value if told.made is None else {**value, "made": told.made.id}


FAMILIES: tuple[Family, ...] = (
    Family(midjourney.ROOTS, midjourney.answer, MIDJOURNEY, midjourney.LOOKS),
    Family(suno.ROOTS, suno.answer, SUNO, suno.LOOKS),
    Family(kling.ROOTS, kling.answer, KLING),
    Family(luma.ROOTS, luma.answer, LUMA, luma.LOOKS),
    Family(runway.ROOTS, runway.answer, RUNWAY),
    Family(ideogram.ROOTS, ideogram.answer, IDEOGRAM, ideogram.LOOKS),
)
