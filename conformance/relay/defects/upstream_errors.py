"""Defects of what a client is told about an upstream's failure."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace

from conformance.relay.answer import Answer
from conformance.relay.defects.base import Defect
from conformance.relay.envelope import Problem, Reason

__all__ = [
    "DropRetryAfter",
    "ErrorCodeLost",
    "ErrorMessageLost",
    "Flatten4xx",
    "LeakStackTrace",
    "LeakUpstreamKey",
    "LeakUpstreamUrl",
    "PassAccountErrors",
    "PassHtmlError",
    "RetryAfterMadeUp",
    "Upstream5xxAs200",
    "Upstream429As500",
]

_TRACE = (
    'Traceback (most recent call last):\n  File "/srv/relay/forward.py", line 88, in send\n'
    "ConnectionError: upstream failed"
)


class Flatten4xx(Defect):
    """What an upstream says against the request becomes a bad gateway; 429 stays."""

    name = "flatten_4xx"

    def error(self, problem: Problem) -> Problem:
        """Forget what it was."""
        if not _is_callers(problem):
            return problem
        message = "The upstream failed to answer."
        return Problem(problem.reason, 502, message, "server_error", "upstream_error")


class ErrorCodeLost(Defect):
    """The code and the param of an upstream's refusal are lost."""

    name = "error_code_lost"

    def error(self, problem: Problem) -> Problem:
        """Put a code of the relay's own in their place."""
        if not _is_callers(problem):
            return problem
        return replace(problem, code="upstream_error", param=None)


class ErrorMessageLost(Defect):
    """The message of an upstream's refusal is lost."""

    name = "error_message_lost"

    def error(self, problem: Problem) -> Problem:
        """Say nothing."""
        return replace(problem, message="upstream error") if _is_callers(problem) else problem


class Upstream429As500(Defect):
    """An upstream's rate limit becomes an internal error."""

    name = "upstream_429_as_500"

    def error(self, problem: Problem) -> Problem:
        """Change the status."""
        is_victim = problem.reason is Reason.UPSTREAM and problem.status == 429
        return replace(problem, status=500) if is_victim else problem


class Upstream5xxAs200(Defect):
    """An upstream's internal error is told with status 200."""

    name = "upstream_5xx_as_200"

    def error(self, problem: Problem) -> Problem:
        """Change the status."""
        status = problem.failure.status if problem.failure else None
        is_victim = problem.status >= 500 and (status or 0) >= 500
        return replace(problem, status=200) if is_victim else problem


class DropRetryAfter(Defect):
    """When to try again is not passed on from the upstream."""

    name = "drop_retry_after"

    def error(self, problem: Problem) -> Problem:
        """Leave the headers out."""
        return replace(problem, headers={}) if problem.reason is Reason.UPSTREAM else problem


class RetryAfterMadeUp(Defect):
    """A second is said to be enough, however long the upstream asked to wait."""

    name = "retry_after_made_up"

    def error(self, problem: Problem) -> Problem:
        """Put the relay's own word in place of the upstream's."""
        if problem.reason is not Reason.UPSTREAM or not problem.headers:
            return problem
        return replace(problem, headers={"Retry-After": "1"})


class _Leak(Defect):
    """A defect that says too much about a failed upstream."""

    def error(self, problem: Problem) -> Problem:
        """Add the secret to the relay's own message."""
        if problem.failure is None or problem.channel is None or _is_callers(problem):
            return problem
        return replace(problem, message=f"{problem.message} {self._secret(problem)}")

    @abstractmethod
    def _secret(self, problem: Problem) -> str:
        """Return what nobody outside may see."""


class LeakUpstreamKey(_Leak):
    """The message about a failed upstream shows its key."""

    name = "leak_upstream_key"

    def _secret(self, problem: Problem) -> str:
        return f"(key {problem.channel.key})" if problem.channel else ""


class LeakUpstreamUrl(_Leak):
    """The message about a failed upstream shows its address."""

    name = "leak_upstream_url"

    def _secret(self, problem: Problem) -> str:
        return f"(POST {problem.channel.base_url}/chat/completions)" if problem.channel else ""


class LeakStackTrace(_Leak):
    """The message about a failed upstream shows where the relay's code failed."""

    name = "leak_stack_trace"

    def _secret(self, problem: Problem) -> str:
        return _TRACE


class PassHtmlError(Defect):
    """An upstream's error page is passed on as it is."""

    name = "pass_html_error"

    def answer(self, answer: Answer) -> Answer:
        """Send the page with its status."""
        failure = answer.problem.failure if answer.problem else None
        if failure is None or not failure.text.lstrip().startswith("<"):
            return answer
        return replace(
            answer,
            status=failure.status or answer.status,
            content_type="text/html; charset=utf-8",
            octets=failure.text.encode(),
        )


class PassAccountErrors(Defect):
    """What an upstream says about the relay's own account is passed on."""

    name = "pass_account_errors"

    def error(self, problem: Problem) -> Problem:
        """Show the upstream's message, secrets and all."""
        failure = problem.failure
        if failure is None or failure.status not in {401, 402, 403}:
            return problem
        return replace(problem, message=str((failure.error or {}).get("message")))


def _is_callers(problem: Problem) -> bool:
    """Whether an upstream spoke against the client's own request."""
    return problem.reason is Reason.UPSTREAM and problem.status in {400, 404, 413, 422}
