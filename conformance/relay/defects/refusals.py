"""Defects of the status with which the relay itself refuses a request."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from conformance.relay.answer import Answer
from conformance.relay.defects.base import Defect, Switch
from conformance.relay.envelope import Problem, Reason

__all__ = [
    "BadJson500",
    "BadKey500",
    "BadKeyNoCode",
    "EchoClientKey",
    "MediaType500",
    "MissingField500",
    "MissingKey500",
    "ModelUnknown200",
    "NoAllow",
    "NoRateLimit",
    "Oversize400",
    "Own429Empty",
    "Own429NoRetryAfter",
    "Preflight401",
    "RateLimitAs500",
    "UnknownModel200",
    "UnknownModel503",
    "UnknownModelNoCode",
    "UnknownPath500",
    "UnknownPathHtml",
    "WrongMethod500",
    "WrongType500",
]


class _OtherStatus(Defect):
    """A defect that tells one reason with a status that means something else."""

    _reason: ClassVar[Reason]
    _status: ClassVar[int] = 500

    def error(self, problem: Problem) -> Problem:
        """Change the status."""
        is_victim = problem.reason is self._reason
        return replace(problem, status=self._status) if is_victim else problem


class BadKey500(Defect):
    """A wrong key is answered with 500, without the code that tells of the key."""

    name = "bad_key_500"

    def error(self, problem: Problem) -> Problem:
        """Change the status and lose the code."""
        is_victim = problem.reason is Reason.BAD_KEY
        return replace(problem, status=500, code=None) if is_victim else problem


class MissingKey500(_OtherStatus):
    """A missing key is answered with 500."""

    name = "missing_key_500"
    _reason = Reason.MISSING_KEY


class WrongMethod500(_OtherStatus):
    """A wrong method is answered with 500."""

    name = "wrong_method_500"
    _reason = Reason.WRONG_METHOD


class MediaType500(_OtherStatus):
    """A body of another media type is answered with 500."""

    name = "media_type_500"
    _reason = Reason.MEDIA_TYPE


class BadJson500(_OtherStatus):
    """A body that is no JSON is answered with 500."""

    name = "bad_json_500"
    _reason = Reason.BAD_JSON


class Bare500(Defect):
    """A body that is no object breaks the relay's code, which its web server tells in text."""

    name = "bare_500"
    switches = frozenset({Switch.NO_NET})

    def error(self, problem: Problem) -> Problem:
        """Go on as if it were one, as code without validation does."""
        if problem.reason is Reason.WRONG_TYPE and problem.param is None:
            raise RuntimeError("'list' object has no attribute 'get'")
        return problem


class WrongType500(_OtherStatus):
    """A field of the wrong type is answered with 500."""

    name = "wrong_type_500"
    _reason = Reason.WRONG_TYPE


class MissingField500(_OtherStatus):
    """A missing field is answered with 500."""

    name = "missing_field_500"
    _reason = Reason.MISSING_FIELD


class Oversize400(_OtherStatus):
    """A body that is too large is answered with 400."""

    name = "oversize_400"
    _reason = Reason.TOO_LARGE
    _status = 400


class UnknownModel200(_OtherStatus):
    """An error about an unknown model comes with status 200."""

    name = "unknown_model_200"
    _reason = Reason.UNKNOWN_MODEL
    _status = 200


class UnknownModel503(Defect):
    """An unknown model is answered with 503, as if it might come back."""

    name = "unknown_model_503"

    def error(self, problem: Problem) -> Problem:
        """Change the status, lose the code, and say when to try again."""
        if problem.reason is not Reason.UNKNOWN_MODEL:
            return problem
        return replace(problem, status=503, code=None, headers={"Retry-After": "1"})


class ModelUnknown200(_OtherStatus):
    """GET of an unknown model gives an error with status 200."""

    name = "model_unknown_200"
    _reason = Reason.NO_SUCH_MODEL
    _status = 200


class RateLimitAs500(_OtherStatus):
    """A limit of the relay's own is answered with 500."""

    name = "rate_limit_as_500"
    _reason = Reason.LIMIT


class Own429NoRetryAfter(Defect):
    """The relay's own 429 does not say when to try again."""

    name = "own_429_no_retry_after"

    def error(self, problem: Problem) -> Problem:
        """Leave the header out."""
        return replace(problem, headers={}) if problem.reason is Reason.LIMIT else problem


class NoRateLimit(Defect):
    """The limits of a key are not enforced."""

    name = "no_rate_limit"
    switches = frozenset({Switch.NO_LIMITS})


class Preflight401(Defect):
    """A CORS preflight is refused, as it has no key."""

    name = "preflight_401"
    switches = frozenset({Switch.GUARDED_PREFLIGHT})


class EchoClientKey(Defect):
    """The message about a wrong key shows the key."""

    name = "echo_client_key"

    def error(self, problem: Problem) -> Problem:
        """Quote the key."""
        if problem.reason is not Reason.BAD_KEY:
            return problem
        return replace(problem, message=f"Incorrect API key provided: {self.turn.token}.")


class UnknownPathHtml(Defect):
    """An unknown path gives a web page with status 200."""

    name = "unknown_path_html"

    def answer(self, answer: Answer) -> Answer:
        """Send the page."""
        if answer.problem is None or answer.problem.reason is not Reason.UNKNOWN_PATH:
            return answer
        page = b"<!doctype html><title>Relay</title><p>Welcome.</p>"
        return replace(answer, status=200, content_type="text/html; charset=utf-8", octets=page)


class UnknownPath500(_OtherStatus):
    """An unknown path is answered with 500."""

    name = "unknown_path_500"
    _reason = Reason.UNKNOWN_PATH


class UnknownModelNoCode(Defect):
    """The error about an unknown model has no code."""

    name = "unknown_model_no_code"

    def error(self, problem: Problem) -> Problem:
        """Take the code out."""
        return replace(problem, code=None) if problem.reason is Reason.UNKNOWN_MODEL else problem


class BadKeyNoCode(Defect):
    """The error about a wrong key has no code."""

    name = "bad_key_no_code"

    def error(self, problem: Problem) -> Problem:
        """Take the code out."""
        return replace(problem, code=None) if problem.reason is Reason.BAD_KEY else problem


class NoAllow(Defect):
    """A 405 does not say which methods are allowed."""

    name = "no_allow"

    def error(self, problem: Problem) -> Problem:
        """Leave the header out."""
        return replace(problem, headers={}) if problem.reason is Reason.WRONG_METHOD else problem


class Own429Empty(Defect):
    """The relay's own 429 has no body."""

    name = "own_429_empty"

    def answer(self, answer: Answer) -> Answer:
        """Send status and headers only."""
        if answer.problem is None or answer.problem.reason is not Reason.LIMIT:
            return answer
        return replace(answer, octets=b"", content_type=None)
