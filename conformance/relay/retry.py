"""The retry policy, written down as data, and the failures it speaks about.

What the relay does when an upstream fails:

=============================================  ==================================
failure                                        answer
=============================================  ==================================
400, 404, 413, 422 with a JSON error           passed to the client at once
401, 402, 403 (the relay owner's account)      next channel; at last 502
400 that Google says of a key or of billing    the same
408, time-outs                                 next channel; at last 504
409, 429                                       next channel; at last as it is
5xx                                            next channel; at last its own class
connection refused, cut or garbled             next channel; at last 502
200: empty, no JSON, HTML, an error object     next channel; at last 502
stream that fails before its first content     next channel; at last as above
stream that fails after its first content      one error event, no ``[DONE]``
octets that fail after the first of them       the connection is closed
a task that an upstream may have taken         passed to the client at once
=============================================  ==================================

A role-only preamble is no content. What speaks of an earlier response has one
channel only, the one that made it. Each channel is called at most once per
request, the number of calls is bounded, and none is made once the client left.
A channel that may rest is called last until the Retry-After of its last failure
has passed (RFC 9110 section 10.2.3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from conformance.model import JSON

__all__ = ["Cause", "Commit", "Failure", "RetryPolicy", "UpstreamError"]


class Cause(StrEnum):
    """In which way an upstream failed."""

    CONNECT = "connect"
    TIMEOUT = "timeout"
    STATUS = "status"
    GARBLED = "garbled"
    """The body is empty, no JSON or not a completion, or HTTP itself is broken."""
    INBAND = "inband"
    """An error object inside a 200 answer."""
    CUT = "cut"
    STALL = "stall"
    BAD_EVENT = "bad_event"
    UNFINISHED = "unfinished"
    """The stream ended in order but without a finish reason."""


class Commit(StrEnum):
    """From when on a streamed answer is the client's and no channel is tried again."""

    END = "end"
    """Content, or else a clean end of the upstream's message without any."""
    EVENT = "event"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed call to an upstream, as far as the relay knows it."""

    cause: Cause
    status: int | None = None
    error: Mapping[str, JSON] | None = None
    """The upstream's error object, when it sent one."""
    text: str = ""
    """The body as text, cut; never shown to a client."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """What the upstream said about retrying."""
    body: Mapping[str, JSON] | None = None
    """The whole object that it answered with an error status."""

    @property
    def is_account(self) -> bool:
        """Whether a 400 of Google speaks about the relay's own key or account."""
        error = self.error or {}
        details = error.get("details")
        rows = (
            [one for one in details if isinstance(one, Mapping)]
            if isinstance(details, list)
            else []
        )
        is_key = any(one.get("reason") == "API_KEY_INVALID" for one in rows)
        return self.status == 400 and (is_key or error.get("status") == "FAILED_PRECONDITION")

    @property
    def retry_after_s(self) -> float:
        """For how long the upstream wants no call, in seconds; 0 when it does not say."""
        value = self.headers.get("Retry-After", "")
        return float(value) if value.isascii() and value.isdigit() else 0.0


class UpstreamError(Exception):
    """A call to an upstream failed; ``failure`` says how."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.cause.value)
        self.failure = failure


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Which failures end a request at once, and how many calls it may cost."""

    passed_on: frozenset[int] = frozenset({400, 404, 413, 422})
    """Statuses that speak about the client's request: no other channel helps."""
    max_calls: int = 8
    tries_per_channel: int = 1
    commits_at: Commit = Commit.CONTENT
    least_rest_s: float = 0.0
    most_rest_s: float = 60.0
    """Between these a channel rests, whatever its upstream asks for."""
    calls_resting: bool = True
    """Whether a channel that rests is called when there is no other."""
    believes_200: bool = False
    """Whether a 200 ends the request, whatever it holds."""
    is_once: bool = False
    """Whether a call that an upstream may have taken ends the request, whatever became of it."""

    def is_final(self, failure: Failure) -> bool:
        """Whether the failure is the client's to see, without another call."""
        if failure.cause is Cause.STATUS:
            return failure.status in self.passed_on and not failure.is_account
        if self.is_once and failure.cause is not Cause.CONNECT:
            return True
        return self.believes_200 and failure.status == 200

    def rest_s(self, failure: Failure) -> float:
        """For how long a channel that failed so is left alone, if it may rest."""
        return max(self.least_rest_s, min(failure.retry_after_s, self.most_rest_s))
