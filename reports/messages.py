"""Requests and replies read back from the texts that a result has as evidence.

Rules of this file: the texts are those of ``evidence`` in ``run.json``: a first
line, headers, an empty line, a slice of the body; calls of upstreams mark what
was asked with ``>`` and what was written with ``<``. Texts may be cut anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Call", "Message", "calls", "message"]

_ABOUT = re.compile(r"\S+ (\S+) (\S+) (\S+) -> ([^\s,]+)")


@dataclass(frozen=True, slots=True)
class Message:
    """One request or reply: its first line, its headers in order, and its body."""

    first: str
    headers: tuple[tuple[str, str], ...]
    body: str

    def header(self, name: str) -> str:
        """The first value of a header; empty when there is none."""
        return next((value for key, value in self.headers if key.lower() == name), "")


@dataclass(frozen=True, slots=True)
class Call:
    """One call of an upstream: a line about it, what it was asked and what it wrote."""

    about: str
    request: Message
    reply: Message


def message(text: str) -> Message:
    """The message that a text tells."""
    head, _, body = text.partition("\n\n")
    first, *rows = head.split("\n")
    pairs = (row.partition(":") for row in rows)
    headers = tuple((name, value.strip()) for name, colon, value in pairs if colon)
    return Message(first, headers, body)


def calls(text: str) -> Iterator[Call]:
    """The calls of upstreams, in their order; what is no call is passed over."""
    for block in text.split("\n\n"):
        about, _, rest = block.partition("\n")
        told = _ABOUT.match(about)
        if told is None:
            continue
        name, method, path, _ = told.groups()
        asked = message(f"\n{_marked(rest, '>')}")
        host = asked.header("host") or f"{name}.invalid"
        first = f"{method} http://{host}{path}"
        wrote = message(_marked(rest, "<"))
        yield Call(about, Message(first, asked.headers, asked.body), wrote)


def _marked(text: str, mark: str) -> str:
    """The lines that begin with a mark, without it."""
    rows = (row for row in text.split("\n") if row.startswith(mark))
    return "\n".join(row[1:].removeprefix(" ") for row in rows)
