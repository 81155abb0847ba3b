"""What an endpoint of pictures or sound is asked, and what it says.

Rules of this file: values that these endpoints share, and how a body becomes
frames; nothing of one endpoint.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mock_upstream import jsontext
from mock_upstream.frames import Data, Frames, Framing, Head, Headers
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.openai import headers, rules
from mock_upstream.reply import Failure

__all__ = ["Asked", "Said", "body", "event", "events", "no_such_file", "sha256", "value", "voiced"]

CREATED = 1_760_000_000
"""Answers are dated in the weeks after this second; no clock is read."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A call as these endpoints read it; ``script`` is what a script says of the reply."""

    octets: bytes = b""
    body: JSON = None
    headers: Headers = ()
    path: str = ""
    seed: int = 0
    number: int = 0
    script: Mapping[str, JSON] = field(default_factory=dict)

    @property
    def root(self) -> str:
        """Where the client reached the mock, for links to it."""
        hosts = [value for name, value in self.headers if name.lower() == "host"]
        return f"http://{hosts[0] if hosts else 'localhost'}"


@dataclass(frozen=True, slots=True)
class Said:
    """Frames, what they mean for the journal, and what they cost of a token limit."""

    frames: Frames
    summary: Mapping[str, JSON]
    tokens: int = 0


def sha256(octets: bytes) -> str:
    """The digest by which the same octets are known again."""
    return hashlib.sha256(octets).hexdigest()


def no_such_file(path: str) -> Failure:
    """The 404 of a link that leads nowhere."""
    return rules.bad("unknown_object", f"No such file: {path}", None)


def body(asked: Asked, octets: bytes, content_type: str = "application/json") -> Frames:
    """A whole reply in one piece."""
    return (Head(200, _headers(asked, content_type), Framing.LENGTH), Data(octets))


def value(asked: Asked, told: JSON, status: int = 200) -> Frames:
    """A whole JSON reply of any status."""
    head = Head(status, _headers(asked, "application/json"), Framing.LENGTH)
    return (head, Data(jsontext.dumps(told)))


def voiced(asked: Asked, pieces: Iterable[bytes], content_type: str) -> Frames:
    """A reply in pieces whose length nobody knew before."""
    head = Head(200, _headers(asked, content_type), Framing.CHUNKED)
    return (head, *(Data(piece) for piece in pieces))


def events(asked: Asked, told: Iterable[Data]) -> Frames:
    """An event stream."""
    usual = _headers(asked, "text/event-stream; charset=utf-8")
    head = Head(200, (*usual, ("cache-control", "no-cache")), Framing.CHUNKED)
    return (head, *told)


def event(value: Mapping[str, JSON], mark: str = "delta") -> Data:
    """One event, named by the type of its data."""
    octets = jsontext.dumps(value)
    return Data(b"event: %b\ndata: %b\n\n" % (str(value["type"]).encode(), octets), mark)


def _headers(asked: Asked, content_type: str) -> Headers:
    """The headers of a success; those of a script replace the usual ones."""
    common = headers.common(asked.seed, sha256(asked.octets), number=asked.number)
    usual = (("content-type", content_type), *common)
    return headers.merged(usual, tuple(asked.script.get("headers", {}).items()))
