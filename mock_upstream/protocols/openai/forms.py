"""A form as OpenAI's endpoints take it: typed values, and files apart.

Rules of this file: numbers and switches travel as text and are read by the name
of their field; ``name[]`` and a repeated ``name`` are both a list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mock_upstream import jsontext
from mock_upstream.frames import Headers
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.openai import multipart, rules
from mock_upstream.protocols.openai.errors import failure
from mock_upstream.protocols.openai.multipart import MultipartError, Part
from mock_upstream.reply import Failure

__all__ = ["Form", "content_type", "decoded", "read_form"]

TYPED = frozenset({"n", "partial_images", "output_compression", "temperature", "stream"})
"""Fields that are no text."""


@dataclass(frozen=True, slots=True)
class Form:
    """Plain fields by name, and the files of each field in order."""

    fields: Mapping[str, JSON]
    files: Mapping[str, tuple[Part, ...]]


def content_type(headers: Headers) -> str:
    """The first Content-Type, or nothing."""
    return next((value for name, value in headers if name.lower() == "content-type"), "")


def decoded(octets: bytes, headers: Headers) -> JSON:
    """A body as rules see it: its JSON value, the fields of a form, or None."""
    boundary = multipart.boundary_of(content_type(headers))
    try:
        if boundary is None:
            return jsontext.loads(octets)
        return dict(_form(multipart.parse(octets, boundary)).fields)
    except ValueError:
        return None


def read_form(octets: bytes, headers: Headers) -> Form | Failure:
    """The form that a body is, or the error of one that is none."""
    kind = content_type(headers)
    boundary = multipart.boundary_of(kind)
    if boundary is None:
        shown = kind.partition(";")[0].strip()
        message = (
            f"Unsupported content type: '{shown}'. "
            "This API method only accepts 'multipart/form-data' requests."
        )
        return failure("unsupported_content_type", message=message)
    try:
        return _form(multipart.parse(octets, boundary))
    except MultipartError as error:
        return rules.bad("bad_request", f"Could not parse the multipart form: {error}.", None)


def _form(parts: Sequence[Part]) -> Form:
    """Values and files by name."""
    values: dict[str, list[JSON]] = {}
    files: dict[str, list[Part]] = {}
    lists = {part.name.removesuffix("[]") for part in parts if part.name.endswith("[]")}
    for part in parts:
        name = part.name.removesuffix("[]")
        if part.filename is None:
            values.setdefault(name, []).append(_value(name, part.text))
        else:
            files.setdefault(name, []).append(part)
    fields = {
        name: given if name in lists or len(given) > 1 else given[0]
        for name, given in values.items()
    }
    return Form(fields, {name: tuple(given) for name, given in files.items()})


def _value(name: str, text: str) -> JSON:
    """The value that a plain field stands for; text that is no number stays text."""
    if name not in TYPED:
        return text
    try:
        return jsontext.loads(text.lower().encode())
    except ValueError:
        return text
