"""A whole answer that is no stream, before it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from conformance.relay.envelope import Problem

__all__ = ["JSON_TYPE", "Answer", "Body"]

JSON_TYPE = "application/json"


class Body(StrEnum):
    """What the body of an answer is about."""

    COMPLETION = "completion"
    RESULT = "result"
    """JSON of any other endpoint that an upstream answers."""
    MODELS = "models"
    MODEL = "model"
    QUOTA = "quota"
    ERROR = "error"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, type, own headers and octets; ``problem`` when it is an error."""

    status: int
    about: Body
    octets: bytes = b""
    content_type: str | None = JSON_TYPE
    headers: Mapping[str, str] = field(default_factory=dict)
    problem: Problem | None = None
