"""Defects of calling one upstream after another, and of letting go of them."""

from __future__ import annotations

from dataclasses import replace

from conformance.relay.defects.base import Defect, Switch
from conformance.relay.retry import Commit, RetryPolicy
from conformance.relay.turn import Turn

__all__ = [
    "AccountErrorEnds",
    "BodyLostOnRetry",
    "FailureClosesChannel",
    "FalseSuccessEnds",
    "NoCancel",
    "NoFailover",
    "NoRest",
    "PreambleCommits",
    "RestsForever",
    "Retry400",
    "RetryForever",
    "SpliceAfterFirstByte",
]


class NoFailover(Defect):
    """A second channel is never tried."""

    name = "no_failover"

    def policy(self, policy: RetryPolicy) -> RetryPolicy:
        """Allow one call."""
        return replace(policy, max_calls=1)


class Retry400(Defect):
    """A request that the upstream called bad is tried on the next channel."""

    name = "retry_400"

    def policy(self, policy: RetryPolicy) -> RetryPolicy:
        """Let 400 fail over."""
        return replace(policy, passed_on=policy.passed_on - {400})


class RetryForever(Defect):
    """The same dead channel is called ten times."""

    name = "retry_forever"

    def policy(self, policy: RetryPolicy) -> RetryPolicy:
        """Allow ten calls each."""
        return replace(policy, tries_per_channel=10, max_calls=100)


class AccountErrorEnds(Defect):
    """What an upstream says of the relay's own account ends the request."""

    name = "account_error_ends"

    def policy(self, policy: RetryPolicy) -> RetryPolicy:
        """Pass on the statuses of an account."""
        return replace(policy, passed_on=policy.passed_on | {401, 402, 403})


class FalseSuccessEnds(Defect):
    """A 200 that is no answer ends the request with an error."""

    name = "false_success_ends"

    def policy(self, policy: RetryPolicy) -> RetryPolicy:
        """Try nothing after a 200."""
        return replace(policy, believes_200=True)


class BodyLostOnRetry(Defect):
    """A channel that is tried after another gets an empty body."""

    name = "body_lost_on_retry"

    def __init__(self, turn: Turn) -> None:
        super().__init__(turn)
        self._is_again = False

    def request_octets(self, octets: bytes) -> bytes:
        """Send them once."""
        is_again, self._is_again = self._is_again, True
        return b"" if is_again else octets


class NoRest(Defect):
    """A channel is called again at once although its upstream asked for a rest."""

    name = "no_rest"

    def policy(self, policy: RetryPolicy) -> RetryPolicy:
        """Let no channel rest."""
        return replace(policy, most_rest_s=0.0)


class RestsForever(Defect):
    """A channel that was told to rest for seconds is left alone for minutes."""

    name = "rests_forever"

    def policy(self, policy: RetryPolicy) -> RetryPolicy:
        """Let each rest be long."""
        return replace(policy, least_rest_s=300.0)


class FailureClosesChannel(Defect):
    """A channel that failed once is not called any more, for minutes."""

    name = "failure_closes_channel"

    def policy(self, policy: RetryPolicy) -> RetryPolicy:
        """Let a long rest follow each failure, and call nobody who rests."""
        return replace(policy, least_rest_s=300.0, calls_resting=False)


class PreambleCommits(Defect):
    """A stream that fails after a chunk with nothing but a role does not fail over."""

    name = "preamble_commits"

    def policy(self, policy: RetryPolicy) -> RetryPolicy:
        """Take the first event for content."""
        return replace(policy, commits_at=Commit.EVENT)


class SpliceAfterFirstByte(Defect):
    """A stream that breaks is continued with the answer of the next channel."""

    name = "splice_after_first_byte"
    switches = frozenset({Switch.SPLICES})


class NoCancel(Defect):
    """The upstream's answer is read to its end after the client has left."""

    name = "no_cancel"
    switches = frozenset({Switch.KEEPS_UPSTREAM})
