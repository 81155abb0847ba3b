"""Durations and distributions as scripts write them.

Rules of this file: input has passed the schema, so only meaning is left to check.
"""

from __future__ import annotations

import re

from mock_upstream.scenario.model import JSON, Distribution, Draw, Timing

_DURATION = re.compile(r"([0-9]+(?:\.[0-9]+)?)(ms|s|m)")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0}


def seconds(duration: str) -> float:
    """The seconds that ``200ms``, ``1.5s`` or ``2m`` say. Raises ValueError."""
    match = _DURATION.fullmatch(duration)
    if match is None:
        raise ValueError(f"{duration!r} is no duration; write it with a unit: 200ms, 1.5s, 2m")
    return float(match[1]) * _SECONDS[match[2]]


def distribution(value: JSON) -> Distribution:
    """The distribution that a script's ``ttft`` or ``itl`` names."""
    if isinstance(value, str):
        return Distribution(Draw.FIXED, seconds(value))
    ((name, (first, second)),) = value.items()
    width = second if name == Draw.LOGNORMAL else seconds(second)
    return Distribution(Draw(name), seconds(first), float(width))


def timing(value: JSON) -> Timing:
    """The timing of a step."""
    return Timing(**{name: distribution(item) for name, item in value.items()})
