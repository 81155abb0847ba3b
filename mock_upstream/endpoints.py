"""What the mock has at which path, and what is said there before faults.

Rules of this file: one row per endpoint in the visible list; the rendering is
the dialect's own. Paths are those behind ``/v1``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias, TypeVar

from mock_upstream import chats, gemini, messages, responses, tasks
from mock_upstream.frames import Frames, Headers
from mock_upstream.protocols.anthropic.request import MessageRequest, read_count, read_message
from mock_upstream.protocols.dialects import ANTHROPIC, GEMINI, OPENAI, Dialect
from mock_upstream.protocols.openai import (
    chat,
    completions,
    embeddings,
    errors,
    images,
    models,
    moderations,
    speech,
    transcriptions,
)
from mock_upstream.protocols.openai.responses.request import ResponsesRequest
from mock_upstream.protocols.openai.said import Asked, Said
from mock_upstream.protocols.tasks import files
from mock_upstream.reply import Failure
from mock_upstream.scenario.answer import scripted, scripted_failure
from mock_upstream.scenario.model import JSON, Call, Upstream

ScriptedReply: TypeAlias = Mapping[str, JSON]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Meant:
    """A reply before timing and faults; ``tokens`` is what it costs of a limit."""

    frames: Frames
    summary: Mapping[str, JSON]
    tokens: int = 0


Make: TypeAlias = Callable[[Call, Upstream, ScriptedReply, int], Meant]
"""The meaning of a call: what was scripted over what is said by default, from the seed."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One path of a dialect."""

    method: str
    path: str
    """The path itself, or the beginning of it when it ends with a slash."""
    make: Make
    is_scripted: bool = True
    """Whether a request that no rule matches is a near miss; else the default answers."""
    dialect: Dialect = OPENAI

    def has(self, path: str) -> bool:
        """Whether ``path`` leads here."""
        is_below = self.path.endswith("/") and path.startswith(self.path) and path != self.path
        return is_below or path == self.path


def failed(failure: Failure, call: Call) -> Meant:
    """An error as it is meant for ``call``."""
    frames = dialect_of(call).render_failure(failure, number=call.number)
    return Meant(frames, failure_summary(failure))


def failure_summary(failure: Failure) -> Mapping[str, JSON]:
    """An error for the journal."""
    return {"error": {"name": failure.name, "status": failure.status, "body": failure.body}}


def asked(
    call: Call,
    upstream: Upstream,
    reply: ScriptedReply,
    read: Callable[[JSON, Headers], T | Failure],
) -> T | Failure:
    """The request of ``call``, or the error that is scripted, found in it, or due to its model."""
    if "error" in reply:
        return scripted_failure(reply["error"])
    request = read(call.body, call.headers)
    if (
        isinstance(request, Failure)
        or not upstream.models
        or call.model in (None, *upstream.models)
    ):
        return request
    return errors.failure("model_not_found", message=models.unknown_model(str(call.model)))


def make_chat(call: Call, upstream: Upstream, reply: ScriptedReply, seed: int) -> Meant:
    """``POST /chat/completions``, whole or as a stream."""
    request = asked(call, upstream, reply, chat.read_chat)
    if isinstance(request, Failure):
        return failed(request, call)
    answer = scripted(reply, request, seed)
    chats.keep(call.kept, request, answer)
    frames = chat.render_chat(request, answer, number=call.number)
    return Meant(frames, chat.chat_summary(request, answer), answer.usage.total)


def make_kept_chat(call: Call, upstream: Upstream, reply: ScriptedReply, seed: int) -> Meant:
    """What is asked of a chat completion by its id; an error when one is scripted."""
    said = scripted_failure(reply["error"]) if "error" in reply else chats.of_kept(call)
    if isinstance(said, Failure):
        return failed(said, call)
    frames = responses.body_frames(said, number=call.number)
    return Meant(frames, {"id": call.path.split("/")[3]})


def make_completion(call: Call, upstream: Upstream, reply: ScriptedReply, seed: int) -> Meant:
    """``POST /completions``, whole or as a stream; what is scripted is said to each prompt."""
    request = asked(call, upstream, reply, completions.read_completion)
    if isinstance(request, Failure):
        return failed(request, call)
    answers = [scripted(reply, request.as_chat(prompt), seed) for prompt in request.prompts]
    answer = completions.completed(request, answers)
    answer = replace(answer, usage=replace(answer.usage, **reply.get("usage", {})))
    frames = completions.render_completion(request, answer, number=call.number)
    return Meant(frames, chat.summary(answer), answer.usage.total)


def make_embeddings(call: Call, upstream: Upstream, reply: ScriptedReply, seed: int) -> Meant:
    """``POST /embeddings``; a script may say usage, model and, as an extra, the data."""
    request = asked(call, upstream, reply, embeddings.read_embedding)
    if isinstance(request, Failure):
        return failed(request, call)
    value = embeddings.embeddings(request, reply)
    more = tuple(reply.get("headers", {}).items())
    frames = embeddings.render_embeddings(request, value, more, number=call.number)
    return Meant(frames, embeddings.summary(value), value["usage"]["total_tokens"])


def make_moderation(call: Call, upstream: Upstream, reply: ScriptedReply, seed: int) -> Meant:
    """``POST /moderations``; a script may say id, model and, as an extra, the results."""
    request = asked(call, upstream, reply, moderations.read_moderation)
    if isinstance(request, Failure):
        return failed(request, call)
    value = moderations.moderation(request, reply)
    more = tuple(reply.get("headers", {}).items())
    frames = moderations.render_moderation(value, more, number=call.number)
    return Meant(frames, moderations.summary(value))


def of_input(
    say: Callable[[Call, ResponsesRequest, ScriptedReply, int], responses.Said],
) -> Make:
    """What is asked of an input: the response to it, whole, streamed or later, or less."""

    def make(call: Call, upstream: Upstream, reply: ScriptedReply, seed: int) -> Meant:
        request = asked(call, upstream, reply, partial(responses.read, call))
        if isinstance(request, Failure):
            return failed(request, call)
        return Meant(*say(call, request, reply, seed))

    return make


def of_messages(
    read: Callable[[JSON, Headers], MessageRequest | Failure],
    say: Callable[[Call, MessageRequest, ScriptedReply, int], messages.Said],
) -> Make:
    """What is asked of messages: the next one, whole or streamed, or their count."""

    def make(call: Call, upstream: Upstream, reply: ScriptedReply, seed: int) -> Meant:
        request = asked(call, upstream, reply, read)
        if isinstance(request, Failure):
            return failed(request, call)
        return Meant(*say(call, request, reply, seed))

    return make


def make_kept_response(call: Call, upstream: Upstream, reply: ScriptedReply, seed: int) -> Meant:
    """What is asked of a response by its id; an error when one is scripted."""
    if "error" in reply:
        return failed(scripted_failure(reply["error"]), call)
    said = responses.of_kept(call)
    return failed(said, call) if isinstance(said, Failure) else Meant(*said)


def media(say: Callable[[Asked], Said | Failure]) -> Make:
    """Pictures and sound, by what ``say`` makes of a call in JSON or in a form."""

    def make(call: Call, upstream: Upstream, reply: ScriptedReply, seed: int) -> Meant:
        ask = Asked(call.octets, call.body, call.headers, call.path, seed, call.number, reply)
        said = asked(call, upstream, reply, lambda _body, _headers: say(ask))
        if isinstance(said, Failure):
            return failed(said, call)
        return Meant(said.frames, said.summary, said.tokens)

    return make


def make_models(call: Call, upstream: Upstream, reply: ScriptedReply, seed: int) -> Meant:
    """``GET /models`` and ``GET /models/{id}``; an error when one is scripted."""
    if "error" in reply:
        return failed(scripted_failure(reply["error"]), call)
    listed = upstream.models or models.DEFAULT_MODELS
    name = call.path.removeprefix("/models").removeprefix("/")
    if name:
        return Meant(models.render_model(name, listed, number=call.number), {"model": name})
    return Meant(models.render_models(listed, number=call.number), {"models": list(listed)})


def natively(
    say: Callable[[Call, Upstream, ScriptedReply, int], gemini.Said | tasks.Said | Failure],
) -> Make:
    """What Gemini or a family of tasks is asked, by what ``say`` makes of it."""

    def make(call: Call, upstream: Upstream, reply: ScriptedReply, seed: int) -> Meant:
        if "error" in reply:
            return failed(scripted_failure(reply["error"]), call)
        said = say(call, upstream, reply, seed)
        return failed(said, call) if isinstance(said, Failure) else Meant(*said)

    return make


ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint("POST", "/chat/completions", make_chat),
    Endpoint("GET", "/chat/completions/", make_kept_chat, is_scripted=False),
    Endpoint("POST", "/chat/completions/", make_kept_chat, is_scripted=False),
    Endpoint("DELETE", "/chat/completions/", make_kept_chat, is_scripted=False),
    Endpoint("POST", "/completions", make_completion),
    Endpoint("POST", "/embeddings", make_embeddings),
    Endpoint("POST", "/moderations", make_moderation),
    Endpoint("POST", "/responses", of_input(responses.create)),
    Endpoint("POST", "/responses/input_tokens", of_input(responses.count)),
    Endpoint("POST", "/responses/compact", of_input(responses.compact)),
    Endpoint("GET", "/responses/", make_kept_response, is_scripted=False),
    Endpoint("DELETE", "/responses/", make_kept_response, is_scripted=False),
    Endpoint("POST", "/responses/", make_kept_response, is_scripted=False),
    Endpoint("POST", "/messages", of_messages(read_message, messages.create), dialect=ANTHROPIC),
    Endpoint(
        "POST",
        "/messages/count_tokens",
        of_messages(read_count, messages.count),
        dialect=ANTHROPIC,
    ),
    Endpoint("POST", "/images/generations", media(images.draw)),
    Endpoint("POST", "/images/edits", media(images.draw)),
    Endpoint("POST", "/images/variations", media(images.draw)),
    Endpoint("GET", images.FILES, media(images.show), is_scripted=False),
    *(Endpoint("GET", path, media(files.show), is_scripted=False) for path in files.FOLDERS),
    Endpoint("POST", "/audio/speech", media(speech.speak)),
    Endpoint("POST", "/audio/transcriptions", media(transcriptions.transcribe)),
    Endpoint("POST", "/audio/translations", media(transcriptions.transcribe)),
    Endpoint("GET", "/models", make_models, is_scripted=False),
    Endpoint("GET", "/models/", make_models, is_scripted=False),
    Endpoint("POST", f"{gemini.ROOT}/", natively(gemini.post), dialect=GEMINI),
    Endpoint("GET", gemini.ROOT, natively(gemini.listed), is_scripted=False, dialect=GEMINI),
    Endpoint("GET", f"{gemini.ROOT}/", natively(gemini.listed), is_scripted=False, dialect=GEMINI),
    *(
        Endpoint(method, path, natively(family.say), scripted, family.dialect)
        for family in tasks.FAMILIES
        for method, path, scripted in family.paths
    ),
)


def find(call: Call) -> Endpoint | None:
    """The endpoint of a call, or None."""
    return next(
        (row for row in ENDPOINTS if row.method == call.method and row.has(call.path)), None
    )


def dialect_of(call: Call) -> Dialect:
    """The dialect that is spoken at the path of a call."""
    return next((row.dialect for row in ENDPOINTS if row.has(call.path)), OPENAI)


def missing(call: Call) -> Failure:
    """What is said at a path without an endpoint for this method."""
    allowed = tuple(row.method for row in ENDPOINTS if row.has(call.path))
    path = call.path if call.path.startswith(gemini.ROOT) else f"/v1{call.path}"
    if allowed and call.method not in allowed:
        return errors.method_not_allowed(call.method, path, allowed)
    return errors.unknown_url(call.method, path)


def reply(call: Call, upstream: Upstream, said: ScriptedReply, seed: int) -> Meant:
    """What ``upstream`` means to say to a call, with what a script said of it."""
    endpoint = find(call)
    if endpoint is not None:
        return endpoint.make(call, upstream, said, seed)
    if "error" in said:
        return failed(scripted_failure(said["error"]), call)
    return failed(missing(call), call)
