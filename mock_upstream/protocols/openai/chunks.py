"""The events of a streamed chat completion, one data frame each.

Rules of this file: role, deltas, finish for each choice, the choices taking
turns; then usage when asked for, and ``[DONE]``. The first fragment of a tool
call has id, type, name and empty arguments; later ones arguments alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, zip_longest
from typing import NamedTuple

from mock_upstream import jsontext, text
from mock_upstream.frames import Data
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.openai.logprobs import token_logprobs
from mock_upstream.protocols.openai.message import is_custom, tokens_of, words_of
from mock_upstream.protocols.openai.request import ChatRequest
from mock_upstream.protocols.openai.usage import wire_usage
from mock_upstream.protocols.openai.voice import Voice, voiced
from mock_upstream.reply import Answer, Choice, Reasoning, Refusal, Text, ToolCall

__all__ = ["DONE", "stream_events"]

DONE = Data(b"data: [DONE]\n\n", "done")
FRAGMENT = 3
"""Pieces of a tool call's arguments that share one event."""


class Step(NamedTuple):
    """One event of one choice."""

    mark: str
    choice: int
    delta: dict[str, JSON]
    finish: str | None = None
    logprobs: JSON = None


def stream_events(request: ChatRequest, answer: Answer) -> Iterator[Data]:
    """Every event of the stream, in order."""
    base = _base(answer)
    plain = _Plain(request, answer, base)
    turns = zip_longest(*(_steps(request, answer, index) for index in range(len(answer.choices))))
    for step in chain.from_iterable(turns):
        if step is not None:
            yield plain.event(step) or _event(base | _chunk(request, answer, step), step.mark)
    if request.include_usage:
        usage = {"choices": [], "usage": wire_usage(answer.usage)}
        yield _event(base | usage | dict(answer.extras), "usage")
    yield DONE


class _Plain:
    """The text around the deltas, encoded once: most events differ in their delta alone."""

    def __init__(self, request: ChatRequest, answer: Answer, base: dict[str, JSON]) -> None:
        self.fits = not (request.include_obfuscation or answer.extras)
        self.start = b'data: %b,"choices":[{"index":' % jsontext.dumps(base)[:-1]
        usage = b',"usage":null' if request.include_usage else b""
        self.end = b',"logprobs":null,"finish_reason":null}]%b}\n\n' % usage

    def event(self, step: Step) -> Data | None:
        """What :func:`_chunk` would say; None when the step has more than a delta."""
        mark, choice, delta, finish, logprobs = step
        if not self.fits or finish is not None or logprobs is not None:
            return None
        return Data(b'%b%d,"delta":%b%b' % (self.start, choice, _delta(delta), self.end), mark)


def _delta(delta: dict[str, JSON]) -> bytes:
    """The text of a delta; a lone text needs no walk through an object."""
    if len(delta) == 1:
        ((key, value),) = delta.items()
        if isinstance(value, str):
            return b'{"%b":%b}' % (key.encode(), jsontext.dumps(value))
    return jsontext.dumps(delta)


def _event(chunk: JSON, mark: str) -> Data:
    """One chunk as an event."""
    return Data(b"data: " + jsontext.dumps(chunk) + b"\n\n", mark)


def _base(answer: Answer) -> dict[str, JSON]:
    """What every chunk of a stream has in common."""
    base: dict[str, JSON] = {
        "id": answer.id,
        "object": "chat.completion.chunk",
        "created": answer.created,
        "model": answer.model,
    }
    if answer.service_tier is not None:
        base["service_tier"] = answer.service_tier
    return base | {"system_fingerprint": answer.system_fingerprint}


def _chunk(request: ChatRequest, answer: Answer, step: Step) -> dict[str, JSON]:
    """What one chunk has of its own."""
    choice = {
        "index": step.choice,
        "delta": step.delta,
        "logprobs": step.logprobs,
        "finish_reason": step.finish,
    }
    chunk: dict[str, JSON] = {"choices": [choice]}
    if request.include_usage:
        chunk["usage"] = None
    if request.include_obfuscation:
        number = text.digest(answer.id, step.choice, step.delta)
        chunk["obfuscation"] = f"{number:016x}"[: 4 + number % 12]
    return chunk | dict(answer.extras)


def _steps(request: ChatRequest, answer: Answer, index: int) -> Iterator[Step]:
    """The events of one choice."""
    choice = answer.choices[index]
    words = words_of(choice, Text)
    voice = voiced(request, answer, index, words)
    is_silent = words is not None and voice is None
    role = {"role": "assistant", "content": "" if is_silent else None, "refusal": None}
    yield Step("role", index, role | ({"audio": {"id": voice.id}} if voice else {}))
    places = {"content": 0, "refusal": 0}
    number = 0
    for block in choice.blocks:
        match block:
            case ToolCall():
                yield from _call(request, block, index, number)
                number += 1
            case Text() if voice is not None:
                for piece in tokens_of(block):
                    yield Step("delta", index, {"audio": {"transcript": piece}})
            case Reasoning():
                for piece in tokens_of(block):
                    yield Step("reasoning", index, dict.fromkeys(block.fields, piece))
            case _:
                yield from _words(request, answer, block, index, places)
    yield from _ending(choice, voice, index)


def _ending(choice: Choice, voice: Voice | None, index: int) -> Iterator[Step]:
    """What comes behind the words: sound, what else the message has, and the finish."""
    if voice is not None:
        yield from _sound(voice, index)
    if choice.message:
        yield Step("delta", index, dict(choice.message))
    yield Step("finish", index, {}, choice.finish)


def _sound(voice: Voice, index: int) -> Iterator[Step]:
    """The sound piece by piece, and until when it can be asked for."""
    for piece in voice.pieces:
        yield Step("delta", index, {"audio": {"data": piece}})
    yield Step("delta", index, {"audio": {"expires_at": voice.expires_at}})


def _words(
    request: ChatRequest,
    answer: Answer,
    block: Text | Refusal,
    index: int,
    places: dict[str, int],
) -> Iterator[Step]:
    """One event per token of visible words; ``places`` counts them by kind."""
    key = "content" if isinstance(block, Text) else "refusal"
    for token in tokens_of(block):
        logprobs = None
        if answer.logprobs:
            entry = token_logprobs([token], top=request.top_logprobs, offset=places[key])
            logprobs = {"content": None, "refusal": None, key: entry}
        places[key] += 1
        yield Step("delta", index, {key: token}, logprobs=logprobs)


def _call(request: ChatRequest, call: ToolCall, index: int, number: int) -> Iterator[Step]:
    """The fragments of one call."""
    kind, key = ("custom", "input") if is_custom(request, call) else ("function", "arguments")
    first = {"index": number, "id": call.id, "type": kind, kind: {"name": call.name, key: ""}}
    yield Step("tool", index, {"tool_calls": [first]})
    parts = text.pieces(call.arguments)
    for start in range(0, len(parts), FRAGMENT):
        piece = "".join(parts[start : start + FRAGMENT])
        fragment = {"index": number, kind: {key: piece}}
        yield Step("tool", index, {"tool_calls": [fragment]})
