"""Defects of Runway's own: statuses, versions, reasons."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from conformance.relay.defects.base import Defect
from conformance.relay.defects.films import (
    ErrorOpenai,
    FieldsLost,
    Films,
    Key400,
    RefusalHidden,
)
from conformance.relay.defects.tasks import Body, changed

__all__ = ["RUNWAY", "Runway"]


class Runway(Films):
    """A defect that leaves other families alone."""

    root = "/runwayml"


class RunwayOutputAsText(Runway):
    """The films of a task are one address, and no list."""

    name = "runway_output_as_text"

    def result(self, body: Body) -> Body:
        """Take the first."""
        is_done = self.is_fetch and bool(body.get("output"))
        return body | {"output": body["output"][0]} if is_done else body


class RunwayFailureCodeLost(Runway):
    """What kind of failure it was is not told."""

    name = "runway_failure_code_lost"

    def result(self, body: Body) -> Body:
        """Empty it."""
        return dict(changed(body, ("failureCode",), lambda _: "")) if self.is_fetch else body


class RunwayVersionLost(Runway):
    """The version of the API that a client asks for is not forwarded."""

    name = "runway_version_lost"

    def request_headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        """Take it out."""
        return {
            name: value
            for name, value in headers.items()
            if not self.is_here or name.lower() != "x-runway-version"
        }


class RunwayFieldsLost(Runway, FieldsLost):
    """The words and the seed of a film are not forwarded."""

    name = "runway_fields_lost"
    lost = frozenset({"promptText", "seed"})


class RunwayUnknownDropped(Runway, FieldsLost):
    """A field of Runway's that the relay does not know is not forwarded."""

    name = "runway_unknown_dropped"
    lost = frozenset({"own"})


class RunwayErrorOpenai(Runway, ErrorOpenai):
    """An error on Runway's paths is told in the shape of OpenAI."""

    name = "runway_error_openai"


class RunwayRefusalHidden(Runway, RefusalHidden):
    """Whatever keeps Runway from a film is told as one and the same failure."""

    name = "runway_refusal_hidden"
    hidden = MappingProxyType({"error": "failed"})


class RunwayKey400(Runway, Key400):
    """A key that is missing or wrong is answered with 400 on Runway's paths."""

    name = "runway_key_400"


RUNWAY: tuple[type[Defect], ...] = (
    RunwayOutputAsText,
    RunwayFailureCodeLost,
    RunwayVersionLost,
    RunwayFieldsLost,
    RunwayUnknownDropped,
    RunwayErrorOpenai,
    RunwayRefusalHidden,
    RunwayKey400,
)
"""The defects of this family."""
