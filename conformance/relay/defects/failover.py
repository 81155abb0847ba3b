"""Defects of calling one upstream after another, and of letting go of them."""

from __future__ import annotations

from dataclasses import replace

from conformance.relay.defects.base import Defect, Switch
from conformance.relay.retry import Commit, RetryPolicy

__all__ = [
    "NoCancel",
    "NoFailover",
    "PreambleCommits",
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
