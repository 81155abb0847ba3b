"""What a result rests on: the source, each violation, and slices of the exchange.

Rules of this file: reads values out of ``run.json`` and says nothing in words.
"""

from __future__ import annotations

from dataclasses import dataclass

from reports import streams
from reports.document import JSON, Node

__all__ = ["Evidence", "Source", "Violation", "evidence", "source", "violation"]


@dataclass(frozen=True, slots=True)
class Source:
    """The sentence a requirement rests on, where it stands, and when it was seen."""

    quote: str
    seen: str
    url: str | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Violation:
    """One way in which a requirement was broken, and the place of it."""

    message: str
    at: str | None = None
    expected: JSON = None
    got: JSON = None
    exchange: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """Slices of the exchange as text; an empty one was not recorded."""

    request: str = ""
    reply: str = ""
    upstream: str = ""
    end: str = ""
    timeline: streams.Timeline | None = None
    started_at: str = ""


def source(node: Node) -> Source:
    """The source of a result."""
    return Source(
        quote=node.need("quote").text(),
        seen=node.need("seen").text(),
        url=node.optional("url"),
        document=node.optional("document"),
    )


def violation(node: Node) -> Violation:
    """One violation of a result."""
    exchange = node.find("exchange")
    return Violation(
        message=node.need("message").text(),
        at=node.optional("at"),
        expected=node.value.get("expected"),
        got=node.value.get("got"),
        exchange=0 if exchange is None else int(exchange.number()),
    )


def evidence(node: Node | None) -> Evidence | None:
    """The evidence of a result, if it has some."""
    if node is None:
        return None
    return Evidence(
        request=node.optional("request") or "",
        reply=node.optional("reply") or "",
        upstream=node.optional("upstream") or "",
        end=node.optional("end") or "",
        timeline=streams.parse(node.find("timeline")),
        started_at=node.optional("started_at") or "",
    )
