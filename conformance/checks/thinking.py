"""Rules of what a model thinks aloud: told once, apart from its answer, and before it.

Rules of this file: thoughts have a field of their own (``reasoning_content`` or
``reasoning``) or stand between think tags at the head of the content; a relay may
carry them from the one to the other, or leave them out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from conformance.checks.chunks import choices_of
from conformance.checks.meant import meant
from conformance.checks.registry import check
from conformance.model import Violation
from conformance.wire.chat import reasoning_of
from conformance.wire.view import View

_TAGGED = re.compile(r"\s*<think>(?P<thought>.*?)</think>(?P<rest>.*)", re.DOTALL)
_SENTENCE = re.compile(r"(?<=\.)\s+")


@check("thinking.once", given="told")
def once(view: View) -> Iterator[Violation]:
    """No sentence of the thought is told twice in its field."""
    told = view.reasoning_text()
    for sentence in _sentences(view):
        if told.count(sentence) > 1:
            yield Violation("a thought is told more than once", expected=sentence, got=told)
            return


@check("thinking.apart", given="told")
def apart(view: View) -> Iterator[Violation]:
    """No sentence of the thought stands in the content, but between think tags."""
    text = view.stream_text()
    answer = _split(text)[1]
    if any(sentence in answer for sentence in _sentences(view)):
        yield Violation("the thought is part of the answer", expected=meant(view)["text"], got=text)


@check("thinking.first", given="told")
def first(view: View) -> Iterator[Violation]:
    """No delta thinks after one that answers."""
    has_answered = False
    for at, choice in choices_of(view):
        delta = choice.get("delta")
        if not isinstance(delta, Mapping):
            continue
        if has_answered and reasoning_of(delta):
            yield Violation("a thought comes after the answer has begun", at=at, got=delta)
            return
        has_answered = has_answered or bool(delta.get("content") or delta.get("tool_calls"))


@check("thinking.tags", given="told")
def tags(view: View) -> Iterator[Violation]:
    """The content is the upstream's, or what follows the tags; the thought is told or not."""
    expected, got = str(meant(view).get("text", "")), view.stream_text()
    thought, rest = _split(expected)
    is_whole = got.strip() == expected.strip()
    is_lifted = got.strip() == rest.strip() and view.reasoning_text().strip() in ("", thought)
    if not (is_whole or is_lifted):
        yield Violation("the tags are neither whole nor gone", expected=expected, got=got)


def _split(text: str) -> tuple[str, str]:
    """What stands between think tags at the head of a text, and what follows."""
    found = _TAGGED.fullmatch(text)
    return (found["thought"].strip(), found["rest"]) if found else ("", text)


def _sentences(view: View) -> list[str]:
    """What the upstream thought, sentence by sentence."""
    thought = str(meant(view).get("reasoning") or "").strip()
    return [one for one in _SENTENCE.split(thought) if one]
