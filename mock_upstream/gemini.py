"""What is said at each path of the Gemini API.

Rules of this file: from a call to frames and summary, or to a failure; the
dialect itself is in ``protocols``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from mock_upstream.frames import Frames, Headers
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.dialects import GEMINI
from mock_upstream.protocols.gemini import content, errors, models, stream, vectors
from mock_upstream.protocols.gemini.conversation import field
from mock_upstream.protocols.gemini.request import PREFIX, method_of, model_of, read_content
from mock_upstream.protocols.openai.usage import counted
from mock_upstream.reply import Failure
from mock_upstream.scenario.answer import scripted
from mock_upstream.scenario.model import Call, Upstream

__all__ = ["ROOT", "Said", "listed", "local", "post"]

ROOT = PREFIX.rstrip("/")
STABLE = "/models"
"""The same in the stable version, behind which the mock also lists OpenAI's models."""

Reply: TypeAlias = Mapping[str, JSON]
"""What a script says of it."""


class Said(NamedTuple):
    """Frames, what they mean, and what they cost of a limit of tokens."""

    frames: Frames
    summary: Mapping[str, JSON]
    tokens: int = 0


def local(path: str, method: str, headers: Headers, query: str) -> str:
    """Where a path behind ``/v1`` is found: Gemini has it below its beta.

    It is Gemini's when a method of a model is asked, or the key is where only Google's
    clients put it.
    """
    if path != STABLE and not path.startswith(f"{STABLE}/"):
        return path
    is_asked = method == "POST" and ":" in path.rpartition("/")[2]
    is_own = bool(GEMINI.own_key(headers, query))
    return ROOT + path.removeprefix(STABLE) if is_asked or is_own else path


def post(call: Call, upstream: Upstream, reply: Reply, seed: int) -> Said | Failure:
    """What is asked of a model."""
    model, method = model_of(call.path), method_of(call.path)
    if upstream.models and model not in upstream.models:
        return errors.not_found(f"models/{model} is not found for API version v1beta.")
    if method not in METHODS:
        return errors.not_found(f"models/{model} does not support {method!r}.")
    return METHODS[method](call, reply, seed)


def listed(call: Call, upstream: Upstream, _reply: Reply, _seed: int) -> Said | Failure:
    """The models, or one of them."""
    names = upstream.models or models.DEFAULT_MODELS
    name = call.path.removeprefix(ROOT).removeprefix("/")
    value = models.model(name, names) if name else models.page(names, call.query)
    return value if isinstance(value, Failure) else Said(stream.rendered(value), value)


def _content(call: Call, reply: Reply, seed: int) -> Said | Failure:
    """An answer, whole or piece by piece."""
    request = read_content(call.path, call.body, call.query)
    if isinstance(request, Failure):
        return request
    answer = scripted(reply, request.chat, seed)
    frames = stream.render_content(request, answer)
    return Said(frames, content.summary(request, answer), answer.usage.total)


def _count(call: Call, _reply: Reply, _seed: int) -> Said | Failure:
    """What the prompt of an answer would cost."""
    request = read_content(call.path, field(call.body, "generateContentRequest") or call.body)
    if isinstance(request, Failure):
        return request
    tokens = counted(request.chat, ()).prompt
    details = [{"modality": "TEXT", "tokenCount": tokens}]
    value: dict[str, JSON] = {"totalTokens": tokens, "promptTokensDetails": details}
    return Said(stream.rendered(value), value)


def _embedded(call: Call, reply: Reply, _seed: int) -> Said | Failure:
    """Vectors, under what a script says."""
    say = vectors.single if method_of(call.path) == "embedContent" else vectors.batch
    value = say(model_of(call.path), call.body)
    if isinstance(value, Failure):
        return value
    shown = {**value, **reply.get("extras", {})}
    more = tuple(reply.get("headers", {}).items())
    return Said(stream.rendered(shown, more), vectors.summary(shown))


METHODS: Mapping[str, Callable[[Call, Reply, int], Said | Failure]] = MappingProxyType(
    {
        "generateContent": _content,
        "streamGenerateContent": _content,
        "countTokens": _count,
        "embedContent": _embedded,
        "batchEmbedContents": _embedded,
    }
)
"""What may be asked of a model, behind the colon."""
