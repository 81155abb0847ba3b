"""Defects of the shape in which errors are told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from conformance.model import JSON
from conformance.relay import headers
from conformance.relay.answer import Answer, Body
from conformance.relay.defects.base import Defect
from conformance.relay.envelope import Problem

__all__ = [
    "BareErrorString",
    "ErrorAs200",
    "ErrorAsTextType",
    "ErrorKeysMissing",
    "ForeignEnvelope",
    "IntegerErrorCode",
    "NoErrorType",
    "StreamErrorAs200",
]


class ErrorAs200(Defect):
    """Errors of requests without a stream are answered with status 200."""

    name = "error_as_200"

    def answer(self, answer: Answer) -> Answer:
        """Hide the status."""
        is_victim = answer.about is Body.ERROR and not self.turn.asked_stream
        return replace(answer, status=200) if is_victim else answer


class StreamErrorAs200(Defect):
    """Errors before the first octet of a stream are told in a stream with status 200."""

    name = "stream_error_as_200"

    def answer(self, answer: Answer) -> Answer:
        """Make an event of the error."""
        if answer.about is not Body.ERROR or not self.turn.asked_stream:
            return answer
        return replace(
            answer,
            status=200,
            content_type=headers.STREAM["Content-Type"],
            octets=b"data: " + answer.octets + b"\n\n",
            headers={**answer.headers, **headers.STREAM},
        )


class BareErrorString(Defect):
    """The error is a string, not an object."""

    name = "bare_error_string"

    def envelope(self, body: JSON, problem: Problem) -> JSON:
        """Keep the message only."""
        return {"error": problem.message}


class ForeignEnvelope(Defect):
    """The error has the shape of some web framework."""

    name = "foreign_envelope"

    def envelope(self, body: JSON, problem: Problem) -> JSON:
        """Use that shape."""
        return {"detail": problem.message}


Error = dict[str, JSON]


def _with(body: JSON, change: Callable[[Error], Error]) -> JSON:
    """Return the body with another error object, where its dialect has one."""
    return {"error": change(body["error"])} if "error" in body else body


def _without(error: Error, *names: str) -> Error:
    return {name: value for name, value in error.items() if name not in names}


class NoErrorType(Defect):
    """The error object lacks ``type``."""

    name = "no_error_type"

    def envelope(self, body: JSON, problem: Problem) -> JSON:
        """Take it out."""
        return _with(body, lambda error: _without(error, "type"))


class ErrorKeysMissing(Defect):
    """The error object lacks ``param`` and ``code``."""

    name = "error_keys_missing"

    def envelope(self, body: JSON, problem: Problem) -> JSON:
        """Take them out."""
        return _with(body, lambda error: _without(error, "param", "code"))


class IntegerErrorCode(Defect):
    """The error's code is the status as a number."""

    name = "integer_error_code"

    def envelope(self, body: JSON, problem: Problem) -> JSON:
        """Replace the code."""
        return _with(body, lambda error: {**error, "code": problem.status})


class ErrorAsTextType(Defect):
    """An error in JSON is declared as text/plain."""

    name = "error_as_text_type"

    def answer(self, answer: Answer) -> Answer:
        """Declare the wrong type."""
        is_victim = answer.about is Body.ERROR
        return replace(answer, content_type="text/plain; charset=utf-8") if is_victim else answer
