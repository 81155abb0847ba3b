"""Rules of chat completion chunks: what the events of a stream say.

Rules of this file: JSON values only; how events are framed is judged in
``sse``. A chunk with no choices and no id (a content filter's preamble) is
legal and passed over where it has nothing to compare.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from conformance.checks.registry import check
from conformance.model import JSON, Violation
from conformance.wire.view import View

FINISH_REASONS = ("stop", "length", "tool_calls", "content_filter", "function_call")
"""The closed set of OpenAI's ``finish_reason`` (openai-openapi 2.3.0)."""


def chunks_of(view: View) -> Iterator[tuple[int, Mapping[str, JSON]]]:
    """Each chunk that is an object and no error event, with its place in the stream."""
    for place, chunk in enumerate(view.chunks):
        if isinstance(chunk, Mapping) and not (chunk.get("error") and "choices" not in chunk):
            yield place, chunk


def choices_of(view: View) -> Iterator[tuple[str, Mapping[str, JSON]]]:
    """Each choice of each chunk, with a pointer to it."""
    for place, chunk in chunks_of(view):
        choices = chunk.get("choices")
        for number, choice in enumerate(choices if isinstance(choices, list) else ()):
            if isinstance(choice, Mapping):
                yield f"chunk {place} /choices/{number}", choice


@check("chunks.object", given="stream")
def is_chunk_object(view: View) -> Iterator[Violation]:
    """``object`` of each chunk is ``chat.completion.chunk``."""
    for place, chunk in chunks_of(view):
        if chunk.get("object") != "chat.completion.chunk":
            yield Violation(
                f"object is {chunk.get('object')!r}",
                at=f"chunk {place} /object",
                expected="chat.completion.chunk",
                got=chunk.get("object"),
            )


@check("chunks.same", given="stream")
def same(view: View, *, key: str) -> Iterator[Violation]:
    """``key`` is present and equal in every chunk that has choices."""
    first: JSON = None
    for place, chunk in chunks_of(view):
        value = chunk.get(key)
        if not chunk.get("choices") and not value:
            continue
        at = f"chunk {place} /{key}"
        if value is None or value == "":
            yield Violation(f"{key} is missing", at=at)
        elif first is None:
            first = value
        elif value != first:
            yield Violation(
                f"{key} changes from {first!r} to {value!r}", at=at, expected=first, got=value
            )


@check("chunks.choices-list", given="stream")
def choices_list(view: View) -> Iterator[Violation]:
    """Each chunk has a list of choices, empty ones allowed."""
    for place, chunk in chunks_of(view):
        if not isinstance(chunk.get("choices"), list):
            yield Violation(
                "choices is no list", at=f"chunk {place} /choices", got=chunk.get("choices")
            )


@check("chunks.role-first", given="stream")
def role_first(view: View) -> Iterator[Violation]:
    """The first chunk of each choice says that the assistant speaks."""
    seen: set[JSON] = set()
    for at, choice in choices_of(view):
        index, delta = choice.get("index"), choice.get("delta")
        if not isinstance(index, int) or index in seen or not isinstance(delta, Mapping):
            continue
        seen.add(index)
        if delta.get("role") != "assistant":
            yield Violation(
                f"the first delta of choice {index} has the role {delta.get('role')!r}",
                at=f"{at}/delta/role",
                expected="assistant",
                got=delta.get("role"),
            )


@check("chunks.one-finish", given="whole-stream")
def one_finish(view: View) -> Iterator[Violation]:
    """Each choice ends with exactly one finish reason."""
    for index, choice in view.choices.items():
        reasons = [reason for reason in choice.finish_reasons if reason != ""]
        if len(reasons) != 1:
            yield Violation(
                f"choice {index} has {len(reasons)} finish reasons",
                at=f"choice {index}",
                expected=1,
                got=reasons,
            )


@check("chunks.finish-last", given="whole-stream")
def finish_last(view: View) -> Iterator[Violation]:
    """No content follows the finish reason of its choice."""
    finished: set[JSON] = set()
    for at, choice in choices_of(view):
        delta = choice.get("delta")
        said = isinstance(delta, Mapping) and (delta.get("content") or delta.get("tool_calls"))
        if said and choice.get("index") in finished and not choice.get("finish_reason"):
            yield Violation("content after the finish reason", at=at, got=delta)
        if choice.get("finish_reason"):
            finished.add(choice.get("index"))


@check("chunks.finish-values", given="stream")
def finish_values(view: View) -> Iterator[Violation]:
    """A finish reason is null or one of the documented words."""
    for at, choice in choices_of(view):
        reason = choice.get("finish_reason")
        if reason is not None and reason not in FINISH_REASONS:
            yield Violation(
                f"finish_reason is {reason!r}",
                at=f"{at}/finish_reason",
                expected=[None, *FINISH_REASONS],
                got=reason,
            )


@check("chunks.finish-key", given="stream")
def finish_key(view: View) -> Iterator[Violation]:
    """The key ``finish_reason`` is there in every choice, null until the end."""
    for at, choice in choices_of(view):
        if "finish_reason" not in choice:
            yield Violation("no key finish_reason", at=at)


@check("chunks.indexes", given="whole-stream")
def indexes(view: View, *, n: int) -> Iterator[Violation]:
    """The choices are 0 to ``n`` - 1, and each one appears."""
    seen = sorted(view.choices)
    if seen != list(range(n)):
        yield Violation(f"choices {seen} of {n}", expected=list(range(n)), got=seen)


@check("chunks.no-error-key", given="stream")
def no_error_key(view: View) -> Iterator[Violation]:
    """No ordinary chunk has a truthy ``error``, which makes SDKs raise."""
    for place, chunk in enumerate(view.chunks):
        if isinstance(chunk, Mapping) and chunk.get("error") and chunk.get("choices"):
            yield Violation(
                "an ordinary chunk has an error", at=f"chunk {place} /error", got=chunk["error"]
            )


@check("chunks.no-key", given="stream")
def no_key(view: View, *, key: str) -> Iterator[Violation]:
    """No chunk has ``key``."""
    for place, chunk in chunks_of(view):
        if key in chunk:
            yield Violation(f"{key} is there", at=f"chunk {place} /{key}", got=chunk[key])


@check("chunks.text", given="ended-stream")
def text(view: View, *, at_least: int = 1) -> Iterator[Violation]:
    """The stream says something: text, reasoning, a refusal or a tool call."""
    said = sum(
        len(one.text) + len(one.reasoning) + len(one.refusal) + len(one.calls)
        for one in view.choices.values()
    )
    if said < at_least:
        yield Violation("the stream says nothing", expected="content", got=view.text[:400])


def usage_chunks(chunks: Sequence[JSON]) -> list[int]:
    """Places of the chunks that carry a usage object and no choice."""
    return [
        place
        for place, chunk in enumerate(chunks)
        if isinstance(chunk, Mapping)
        and isinstance(chunk.get("usage"), Mapping)
        and not chunk.get("choices")
    ]
