"""Fills the placeholders of probe rows.

Rules of this file: a string that is one placeholder takes the value as it is,
of any type; inside a longer string the value is written as text. An unknown
name is an error, never an empty string. A value may hold placeholders itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from conformance.errors import UsageError
from conformance.model import JSON

_PLACEHOLDER = re.compile(r"\$\{([a-z_][a-z0-9_.]*)\}")

ABSENT = "${absent}"
"""A mapping value that takes its key away, so that an axis can have "not sent"."""


def fill(value: JSON, names: Mapping[str, JSON]) -> JSON:
    """``value`` with every ``${name}`` or ``${name.key}`` replaced from ``names``.

    Raises :class:`UsageError` for a name that is not there.
    """
    if isinstance(value, str):
        return _fill_text(value, names)
    if isinstance(value, list):
        return [fill(item, names) for item in value]
    if isinstance(value, dict):
        filled = {key: fill(item, names) for key, item in value.items()}
        return {key: item for key, item in filled.items() if item != ABSENT}
    return value


def _fill_text(text: str, names: Mapping[str, JSON]) -> JSON:
    if text == ABSENT:
        return text
    whole = _PLACEHOLDER.fullmatch(text)
    if whole:
        return _look_up(whole[1], names)
    return _PLACEHOLDER.sub(lambda match: str(_look_up(match[1], names)), text)


def _look_up(path: str, names: Mapping[str, JSON]) -> JSON:
    value: JSON = names
    for part in path.split("."):
        if not isinstance(value, Mapping) or part not in value:
            raise UsageError(
                f"placeholder ${{{path}}} has no value; known are {', '.join(sorted(names))}"
            )
        value = value[part]
    return fill(value, names)
