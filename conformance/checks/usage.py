"""Rules of token counts, in JSON answers and in streams."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeGuard

from conformance.checks.chunks import chunks_of, usage_chunks
from conformance.checks.meant import meant
from conformance.checks.registry import check
from conformance.model import JSON, Violation
from conformance.wire.view import View

_TOTALS = ("prompt_tokens", "completion_tokens", "total_tokens")
_DETAILS = {
    "prompt_tokens_details": ("cached_tokens",),
    "completion_tokens_details": ("reasoning_tokens",),
}


@check("usage.one-chunk", given="whole-stream")
def one_chunk(view: View) -> Iterator[Violation]:
    """Asked-for usage comes once, in a chunk of its own after the finish reasons."""
    places = usage_chunks(view.chunks)
    bearers = [place for place, chunk in chunks_of(view) if isinstance(chunk.get("usage"), Mapping)]
    if not bearers:
        yield Violation("usage was asked for and no chunk has it")
    elif "choices" not in view.chunks[bearers[-1]]:
        return  # a chunk without choices is the business of chunks.choices-list
    elif places != bearers or len(places) != 1:
        yield Violation(
            f"usage in the chunks {bearers}, alone in {places}",
            expected="one chunk with choices [] and usage",
            got=bearers,
        )
    elif any(chunk.get("choices") for place, chunk in chunks_of(view) if place > places[0]):
        yield Violation("choices after the usage chunk", at=f"chunk {places[0]}")


@check("usage.not-asked", given="whole-stream")
def not_asked(view: View) -> Iterator[Violation]:
    """Without being asked for, usage never comes in a chunk of its own."""
    for place in usage_chunks(view.chunks):
        yield Violation(
            "a usage chunk that was not asked for",
            at=f"chunk {place}",
            got=view.chunks[place],
        )


@check("usage.null-before", given="whole-stream")
def null_before(view: View) -> Iterator[Violation]:
    """With usage asked for, the chunks before it carry ``usage: null``."""
    for place, chunk in chunks_of(view):
        if chunk.get("choices") and "usage" not in chunk:
            yield Violation("no key usage", at=f"chunk {place}")


@check("usage.total", given="counted")
def total(view: View) -> Iterator[Violation]:
    """``total_tokens`` is prompt and completion together."""
    for usage in view.usage:
        counts = [usage.get(name) for name in _TOTALS] if isinstance(usage, Mapping) else []
        numbers = [count for count in counts if _is_count(count)]
        if len(numbers) == len(_TOTALS) and numbers[0] + numbers[1] != numbers[2]:
            yield Violation(
                f"{numbers[0]} + {numbers[1]} is not {numbers[2]}",
                at="/usage/total_tokens",
                expected=numbers[0] + numbers[1],
                got=numbers[2],
            )


@check("usage.present", given="json")
def present(view: View) -> Iterator[Violation]:
    """A JSON answer carries its usage."""
    if not isinstance(view.json.get("usage"), Mapping):
        yield Violation("no usage", at="/usage", got=view.json.get("usage"))


@check("usage.upstream", given="delivered")
def as_upstream(view: View) -> Iterator[Violation]:
    """The counts are those that the upstream reported, to the token."""
    if not any(isinstance(usage, Mapping) for usage in view.usage):
        yield Violation("the upstream's usage is lost", at="/usage", expected=meant(view)["usage"])
    else:
        yield from _differences(view, lambda usage: {name: usage.get(name) for name in _TOTALS})


@check("usage.upstream-details", given="recounted")
def details_as_upstream(view: View) -> Iterator[Violation]:
    """Cached and reasoning tokens are those that the upstream reported."""
    yield from _differences(view, _details)


def _details(usage: Mapping[str, JSON]) -> dict[str, JSON]:
    return {
        name: (usage.get(group) or {}).get(name)
        for group, names in _DETAILS.items()
        for name in names
        if isinstance(usage.get(group) or {}, Mapping)
    }


def _differences(
    view: View, part: Callable[[Mapping[str, JSON]], dict[str, JSON]]
) -> Iterator[Violation]:
    """Each count that differs."""
    seen = [usage for usage in view.usage if isinstance(usage, Mapping)]
    expected, got = part(meant(view)["usage"]), part(seen[-1])
    for name in expected:
        if expected[name] is None and got.get(name) == 0:
            continue  # no such tokens: said by leaving the count out, or by zero
        if expected[name] != got.get(name):
            yield Violation(
                f"{name} is {got.get(name)}, the upstream said {expected[name]}",
                at=f"/usage/{name}",
                expected=expected[name],
                got=got.get(name),
            )


def _is_count(value: JSON) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)
