"""The first thing that OpenAI finds wrong with a JSON request, whatever its endpoint.

Rules of this file: media type, JSON, required fields, then each field by its
own check; what concerns several fields is the endpoint's business.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mock_upstream.frames import Headers
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.openai import rules
from mock_upstream.protocols.openai.errors import failure
from mock_upstream.protocols.openai.rules import Check
from mock_upstream.reply import Failure

__all__ = ["media_type", "problems", "refused"]


def refused(
    body: JSON, headers: Headers, fields: Mapping[str, Check], required: Sequence[str]
) -> Failure | None:
    """What is wrong with a decoded body, or None; a body of None is no JSON."""
    wrong = media_type(headers)
    if wrong is not None:
        return wrong
    if not isinstance(body, dict):
        return failure("malformed_json")
    return rules.first(problems(body, fields, required))


def media_type(headers: Headers) -> Failure | None:
    """The body is JSON by its Content-Type, when there is one."""
    for name, value in headers:
        kind = value.partition(";")[0].strip().lower()
        is_json = kind == "application/json" or kind.endswith("+json")
        if name.lower() == "content-type" and not is_json:
            message = (
                f"Unsupported content type: '{kind}'. "
                "This API method only accepts 'application/json' requests."
            )
            return failure("unsupported_content_type", message=message)
    return None


def problems(
    body: Mapping[str, JSON], fields: Mapping[str, Check], required: Sequence[str]
) -> Iterator[Failure | None]:
    """What is wrong, field by field; null counts as absent unless the field is required."""
    for key in required:
        if body.get(key, "") == "":
            yield rules.missing(key)
    for key, check in fields.items():
        if key in required or body.get(key) is not None:
            yield check(key, body[key])
