"""What an upstream is sent: the client's request under the upstream's name for the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from conformance.model import JSON
from conformance.relay import gemini, headers, jsontext, translate
from conformance.relay.asked import Asked
from conformance.relay.config import Channel
from conformance.relay.defects.base import Defects
from conformance.relay.endpoints import Gives, Routed, Streams, Takes
from conformance.relay.form import Form
from conformance.relay.translate.translation import Translation
from conformance.relay.translated import asked_of
from conformance.relay.turn import Turn

__all__ = ["Outbound", "Sender", "gives_octets"]

_CREDENTIALS = frozenset({"key", "api_key", "api-key", "apikey", "token", "access_token"})
"""Names in a query that may hold a client's key; none of OpenAI's queries has them."""
_TEXT_FORMATS = ("text", "srt", "vtt")  # compared, not hashed: chat sends an object here

_TELL = (Streams.CHAT, Streams.TEXT)
"""Streams that tell their usage when they are asked for it."""


@dataclass(frozen=True, slots=True)
class Outbound:
    """One call, ready to be sent."""

    method: str
    path: str
    """Behind the base URL, query included; it begins with a slash."""
    octets: bytes | None
    headers: Mapping[str, str] = field(repr=False)


def gives_octets(asked: Asked, turn: Turn) -> bool:
    """Whether an answer that is no event stream is plain octets."""
    gives = asked.endpoint.gives
    if gives is not Gives.BY_FORMAT:
        return gives is Gives.OCTETS
    return turn.body.get("response_format") in _TEXT_FORMATS


class Sender:
    """Turns what a client asked into the call to each channel that is tried."""

    def __init__(self, asked: Asked, turn: Turn, defects: Defects) -> None:
        self._asked = asked
        self._turn = turn
        self._defects = defects
        self._form = self._filled_form(asked.form) if asked.form else None
        self._body: dict[str, JSON] = {}
        if asked.endpoint.takes is not Takes.NOTHING and asked.form is None:
            self._body = defects.fold(self._filled_body(), lambda d, value: d.request_body(value))

    def outbound(self, channel: Channel) -> Outbound:
        """Return the call to one channel."""
        if translation := translate.find(self._asked.endpoint, channel):
            return self._translated(channel, translation)
        model = channel.models[self._turn.alias]
        content_type, octets = self._content(model)
        if octets is not None:
            octets = self._defects.fold(octets, lambda d, value: d.request_octets(value))
        sent = headers.upstream(
            channel, self._turn, accept=self._accept(), content_type=content_type
        )
        shown = self._defects.fold(sent, lambda d, value: d.request_headers(value))
        return Outbound(self._asked.method, self._path(model), octets, shown)

    def _translated(self, channel: Channel, translation: Translation) -> Outbound:
        """Return the call in the channel's own dialect. Raises RelayError."""
        model = channel.models[self._turn.alias]
        body = asked_of(translation, self._body | {"model": model})
        body = self._defects.fold(body, lambda d, value: d.translated(value))
        sent = headers.upstream(
            channel,
            self._turn,
            accept=self._accept(),
            content_type="application/json",
            dialect=translation.dialect,
        )
        shown = self._defects.fold(sent, lambda d, value: d.request_headers(value))
        path = translation.path(model, self._turn.wants_stream)
        return Outbound("POST", path, jsontext.encode(body), shown)

    def _content(self, model: str) -> tuple[str | None, bytes | None]:
        """Return media type and octets of the body."""
        is_named = self._asked.endpoint.routed is Routed.BY_MODEL
        if self._form is not None:
            form = self._form.with_text("model", model) if is_named else self._form
            return form.content_type, form.render()
        if self._asked.endpoint.takes is Takes.NOTHING:
            return None, None
        if self._asked.endpoint.names_model:
            return "application/json", jsontext.encode(gemini.renamed(self._body, model))
        named = {"model": model} if is_named else {}
        return "application/json", jsontext.encode(self._body | named)

    def _path(self, model: str) -> str:
        """Return the path behind the base URL; one of another version leaves that with dots."""
        path = self._asked.endpoint.path
        path = path.removeprefix("/v1") if path.startswith("/v1/") else f"/..{path}"
        path = path.replace("{id}", quote(self._asked.id, safe=""))
        path = path.replace("{model}", quote(model, safe=""))
        if self._asked.endpoint.query:
            path = f"{path}?{self._asked.endpoint.query}"
        if self._asked.endpoint.takes is Takes.NOTHING and (query := _public(self._asked.query)):
            path = f"{path}?{query}"
        return self._defects.fold(path, lambda d, value: d.request_path(value))

    def _accept(self) -> str:
        if self._turn.wants_stream:
            return "text/event-stream"
        return "*/*" if gives_octets(self._asked, self._turn) else "application/json"

    def _filled_body(self) -> dict[str, JSON]:
        """Return the body, which asks a stream for its usage when somebody counts tokens."""
        body, turn = self._asked_body(), self._turn
        if not (turn.counts_tokens and turn.wants_stream and self._asked.endpoint.streams in _TELL):
            return body
        options = body.get("stream_options")
        asked = dict(options) if isinstance(options, Mapping) else {}
        return body | {"stream_options": asked | {"include_usage": True}}

    def _asked_body(self) -> dict[str, JSON]:
        """Return the client's body, or what a defect makes of its wish for a stream."""
        turn = self._turn
        if turn.wants_stream == turn.asked_stream:
            return dict(turn.body)
        name, value = self._asked.endpoint.asks
        gone = {"stream_options", name}
        body = {other: said for other, said in turn.body.items() if other not in gone}
        if turn.wants_stream:
            return body | {name: value}
        return body | ({name: False} if value is True else {})

    def _filled_form(self, form: Form) -> Form:
        if self._turn.wants_stream != self._turn.asked_stream:
            form = form.with_text("stream", "true" if self._turn.wants_stream else "false")
        parts = self._defects.fold(form.parts, lambda d, value: d.parts(value))
        return replace(form, parts=parts)


def _public(query: str) -> str:
    """Return the query without what may be a credential, otherwise letter by letter."""
    kept = (one for one in query.split("&") if one.partition("=")[0].lower() not in _CREDENTIALS)
    return "&".join(kept)
