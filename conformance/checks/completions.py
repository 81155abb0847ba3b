"""Rules of the older text completions, the same for JSON answers and streams."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import accumulate

from conformance.checks.registry import check
from conformance.model import JSON, Violation
from conformance.wire.view import View

_LISTS = ("tokens", "token_logprobs", "text_offset")


@check("completions.choices", given="sound")
def choices(view: View) -> Iterator[Violation]:
    """Each prompt has its ``n`` choices, numbered from 0 over all prompts."""
    prompts, n = _asked(view)
    expected, seen = list(range(len(prompts) * n)), sorted(view.choices)
    if seen != expected:
        yield Violation(f"choices {seen} of {len(expected)}", expected=expected, got=seen)


@check("completions.echo", given="sound")
def echo(view: View) -> Iterator[Violation]:
    """The text of each choice begins with the prompt that it continues."""
    prompts, n = _asked(view)
    for index, choice in view.choices.items():
        if index >= len(prompts) * n:
            continue  # completions.choices judges how many there are
        prompt = prompts[index // n]
        if not choice.text.startswith(prompt):
            yield Violation(
                f"choice {index} does not begin with its prompt",
                at=f"choice {index}",
                expected=prompt,
                got=choice.text[: len(prompt) + 20],
            )


@check("completions.logprobs", given="sound")
def logprobs(view: View) -> Iterator[Violation]:
    """Log probabilities come as lists of one length, and their tokens are the text."""
    for index, choice in view.choices.items():
        held = _joined(view, index)
        lengths = {name: len(values) for name, values in held.items()}
        if not held["tokens"]:
            yield Violation("no log probabilities though asked for", at=f"choice {index}")
        elif len(set(lengths.values())) > 1:
            yield Violation("lists of several lengths", at=f"choice {index}", got=lengths)
        elif "".join(map(str, held["tokens"])) != choice.text:
            yield Violation(
                "the tokens are not the text",
                at=f"choice {index}",
                expected=choice.text,
                got=held["tokens"],
            )
        elif held["text_offset"] != _offsets(held["tokens"]):
            yield Violation(
                "the offsets are not those of the tokens",
                at=f"choice {index}",
                expected=_offsets(held["tokens"]),
                got=held["text_offset"],
            )


def _asked(view: View) -> tuple[list[str], int]:
    """The prompts as texts, and how many choices each of them gets."""
    request, _ = view.request_json
    prompt = request["prompt"]
    return [prompt] if isinstance(prompt, str) else list(prompt), request.get("n") or 1


def _joined(view: View, index: int) -> dict[str, list[JSON]]:
    """The lists of one choice, those of its chunks one after the other."""
    held: dict[str, list[JSON]] = {name: [] for name in _LISTS}
    for item in view.objects:
        listed = item.get("choices") if isinstance(item, Mapping) else None
        for choice in listed if isinstance(listed, list) else ():
            part = choice.get("logprobs") if isinstance(choice, Mapping) else None
            if isinstance(part, Mapping) and choice.get("index") == index:
                for name in _LISTS:
                    held[name] += part.get(name) or []
    return held


def _offsets(tokens: list[JSON]) -> list[int]:
    """Where each token begins in the joined text, in characters."""
    return list(accumulate((len(str(token)) for token in tokens), initial=0))[:-1]
