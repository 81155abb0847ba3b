"""What a dialect decides around bodies: where a key stands, what goes on, how errors look.

Rules of this file: one row for each dialect, and the row of an endpoint names it.
What the events of a stream say is their flow's to know.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

from conformance.model import JSON
from conformance.relay import anthropic, films, gemini, tasks
from conformance.relay.envelope import Problem, envelope

__all__ = [
    "ANTHROPIC",
    "GEMINI",
    "IDEOGRAM",
    "KLING",
    "LUMA",
    "MIDJOURNEY",
    "OPENAI",
    "RUNWAY",
    "SUNO",
    "Dialect",
]

Envelope: TypeAlias = Callable[[Problem, str], dict[str, JSON]]
"""The body that tells of a problem, to the request of this id."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """One vendor's manners around the bodies of its requests and answers."""

    envelope: Envelope
    status: Callable[[Problem], int] = field(default=lambda problem: problem.status)
    """The status that a problem has in this dialect."""
    key_headers: tuple[str, ...] = ()
    """Where a client may put its bare key; they come before ``Authorization``."""
    key_query: str | None = None
    """The name of a client's key in the query; it comes behind those headers."""
    key_to: str | None = None
    """The header with the bare key for an upstream; ``None`` for a bearer."""
    passed_on: Mapping[str, str | None] = field(default_factory=dict)
    """Headers of the client that an upstream gets, and what it gets without them."""
    id_header: str | None = None
    """What this dialect calls the request's id, beside ``X-Request-Id``."""

    def key(
        self, headers: Mapping[str, str], query: Mapping[str, str] = MappingProxyType({})
    ) -> str | None:
        """Return the key that a client sent, if it sent one."""
        return self._own(headers, query) or _bearer(headers)

    def shows_own(self, headers: Mapping[str, str], query: Mapping[str, str]) -> bool:
        """Whether a client puts its key where only clients of this dialect do."""
        return self._own(headers, query) is not None

    def _own(self, headers: Mapping[str, str], query: Mapping[str, str]) -> str | None:
        asked = query.get(self.key_query, "") if self.key_query else ""
        bare = [*(headers.get(name, "").strip() for name in self.key_headers), asked]
        return next((key for key in bare if key), None)

    def sent(self, key: str, headers: Mapping[str, str]) -> dict[str, str]:
        """Return the headers of a call: the upstream's ``key``, and what a client said."""
        held = {self.key_to: key} if self.key_to else {"Authorization": f"Bearer {key}"}
        said = {name: headers.get(name, usual) for name, usual in self.passed_on.items()}
        return held | {name: value for name, value in said.items() if value is not None}


def _bearer(headers: Mapping[str, str]) -> str | None:
    scheme, _, token = headers.get("Authorization", "").strip().partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


OPENAI = Dialect(lambda problem, _request_id: envelope(problem))

ANTHROPIC = Dialect(
    anthropic.envelope,
    anthropic.status,
    key_headers=("x-api-key",),
    key_to="x-api-key",
    passed_on={"anthropic-version": "2023-06-01", "anthropic-beta": None},
    id_header="Request-Id",
)

GEMINI = Dialect(
    gemini.envelope,
    key_headers=("x-goog-api-key",),
    key_query="key",
    key_to="x-goog-api-key",
)

MIDJOURNEY = Dialect(
    tasks.midjourney,
    tasks.status,
    key_headers=("mj-api-secret",),
    key_to="mj-api-secret",
)

SUNO = Dialect(tasks.suno, tasks.status)

KLING = Dialect(films.kling)

LUMA = Dialect(tasks.suno, tasks.status)

RUNWAY = Dialect(films.worded, passed_on={"X-Runway-Version": "2024-11-06"})

IDEOGRAM = Dialect(films.worded, key_headers=("api-key",), key_to="Api-Key")
