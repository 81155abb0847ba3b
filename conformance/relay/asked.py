"""Reading a request: the fields that the relay looks at, and the body to forward."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from aiohttp import web

from conformance.model import JSON
from conformance.relay.endpoints import Endpoint, Takes
from conformance.relay.envelope import Reason, refusal
from conformance.relay.form import Form, parse_form
from conformance.relay.turn import Turn
from conformance.relay.validate import check_fields, check_media_type, check_present, parse_object

__all__ = ["Asked", "check_size", "read"]

_FORM = "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it was read; without a form it is JSON, or nothing at all."""

    endpoint: Endpoint
    method: str
    id: str = ""
    """What stands for the placeholder of the path."""
    query: str = ""
    form: Form | None = None


async def read(request: web.Request, endpoint: Endpoint, id_: str, turn: Turn) -> Asked:
    """Read the body; its fields are the turn's from now on. Raises RelayError (4xx)."""
    form = None
    if endpoint.takes is Takes.NOTHING:
        turn.body = dict(request.query)
        turn.asked_stream = _asks_stream(turn.body, endpoint, in_letters=True)
    elif _is_form(request, endpoint):
        form = await _read_form(request)
        turn.body = form.texts
        turn.asked_stream = _asks_stream(turn.body, endpoint, in_letters=True)
        check_present(form.names, endpoint)
    else:
        check_media_type(request.headers.get("Content-Type"))
        turn.body = parse_object(await _octets(request))
        turn.asked_stream = _asks_stream(turn.body, endpoint)
        check_fields(turn.body, endpoint)
    query = request.rel_url.raw_query_string
    return Asked(endpoint, request.method, unquote(id_), query, form)


def check_size(request: web.Request, most: int | None) -> None:
    """Refuse a body that says that it is larger than a key may send. Raises RelayError (413)."""
    if most is not None and (request.content_length or 0) > most:
        raise refusal(Reason.TOO_LARGE, f"The body is larger than the limit of {most} octets.")


def _is_form(request: web.Request, endpoint: Endpoint) -> bool:
    """Whether the body is a form, as declared or demanded. Raises RelayError (415)."""
    kind = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if endpoint.takes is Takes.FORM and kind != _FORM:
        said = f"not {kind[:100]}" if kind else "and its media type is missing"
        raise refusal(Reason.MEDIA_TYPE, f"The body must be {_FORM}, {said}.")
    return endpoint.takes is not Takes.JSON and kind == _FORM


async def _read_form(request: web.Request) -> Form:
    octets = await _octets(request)
    try:
        return parse_form(request.headers["Content-Type"], octets)
    except ValueError as caught:
        raise refusal(Reason.BAD_FORM, f"The form cannot be read: {caught}.") from None


async def _octets(request: web.Request) -> bytes:
    try:
        return await request.read()
    except web.HTTPRequestEntityTooLarge:
        raise refusal(Reason.TOO_LARGE, "The body is larger than the limit.") from None


def _asks_stream(body: Mapping[str, JSON], endpoint: Endpoint, *, in_letters: bool = False) -> bool:
    """Whether the client wants events; a form or a query says ``true`` in letters."""
    name, value = endpoint.asks
    if endpoint.streams and not name:
        return True
    wanted = "true" if in_letters and value is True else value
    said = body.get(name)
    return endpoint.streams is not None and type(said) is type(wanted) and said == wanted
