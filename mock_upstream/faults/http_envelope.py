"""An error whose body is not the one that OpenAI's document shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from random import Random
from types import MappingProxyType
from typing import Literal

from mock_upstream import errors
from mock_upstream.errors import FaultError
from mock_upstream.faults.base import At, Fault, Phase
from mock_upstream.faults.http_error import with_request_id
from mock_upstream.frames import Frames
from mock_upstream.jsontext import JSON
from mock_upstream.octets import reason
from mock_upstream.reply import Failure

__all__ = ["ENVELOPES", "Envelope"]

ENVELOPES: Mapping[str, Callable[[int, str], JSON]] = MappingProxyType(
    {
        "string": lambda _, message: {"error": message},
        "bare": lambda _, message: message,
        "list": lambda status, message: [{"error": {"code": status, "message": message}}],
        "detail": lambda _, message: {"detail": message},
        "detail_list": lambda _, message: {
            "detail": [
                {"type": "missing", "loc": ["body", "messages"], "msg": message, "input": None}
            ]
        },
        "error_code": lambda status, message: {"error_code": status, "error_msg": message},
        "status_code": lambda status, message: {
            "statusCode": status,
            "error": reason(status),
            "message": message,
        },
        "message": lambda _, message: {"message": message},
        "success": lambda status, message: {"success": False, "code": status, "msg": message},
        "errors": lambda _, message: {"errors": [{"message": message}]},
        "anthropic": lambda _, message: {
            "type": "error",
            "error": {"type": "api_error", "message": message},
        },
        "google": lambda status, message: {
            "error": {"code": status, "message": message, "status": "UNAVAILABLE"}
        },
        "null": lambda _, message: {"error": None},
        "empty": lambda _, message: {},
    }
)
"""What other vendors and frameworks write: status and message -> body."""


@dataclass(frozen=True, slots=True)
class Envelope(Fault):
    """An error in the JSON ``form`` of another vendor or framework, with ``status``.

    With status 200 it is an error that only its body tells.
    """

    form: Literal[
        "string",
        "bare",
        "list",
        "detail",
        "detail_list",
        "error_code",
        "status_code",
        "message",
        "success",
        "errors",
        "anthropic",
        "google",
        "null",
        "empty",
    ] = "string"
    status: int = 500
    message: str = "upstream is not well"

    name = "http.envelope"
    phase = Phase.STATUS
    exclusive = ("the reply",)
    makes = "json"

    def __post_init__(self) -> None:
        """Raises FaultError for a status that has no body or is unknown."""
        known = {int(status) for status in HTTPStatus if status >= 200} - {204, 205, 304}
        if self.status not in known:
            raise FaultError(f"{self.status} is no status with a body", pointer="/status")

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """One head and the body."""
        failure = Failure(self.status, ENVELOPES[self.form](self.status, self.message))
        return errors.render_failure(with_request_id(failure, frames))
