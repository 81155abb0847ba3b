"""What a healthy model says: deterministic, drawn from the request and a seed.

Rules of this file: meaning only, no JSON of the wire. The same request and
seed give the same answer, whatever order the keys of the request have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from mock_upstream import jsontext, text
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.openai.calls import tool_calls
from mock_upstream.protocols.openai.modelforms import form_of, reported
from mock_upstream.protocols.openai.request import ChatRequest
from mock_upstream.protocols.openai.usage import counted
from mock_upstream.protocols.openai.values import instance
from mock_upstream.reply import Answer, Block, Choice, Reasoning, Refusal, Text, ToolCall

__all__ = ["answer_of", "default_answer", "seed_of"]

CREATED = 1_760_000_000
"""Answers are dated in the weeks after this second; no clock is read."""

REFUSE = "[refuse]"
THINKERS = re.compile(r"reason|think|(?<![a-z0-9])r1(?![0-9])", re.I)
DELIVERY = frozenset({"stream", "stream_options"})
"""Fields that change how an answer is sent, not what it says."""

LIMITS = DELIVERY | {"max_tokens", "max_completion_tokens", "stop", "n", "logprobs", "top_logprobs"}
"""Fields that cut, repeat or annotate what is said, and leave the words the same."""


def default_answer(request: ChatRequest, *, seed: int, locale: str | None = None) -> Answer:
    """The healthy answer; in ``locale``, or in the language of the prompt."""
    tongue = locale or text.locale_of(request.user_text)
    number = _digest(request, seed, LIMITS)
    choices = tuple(
        _limited(request, _choice(request, text.digest(number, index), tongue))
        for index in range(request.n)
    )
    return answer_of(request, choices, seed=seed)


def answer_of(request: ChatRequest, choices: Sequence[Choice], *, seed: int) -> Answer:
    """An answer that says ``choices`` and fits the request in all else."""
    number = seed_of(request, seed)
    tier = request.body.get("service_tier")
    return Answer(
        id=f"chatcmpl-{number:016x}{text.digest(number) % 16**8:08x}",
        created=CREATED + number % 2_000_000,
        model=reported(request.model),
        choices=tuple(choices),
        usage=counted(request, choices),
        system_fingerprint=_fingerprint(request.model),
        service_tier="default" if tier == "auto" else tier,
        logprobs=bool(request.body.get("logprobs")),
    )


@lru_cache(256)
def _fingerprint(model: str) -> str:
    """What a model's backend calls itself; always the same."""
    return f"fp_{text.digest(model) % 16**10:010x}"


def seed_of(request: ChatRequest, seed: int) -> int:
    """One number for a request; streaming and its options do not change it."""
    return _digest(request, seed, DELIVERY)


def _digest(request: ChatRequest, seed: int, without: frozenset[str]) -> int:
    """One number for the fields of a request but for some."""
    said = {key: value for key, value in request.body.items() if key not in without}
    return text.digest_unordered(seed, said)


def _choice(request: ChatRequest, seed: int, locale: str) -> Choice:
    """One choice, before limits."""
    thoughts = tuple(_thoughts(request, seed, locale))
    if REFUSE in request.user_text:
        return Choice((*thoughts, Refusal("I'm sorry, but I can't help with that.")))
    calls = tool_calls(request, seed=seed, locale=locale)
    if calls:
        return Choice((*thoughts, *calls), "tool_calls")
    form = form_of(request, seed)
    if form is not None:
        return Choice((Text("".join(form.pieces), form.pieces),), message=form.message)
    return Choice((*thoughts, Text(_words(request, seed, locale))))


def _thoughts(request: ChatRequest, seed: int, locale: str) -> Iterator[Reasoning]:
    """The reasoning of a model that shows it."""
    effort = request.body.get("reasoning_effort")
    if effort == "none" or not (effort or THINKERS.search(request.model)):
        return
    number = {"minimal": 1, "low": 1, "high": 4, "xhigh": 6, "max": 8}.get(str(effort), 2)
    yield Reasoning(text.sentences(number, seed=text.digest(seed, "reasoning"), locale=locale))


def _words(request: ChatRequest, seed: int, locale: str) -> str:
    """The visible text, in the format that was asked for."""
    form = request.response_format
    if form["type"] == "json_schema":
        schema = form["json_schema"].get("schema") or {"type": "object"}
        return _json(instance(schema, seed=seed, locale=locale))
    words = text.sentences(1 + seed % 3, seed=seed, locale=locale)
    if form["type"] == "json_object":
        return _json({"answer": words, "language": locale.partition("_")[0]})
    return words


def _json(value: JSON) -> str:
    """JSON as a model writes it."""
    return jsontext.dumps(value).decode()


def _limited(request: ChatRequest, choice: Choice) -> Choice:
    """The choice up to the first stop sequence, and to the limit of tokens."""
    stopped = tuple(_stopped(block, request.stop) for block in choice.blocks)
    choice = choice if stopped == choice.blocks else replace(choice, blocks=stopped)
    limit = request.max_tokens
    if limit is None:
        return choice
    kept = tuple(_within(choice.blocks, limit))
    return choice if kept == choice.blocks else Choice(kept, "length")


def _stopped(block: Block, stops: Sequence[str]) -> Block:
    """Visible text before the first stop sequence; other blocks as they are."""
    if not isinstance(block, Text):
        return block
    places = [block.text.find(stop) for stop in stops if stop in block.text]
    return Text(block.text[: min(places)]) if places else block


def _within(blocks: Sequence[Block], limit: int) -> Iterator[Block]:
    """The blocks up to ``limit`` tokens; the last one may be cut."""
    left = limit
    for block in blocks:
        if isinstance(block, ToolCall):
            left -= text.count(block.name)
            words = block.arguments
        else:
            words = block.text
        parts = text.pieces(words)
        if left <= 0 and parts:
            return
        if len(parts) > left:
            yield _with_words(block, "".join(parts[:left]))
            return
        left -= len(parts)
        yield block


def _with_words(block: Block, words: str) -> Block:
    """``block`` saying less."""
    if isinstance(block, ToolCall):
        return replace(block, arguments=words)
    return type(block)(words)
