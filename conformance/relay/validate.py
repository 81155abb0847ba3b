"""Light validation: the media type, what is required, and JSON types (``fields``)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from conformance.model import JSON
from conformance.relay import jsontext
from conformance.relay.endpoints import Endpoint
from conformance.relay.envelope import Reason, RelayError, refusal
from conformance.relay.fields import ARRAY, BOOLEAN, INTEGER, NUMBER, OBJECT, STRING

__all__ = ["check_fields", "check_media_type", "check_present", "parse_object"]

_NAMES: Mapping[type, str] = {
    type(None): "null",
    bool: BOOLEAN,
    int: INTEGER,
    float: NUMBER,
    str: STRING,
    list: ARRAY,
    dict: OBJECT,
}


def check_media_type(media_type: str | None) -> None:
    """Refuse a body that is declared as anything but JSON. Raises RelayError (415)."""
    kind = (media_type or "application/json").partition(";")[0].strip().lower()
    if kind != "application/json" and not kind.endswith("+json"):
        raise refusal(Reason.MEDIA_TYPE, f"The body must be application/json, not {kind[:100]}.")


def parse_object(octets: bytes) -> dict[str, JSON]:
    """Return the request's JSON object. Raises RelayError (400)."""
    try:
        value = jsontext.decode(octets, refuse_duplicates=True)
    except ValueError:
        raise refusal(Reason.BAD_JSON, "The body is not valid JSON.") from None
    if not isinstance(value, dict):
        raise refusal(Reason.WRONG_TYPE, f"The body must be an object, but it is {_name(value)}.")
    return value


def check_present(names: Collection[str], endpoint: Endpoint) -> None:
    """Refuse a request without one of the required fields. Raises RelayError (400)."""
    for name in endpoint.required:
        if name not in names:
            raise _missing(name)


def check_fields(body: Mapping[str, JSON], endpoint: Endpoint) -> None:
    """Refuse a missing field or a wrong JSON type. Raises RelayError (400)."""
    check_present(body, endpoint)
    for name, allowed in endpoint.fields.items():
        if name in body:
            _check(name, body[name], allowed)
    if "messages" in endpoint.fields:
        _check_messages(body["messages"])


def _check_messages(messages: JSON) -> None:
    for at, message in enumerate(messages):
        _check(f"messages[{at}]", message, (OBJECT,))
        if "role" not in message:
            raise _missing(f"messages[{at}].role")
        _check(f"messages[{at}].role", message["role"], (STRING,))
        _check(f"messages[{at}].content", message.get("content"), (STRING, ARRAY, "null"))


def _missing(param: str) -> RelayError:
    return refusal(Reason.MISSING_FIELD, f"Missing required parameter: '{param}'.", param=param)


def _check(param: str, value: JSON, allowed: tuple[str, ...]) -> None:
    seen = _name(value)
    if seen in allowed or (seen == INTEGER and NUMBER in allowed):
        return
    raise refusal(
        Reason.WRONG_TYPE,
        f"Invalid type for '{param}': expected {' or '.join(allowed)}, but got {seen} instead.",
        param=param,
    )


def _name(value: JSON) -> str:
    """Return the JSON type of a value in words; 3.0 is an integer, as JSON Schema says."""
    if isinstance(value, float) and value.is_integer():
        return INTEGER
    return _NAMES[type(value)]
