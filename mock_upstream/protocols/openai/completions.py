"""``POST /completions``: each prompt is answered as a chat of one message is.

Rules of this file: what is said is drawn by the rules of chat; here stand the
legacy fields, and how a completion looks on the wire, whole or as a stream.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate, chain, zip_longest
from types import MappingProxyType

from mock_upstream import jsontext, text
from mock_upstream.frames import Data, Frames, Framing, Head, Headers
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.openai import fields, headers, rules
from mock_upstream.protocols.openai.chunks import DONE
from mock_upstream.protocols.openai.inputs import Input, check_inputs, count, inputs_of, words_of
from mock_upstream.protocols.openai.logprobs import token_logprobs
from mock_upstream.protocols.openai.message import tokens_of
from mock_upstream.protocols.openai.request import FIELDS as CHAT_FIELDS
from mock_upstream.protocols.openai.request import ChatRequest
from mock_upstream.protocols.openai.rules import Check
from mock_upstream.protocols.openai.usage import wire_usage
from mock_upstream.reply import Answer, Choice, Failure, Refusal, Text, Usage

__all__ = ["CompletionRequest", "completed", "read_completion", "render_completion"]

NO_PROMPT = "<|endoftext|>"
DEFAULT_TOKENS = 16
"""Without ``max_tokens`` an answer ends here (openai-openapi 2.3.0)."""

_SHARED = (
    "model", "stream", "stream_options", "temperature", "top_p", "n", "presence_penalty",
    "frequency_penalty", "stop", "seed", "logit_bias", "user",
)  # fmt: skip
FIELDS: Mapping[str, Check] = MappingProxyType(
    {name: CHAT_FIELDS[name] for name in _SHARED}
    | {
        "prompt": check_inputs(),
        "best_of": rules.integer(0, 20),
        "echo": rules.boolean,
        "logprobs": rules.integer(0, 5),
        "max_tokens": rules.integer(0),
        "suffix": rules.string,
    }
)


@dataclass(frozen=True)
class CompletionRequest:
    """A request that OpenAI would serve; ``body`` is all of it, unknown fields too."""

    body: Mapping[str, JSON]

    @property
    def prompts(self) -> list[Input]:
        """What is to be continued, each for itself."""
        value = self.body.get("prompt")
        return inputs_of(NO_PROMPT if value is None else value)

    @property
    def echo(self) -> bool:
        """Whether each text begins with its prompt."""
        return bool(self.body.get("echo"))

    @property
    def logprobs(self) -> int | None:
        """How many alternatives of each token are wanted; None: no logarithms at all."""
        return self.body.get("logprobs")

    def as_chat(self, prompt: Input) -> ChatRequest:
        """The chat that asks for the same; it neither streams nor thinks aloud."""
        shared = {name: self.body[name] for name in ("n", "stop", "seed") if name in self.body}
        limit = self.body.get("max_tokens")
        return ChatRequest(
            {
                **shared,
                "model": self.body["model"],
                "messages": [{"role": "user", "content": words_of(prompt)}],
                "max_tokens": DEFAULT_TOKENS if limit is None else limit,
                "reasoning_effort": "none",
            }
        )

    @property
    def options(self) -> ChatRequest:
        """What it says of streaming, which is said as in chat."""
        return ChatRequest(self.body)


def read_completion(body: JSON, pairs: Headers = ()) -> CompletionRequest | Failure:
    """The request that a decoded body is, or what is wrong with it; None is no JSON."""
    return (
        fields.refused(body, pairs, FIELDS, ("model",))
        or rules.first(_together(body))
        or CompletionRequest(MappingProxyType(body))
    )


def _together(body: Mapping[str, JSON]) -> Iterator[Failure | None]:
    """What is wrong with sound fields between them."""
    if "prompt" not in body:
        yield rules.missing("prompt")
    if body.get("stream_options") is not None and not body.get("stream"):
        message = "The 'stream_options' parameter is only allowed when 'stream' is enabled."
        yield rules.bad("bad_request", message, "stream_options")
    best, wanted = body.get("best_of"), body.get("n") or 1
    if best and best < wanted:
        yield rules.bad("bad_request", "'best_of' must be at least as large as 'n'.", "best_of")


def completed(request: CompletionRequest, answers: list[Answer]) -> Answer:
    """One answer of those to each prompt: their choices in a row, counted together."""
    choices = [choice for answer in answers for choice in answer.choices]
    said = [text.count(_words(choice)) for choice in choices]
    first = answers[0]
    number = text.digest(*(answer.id for answer in answers))
    each = len(choices) // len(answers)
    return replace(
        first,
        id=f"cmpl-{number:016x}",
        choices=tuple(
            _echoed(request, choice, request.prompts[place // each])
            for place, choice in enumerate(choices)
        ),
        usage=Usage(prompt=sum(map(count, request.prompts)), completion=sum(said)),
        logprobs=request.logprobs is not None,
    )


def _echoed(request: CompletionRequest, choice: Choice, prompt: Input) -> Choice:
    """A choice of plain text alone, behind its prompt when that is asked for."""
    pieces = tuple(piece for block in _blocks(choice) for piece in tokens_of(block))
    if request.echo:
        pieces = (*text.pieces(words_of(prompt)), *pieces)
    finish = choice.finish if choice.finish in ("length", "content_filter") else "stop"
    return Choice((Text("".join(pieces), pieces),), finish)


def _blocks(choice: Choice) -> list[Text | Refusal]:
    """What a reader of plain text gets to see."""
    return [block for block in choice.blocks if isinstance(block, Text | Refusal)]


def _words(choice: Choice) -> str:
    """The same, joined."""
    return "".join(block.text for block in _blocks(choice))


def render_completion(request: CompletionRequest, answer: Answer, *, number: int = 0) -> Frames:
    """The frames of ``answer`` to call ``number``, streamed when the request asks for that."""
    pairs = headers.common(answer.id, number=number)
    if request.options.stream:
        kind = ("content-type", "text/event-stream; charset=utf-8")
        usual = (kind, *pairs, ("cache-control", "no-cache"))
        head = Head(200, headers.merged(usual, answer.headers), Framing.CHUNKED)
        return (head, *_events(request, answer))
    usual = (("content-type", "application/json"), *pairs)
    head = Head(200, headers.merged(usual, answer.headers), Framing.LENGTH)
    choices = [_whole(request, answer, index) for index in range(len(answer.choices))]
    value = _object(answer) | {"choices": choices, "usage": wire_usage(answer.usage)}
    return (head, Data(jsontext.dumps(value | dict(answer.extras))))


def _object(answer: Answer) -> dict[str, JSON]:
    """What a completion and each of its chunks have in common."""
    return {
        "id": answer.id,
        "object": "text_completion",
        "created": answer.created,
        "model": answer.model,
        "system_fingerprint": answer.system_fingerprint,
    }


def _whole(request: CompletionRequest, answer: Answer, index: int) -> JSON:
    """One choice in one piece."""
    choice = answer.choices[index]
    logprobs = _logprobs(request, _pieces(choice), 0, 0)
    return _choice(index, "".join(_pieces(choice)), logprobs, choice.finish)


def _pieces(choice: Choice) -> list[str]:
    """The pieces in which a choice is streamed, each one token."""
    return [piece for block in _blocks(choice) for piece in tokens_of(block)]


def _choice(index: int, words: str, logprobs: JSON, finish: str | None) -> JSON:
    """One entry of ``choices``."""
    return {"text": words, "index": index, "logprobs": logprobs, "finish_reason": finish}


def _logprobs(request: CompletionRequest, pieces: list[str], place: int, at: int) -> JSON:
    """The log probabilities of ``pieces``, which begin at character ``at`` of the text."""
    if request.logprobs is None:
        return None
    entries = token_logprobs(pieces, top=request.logprobs, offset=place)
    return {
        "tokens": pieces,
        "token_logprobs": [entry["logprob"] for entry in entries],
        "top_logprobs": [
            {one["token"]: one["logprob"] for one in entry["top_logprobs"]} for entry in entries
        ],
        "text_offset": [at + end for end in accumulate(map(len, pieces), initial=0)][:-1],
    }


def _events(request: CompletionRequest, answer: Answer) -> Iterator[Data]:
    """Every event of the stream, the choices taking turns."""
    base = _object(answer)
    null = {"usage": None} if request.options.include_usage else {}
    turns = zip_longest(*(_steps(request, answer, index) for index in range(len(answer.choices))))
    for step in chain.from_iterable(turns):
        if step is not None:
            mark, choice = step
            yield _event(base | {"choices": [choice]} | null | dict(answer.extras), mark)
    if null:
        usage = {"choices": [], "usage": wire_usage(answer.usage)}
        yield _event(base | usage | dict(answer.extras), "usage")
    yield DONE


def _steps(request: CompletionRequest, answer: Answer, index: int) -> Iterator[tuple[str, JSON]]:
    """The events of one choice: a piece each, then an empty one with the finish."""
    at = 0
    for place, piece in enumerate(_pieces(answer.choices[index])):
        yield "delta", _choice(index, piece, _logprobs(request, [piece], place, at), None)
        at += len(piece)
    yield "finish", _choice(index, "", None, answer.choices[index].finish)


def _event(chunk: JSON, mark: str) -> Data:
    """One chunk as an event."""
    return Data(b"data: " + jsontext.dumps(chunk) + b"\n\n", mark)
