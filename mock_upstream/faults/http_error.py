"""The upstream answers with an error instead of what was asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from types import MappingProxyType

from mock_upstream import errors
from mock_upstream.errors import FaultError
from mock_upstream.faults.base import At, Fault, Phase, head_of
from mock_upstream.frames import Frames
from mock_upstream.jsontext import JSON
from mock_upstream.reply import Failure

__all__ = ["ERRORS", "HttpError", "check_row", "with_request_id"]

REQUEST_ID = "x-request-id"


def check_row(name: str) -> None:
    """Raises FaultError when the error catalogue has no row ``name``."""
    if name not in errors.names():
        known = ", ".join(errors.names())
        raise FaultError(f"unknown error {name!r}; known: {known}", pointer="/error")


def with_request_id(failure: Failure, frames: Frames) -> Failure:
    """``failure`` with the request id of the reply that it replaces, unless it names one."""
    named = {name.lower() for name, _ in failure.headers}
    kept = tuple(
        pair
        for pair in head_of(frames).headers
        if pair[0].lower() == REQUEST_ID and REQUEST_ID not in named
    )
    return replace(failure, headers=failure.headers + kept)


@dataclass(frozen=True, slots=True)
class HttpError(Fault):
    """An error of the catalogue, with its status, headers and body.

    ``error`` is the name of a row in ``specs/errors``; ``retry_after`` sets
    the header in seconds.
    """

    error: str = "server_error"
    message: str = ""
    retry_after: int | None = None

    name = "http.error"
    phase = Phase.STATUS
    exclusive = ("the reply",)
    makes = "json"

    def __post_init__(self) -> None:
        """Raises FaultError when the catalogue has no such row."""
        check_row(self.error)

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The error's own frames."""
        headers = {} if self.retry_after is None else {"retry-after": str(self.retry_after)}
        changes: dict[str, JSON] = {"message": self.message} if self.message else {}
        failure = errors.failure(self.error, headers=headers, **changes)
        return errors.render_failure(with_request_id(failure, frames))


ERRORS = MappingProxyType(
    {
        "http.400": "bad_request",
        "http.400_context_length": "context_length_exceeded",
        "http.401": "invalid_api_key",
        "http.403": "unsupported_country_region_territory",
        "http.404": "model_not_found",
        "http.408": "request_timeout",
        "http.409": "conflict",
        "http.413": "request_too_large",
        "http.422": "unprocessable_entity",
        "http.429": "rate_limit_exceeded",
        "http.429_rpm": "rate_limit_exceeded",
        "http.429_tpm": "token_rate_limit_exceeded",
        "http.429_quota": "insufficient_quota",
        "http.429_slow_down": "slow_down",
        "http.500": "server_error",
        "http.502": "bad_gateway",
        "http.503": "service_unavailable",
        "http.503_overloaded": "server_is_overloaded",
        "http.504": "gateway_timeout",
        "http.524": "cdn_timeout_524",
        "http.529": "overloaded_529",
    }
)
"""Short names: fault -> row of the error catalogue."""
