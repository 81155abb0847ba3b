"""A script written in Python: the same JSON value that a YAML file says.

Rules of this file: functions that build dictionaries and check nothing; what
is wrong is told when the script is loaded, with a JSON pointer.

>>> script(upstream("primary", rule(step(times=2, fault="http.500"), step(text="ok"))))
{'version': 1, 'upstreams': {'primary': {'rules': [{'steps': [{'times': 2, 'fault': 'http.500'}, \
{'reply': {'text': 'ok'}}]}]}}}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

__all__ = ["NamedUpstream", "aimed", "course", "rule", "script", "step", "tool", "upstream"]

JSON: TypeAlias = Any
Row: TypeAlias = dict[str, JSON]


@dataclass(frozen=True, slots=True)
class NamedUpstream:
    """One upstream of a script, with its name."""

    name: str
    row: Row


def script(*upstreams: NamedUpstream, seed: int | None = None, name: str | None = None) -> Row:
    """A whole script."""
    head = _given({"version": 1, "seed": seed, "name": name})
    return {**head, "upstreams": {item.name: item.row for item in upstreams}}


def upstream(
    name: str,
    *rules: Row,
    use: str | None = None,
    models: list[str] | None = None,
    key: str | None = None,
    limits: Mapping[str, JSON] | None = None,
    door: str | None = None,
) -> NamedUpstream:
    """An upstream; without rules it is healthy, or what it uses."""
    head = {"use": use, "models": models, "key": key, "limits": limits, "door": door}
    return NamedUpstream(name, _given({**head, "rules": list(rules) or None}))


def rule(*steps: Row, name: str | None = None, **match: JSON) -> Row:
    """A rule; ``match`` takes method, path, model, stream, text, headers and body."""
    return _given({"name": name, "match": match or None, "steps": list(steps)})


def step(
    *,
    times: int | str | None = None,
    fault: str | list[str | Row] | None = None,
    params: Mapping[str, JSON] | None = None,
    at: Mapping[str, JSON] | None = None,
    timing: Mapping[str, JSON] | None = None,
    **reply: JSON,
) -> Row:
    """A step; ``params`` are the fault's, all other words are the reply's (text, blocks, …)."""
    row = {"times": times, "reply": reply or None, "timing": timing}
    return _given({**row, "fault": fault, "with": params, "at": at})


def aimed(name: str, at: Mapping[str, JSON] | None = None, **params: JSON) -> Row:
    """One fault of several, with its own parameters and place."""
    return _given({"name": name, "with": params or None, "at": at})


def tool(name: str, args: JSON = None, id: str | None = None) -> Row:
    """A block that calls a function."""
    return {"tool": _given({"name": name, "args": args, "id": id})}


def course(*steps: str | int, by: JSON = None, reason: str | None = None) -> Row:
    """How a task goes on: a step's ``task``; a number is so many percent of the work."""
    return _given({"steps": list(steps) or None, "by": by, "reason": reason})


def _given(row: Row) -> Row:
    """``row`` without what was not said."""
    return {key: value for key, value in row.items() if value is not None}
