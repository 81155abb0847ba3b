"""Texts and tokens that a request may hand over in four shapes.

Rules of this file: one text, several texts, the tokens of one text, or those
of several; completions and embeddings share the shapes.
"""

from __future__ import annotations

from typing import TypeAlias

from mock_upstream import text
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.openai import rules
from mock_upstream.protocols.openai.rules import Check
from mock_upstream.reply import Failure

__all__ = ["Input", "check_inputs", "count", "inputs_of", "words_of"]

Input: TypeAlias = str | list[int]
"""One text, or its tokens."""

_TOKEN = rules.integer(0)
_TOKENS = rules.array(_TOKEN, low=1)


def check_inputs(most: int | None = None) -> Check:
    """Any of the four shapes, with one to ``most`` items."""

    def check(path: str, value: JSON) -> Failure | None:
        if isinstance(value, str):
            return None
        if not isinstance(value, list):
            return rules.wrong_type(path, "a string or an array", value)
        return rules.array(_item(value), low=1, high=most)(path, value)

    return check


def _item(values: list[JSON]) -> Check:
    """What each item has to be, by the first one."""
    first = values[0] if values else ""
    if isinstance(first, list):
        return _TOKENS
    return rules.string if isinstance(first, str) else _TOKEN


def inputs_of(value: JSON) -> list[Input]:
    """The inputs of a checked value, in order; a list of numbers is one of them."""
    if isinstance(value, str) or (value and isinstance(value[0], int)):
        return [value]
    return list(value)


def count(given: Input) -> int:
    """Tokens of one input."""
    return text.count(given) if isinstance(given, str) else len(given)


def words_of(given: Input) -> str:
    """One input as text; tokens get a made-up word each."""
    return given if isinstance(given, str) else "".join(f" t{token}" for token in given)
