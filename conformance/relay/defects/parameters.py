"""Defects that lose or change parameters of a request on their way upstream."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from conformance.model import JSON
from conformance.relay.defects.base import Defect
from conformance.relay.defects.bodies import without
from conformance.relay.endpoints import row
from conformance.relay.envelope import Problem, Reason, RelayError
from conformance.relay.fields import NUMBER
from conformance.relay.form import Part

__all__ = ["PARAMETERS"]

Request = dict[str, JSON]
"""A decoded request body."""


def _walked(value: JSON, change: Callable[[JSON], JSON]) -> JSON:
    """The value with every scalar in it changed."""
    if isinstance(value, dict):
        return {key: _walked(item, change) for key, item in value.items()}
    if isinstance(value, list):
        return [_walked(item, change) for item in value]
    return change(value)


class PenaltiesDropped(Defect):
    """Penalties for repetition are not forwarded."""

    name = "penalties_dropped"

    def request_body(self, body: Request) -> Request:
        """Take both out."""
        return without(body, "presence_penalty", "frequency_penalty")


class EndUserDropped(Defect):
    """Who the end user is is not forwarded, in JSON or in forms."""

    name = "end_user_dropped"

    def request_body(self, body: Request) -> Request:
        """Take the names out."""
        return without(body, "user", "safety_identifier")

    def parts(self, parts: tuple[Part, ...]) -> tuple[Part, ...]:
        """Take the name out."""
        return tuple(part for part in parts if part.name != "user")


class ServiceFieldsDropped(Defect):
    """The service tier and the cache key are not forwarded."""

    name = "service_fields_dropped"

    def request_body(self, body: Request) -> Request:
        """Take them out."""
        return without(body, "service_tier", "prompt_cache_key")


class FalseDropped(Defect):
    """A parallel_tool_calls of false is not forwarded, so the default true applies."""

    name = "false_dropped"

    def request_body(self, body: Request) -> Request:
        """Take it out."""
        is_off = body.get("parallel_tool_calls") is False
        return without(body, "parallel_tool_calls") if is_off else body


class NullAsZero(Defect):
    """An explicit null becomes 0 where a number may stand."""

    name = "null_as_zero"

    def request_body(self, body: Request) -> Request:
        """Fill the nulls."""
        fields = row(self.turn.path).fields
        nulls = {name for name, value in body.items() if value is None}
        return body | {name: 0 for name in nulls if NUMBER in fields.get(name, ())}


class EffortLowered(Defect):
    """The effort "max" becomes "high"."""

    name = "effort_lowered"

    def request_body(self, body: Request) -> Request:
        """Lower it."""
        return (
            body | {"reasoning_effort": "high"} if body.get("reasoning_effort") == "max" else body
        )


class UnknownEffortDropped(Defect):
    """An effort that the relay does not know is not forwarded."""

    name = "unknown_effort_dropped"
    _known = (None, "none", "minimal", "low", "medium", "high", "xhigh", "max")

    def request_body(self, body: Request) -> Request:
        """Take an unknown one out."""
        is_known = body.get("reasoning_effort") in self._known
        return body if is_known else without(body, "reasoning_effort")


class FormatSchemaDropped(Defect):
    """A response_format with a schema becomes plain text."""

    name = "format_schema_dropped"

    def request_body(self, body: Request) -> Request:
        """Forget the schema."""
        said = body.get("response_format")
        has_schema = isinstance(said, dict) and "json_schema" in said
        return body | {"response_format": {"type": "text"}} if has_schema else body


class FormatObject500(Defect):
    """A response_format that is an object makes the relay fail with 500."""

    name = "format_object_500"

    def request_body(self, body: Request) -> Request:
        """Fail on it."""
        if not isinstance(body.get("response_format"), dict):
            return body
        message = "The request could not be processed."
        raise RelayError(Problem(Reason.UPSTREAM, 500, message, "server_error", "server_error"))


class StoreAdded(Defect):
    """Requests that say nothing of it ask the upstream to keep the answer."""

    name = "store_added"

    def request_body(self, body: Request) -> Request:
        """Add the wish to completions of either kind."""
        is_chat = self.turn.path in {"/v1/chat/completions", "/v1/completions"}
        return {"store": True} | body if is_chat else body


class IntegersAsDoubles(Defect):
    """Integers are read as doubles, so that those of 64 bits lose digits."""

    name = "integers_as_doubles"

    def request_body(self, body: Request) -> Request:
        """Round what a double cannot hold."""
        return {name: _walked(value, self._rounded) for name, value in body.items()}

    def _rounded(self, value: JSON) -> JSON:
        return int(float(value)) if type(value) is int else value


class IntegersAsFractions(Defect):
    """Biases are forwarded as fractions: -100 becomes -100.0."""

    name = "integers_as_fractions"

    def request_body(self, body: Request) -> Request:
        """Rewrite the biases."""
        biases = body.get("logit_bias")
        if not biases:
            return body
        return body | {"logit_bias": {token: float(bias) for token, bias in biases.items()}}


class FractionsAsSingles(Defect):
    """Fractions lose all but four decimals."""

    name = "fractions_as_singles"

    def request_body(self, body: Request) -> Request:
        """Round the fractions of the request itself."""
        return {
            name: round(value, 4) if isinstance(value, float) else value
            for name, value in body.items()
        }


class FormExtrasDropped(Defect):
    """A form field of no document whose name begins with x_ is not forwarded."""

    name = "form_extras_dropped"

    def parts(self, parts: tuple[Part, ...]) -> tuple[Part, ...]:
        """Keep the others."""
        return tuple(part for part in parts if not part.name.startswith("x_"))


class FormTextDropped(Defect):
    """The prompt of a translation and the size of a variation are not forwarded."""

    name = "form_text_dropped"
    _gone: ClassVar[Mapping[str, str]] = {
        "/v1/audio/translations": "prompt",
        "/v1/images/variations": "size",
    }

    def parts(self, parts: tuple[Part, ...]) -> tuple[Part, ...]:
        """Take the field out."""
        gone = self._gone.get(self.turn.path)
        return tuple(part for part in parts if part.name != gone)


class ModeratesFirstOnly(Defect):
    """Only the first of several texts is sent to be moderated."""

    name = "moderates_first_only"

    def request_body(self, body: Request) -> Request:
        """Cut the list, if it is one of texts."""
        said = body.get("input")
        if self.turn.path != "/v1/moderations" or not isinstance(said, list) or not said:
            return body
        is_texts = said != [] and isinstance(said[0], str)
        return body | {"input": said[:1]} if is_texts else body


PARAMETERS: tuple[type[Defect], ...] = (
    PenaltiesDropped,
    EndUserDropped,
    ServiceFieldsDropped,
    FalseDropped,
    NullAsZero,
    EffortLowered,
    UnknownEffortDropped,
    FormatSchemaDropped,
    FormatObject500,
    StoreAdded,
    IntegersAsDoubles,
    IntegersAsFractions,
    FractionsAsSingles,
    FormExtrasDropped,
    FormTextDropped,
    ModeratesFirstOnly,
)
"""This family, in the order of the list."""
