"""What became of each field of a request on its way to the upstream.

Rules of this file: pure and without knowledge of one endpoint. Inside a value,
and for a whole field, a key with null and no key at all mean the same.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from conformance.model import JSON

__all__ = ["Fate", "Field", "alike", "at", "fates"]


class Fate(StrEnum):
    """What a relay did with one field."""

    FORWARDED = "forwarded"
    RENAMED = "renamed"
    CHANGED = "changed"
    DROPPED = "dropped"
    ADDED = "added"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Field:
    """One field by the name that the client used, and its two values."""

    name: str
    fate: Fate
    sent: JSON = None
    got: JSON = None


def fates(
    sent: Mapping[str, JSON],
    got: Mapping[str, JSON],
    *,
    renames: Mapping[str, Collection[str]],
    grows: Collection[str] = (),
) -> tuple[Field, ...]:
    """The fate of each field that either side has, those of the client first.

    ``renames`` has names that may stand in for a field, ``grows`` the objects
    that may gain members.
    """
    fields = []
    known = set(sent)
    for name, value in sent.items():
        field, used = _fate(name, value, got, renames.get(name, ()), grows=name in grows)
        fields.append(field)
        known.add(used)
    added = [Field(name, Fate.ADDED, got=value) for name, value in got.items() if name not in known]
    return (*fields, *added)


def alike(one: JSON, other: JSON) -> bool:
    """Whether two values say the same; ``1`` and ``1.0`` do, ``1`` and ``true`` do not."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        keys = one.keys() | other.keys()
        return all(alike(one.get(key), other.get(key)) for key in keys)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(alike, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def at(value: JSON, pointer: str) -> JSON:
    """The value at a JSON pointer; None also when there is none."""
    for step in pointer.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        if isinstance(value, Mapping):
            value = value.get(key)
        elif isinstance(value, list) and key.isdigit() and int(key) < len(value):
            value = value[int(key)]
        else:
            return None
    return value


def _fate(
    name: str, value: JSON, got: Mapping[str, JSON], renames: Collection[str], *, grows: bool
) -> tuple[Field, str]:
    """The field, and the name under which it was found."""
    if name not in got:
        for other in renames:
            if other in got and alike(value, got[other]):
                return Field(name, Fate.RENAMED, value, got[other]), other
    seen = got.get(name)
    if grows and isinstance(value, Mapping) and isinstance(seen, Mapping):
        same = alike(value, {key: seen[key] for key in seen if key in value})
    else:
        same = alike(value, seen)
    if same:
        return Field(name, Fate.FORWARDED, value, seen), name
    fate = Fate.DROPPED if seen is None else Fate.CHANGED
    return Field(name, fate, value, seen), name
