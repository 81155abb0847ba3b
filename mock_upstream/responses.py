"""What is said at each path of the Responses API: the calls, and what they kept.

Rules of this file: from a call to frames and summary, or to a failure; the
dialect itself is in ``protocols``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias
from urllib.parse import parse_qsl

from mock_upstream.frames import Frames, Headers
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.openai import errors, rules
from mock_upstream.protocols.openai.responses import response, store
from mock_upstream.protocols.openai.responses.events import stream_events
from mock_upstream.protocols.openai.responses.request import (
    Messages,
    ResponsesRequest,
    read_response,
)
from mock_upstream.protocols.openai.responses.response import body_frames
from mock_upstream.reply import Failure
from mock_upstream.scenario.answer import scripted
from mock_upstream.scenario.model import Call

__all__ = ["Said", "body_frames", "compact", "count", "create", "of_kept", "read"]


class Said(NamedTuple):
    """Frames, what they mean, and what they cost of a limit of tokens."""

    frames: Frames
    summary: Mapping[str, JSON]
    tokens: int = 0


Reply: TypeAlias = Mapping[str, JSON]


def read(call: Call, body: JSON, headers: Headers) -> ResponsesRequest | Failure:
    """The request of ``call``, with the conversation that it goes on with."""

    def conversation(name: str) -> Messages | None:
        stored = store.find(call.kept, name)
        return None if isinstance(stored, Failure) else stored.conversation

    return read_response(body, headers, conversation)


def create(call: Call, request: ResponsesRequest, reply: Reply, seed: int) -> Said:
    """``POST /responses``, whole, as a stream, or in the background."""
    answer = scripted(reply, request.chat, seed)
    value, items = response.rendered(request, answer, call.number)
    events = tuple(stream_events(value, items, obfuscated=request.include_obfuscation))
    stored = store.keep(call.kept, request, value, events)
    if request.stream:
        frames = response.stream_frames(events, number=call.number, more=answer.headers)
    else:
        frames = response.body_frames(stored.shown, number=call.number, more=answer.headers)
    return Said(frames, response.summary(value, answer), answer.usage.total)


def count(call: Call, request: ResponsesRequest, reply: Reply, seed: int) -> Said:
    """``POST /responses/input_tokens``: what the prompt of an answer would cost."""
    tokens = scripted(reply, request.chat, seed).usage.prompt
    value: dict[str, JSON] = {"object": "response.input_tokens", "input_tokens": tokens}
    return Said(response.body_frames(value, number=call.number), value)


def compact(call: Call, request: ResponsesRequest, reply: Reply, seed: int) -> Said:
    """``POST /responses/compact``: the messages of the user, and the rest made short."""
    answer = scripted(reply, request.chat, seed)
    value = response.compacted(request, answer, call.number)
    frames = response.body_frames(value, number=call.number, more=answer.headers)
    return Said(frames, value, answer.usage.total)


def of_kept(call: Call) -> Said | Failure:
    """What is said at a path below ``/responses/``."""
    name, _, rest = call.path.removeprefix("/responses/").partition("/")
    here = {method: ask for (method, tail), ask in _ASKED.items() if tail == rest}
    if not here:
        return errors.unknown_url(call.method, f"/v1{call.path}")
    if call.method not in here:
        return errors.method_not_allowed(call.method, f"/v1{call.path}", tuple(here))
    return here[call.method](call, name)


def _retrieve(call: Call, name: str) -> Said | Failure:
    """The response as it is now; with ``stream=true`` its events once more."""
    stored = store.look(call.kept, name)
    if isinstance(stored, Failure):
        return stored
    query = dict(parse_qsl(call.query))
    if query.get("stream") != "true":
        return _body(call, name, stored.shown)
    after = query.get("starting_after", "-1")
    if not after.lstrip("-").isdigit():
        return rules.wrong_type("starting_after", "an integer", after)
    events = stored.events[max(0, int(after) + 1) :]
    return Said(response.stream_frames(events, number=call.number), {"id": name})


def _delete(call: Call, name: str) -> Said | Failure:
    """Word that the response is gone."""
    return _body(call, name, store.delete(call.kept, name))


def _cancel(call: Call, name: str) -> Said | Failure:
    """The response that is made no further."""
    return _body(call, name, store.cancel(call.kept, name))


def _input_items(call: Call, name: str) -> Said | Failure:
    """One page of the input of the response."""
    query = dict(parse_qsl(call.query))
    return _body(call, name, store.input_items(call.kept, name, query))


def _body(call: Call, name: str, value: dict[str, JSON] | Failure) -> Said | Failure:
    """A body as it goes out; failures pass."""
    if isinstance(value, Failure):
        return value
    return Said(response.body_frames(value, number=call.number), {"id": name})


_ASKED: Mapping[tuple[str, str], Callable[[Call, str], Said | Failure]] = {
    ("GET", ""): _retrieve,
    ("DELETE", ""): _delete,
    ("POST", "cancel"): _cancel,
    ("GET", "input_items"): _input_items,
}
"""Method and path behind the id -> what is said."""
