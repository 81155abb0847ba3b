"""A value that a JSON Schema accepts, drawn from a seed.

Rules of this file: the part of draft 2020-12 that structured outputs and tool
parameters use. A ``pattern`` is met by trying likely texts. References that
run in circles end in the smallest value. An impossible schema gets a best
effort, never an error: a model would answer something too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from types import MappingProxyType

from mock_upstream import text
from mock_upstream.jsontext import JSON

__all__ = ["instance"]

DEPTH = 6
"""Levels after which optional properties and items are left out."""

FORMATS = MappingProxyType(
    {
        "date": "2026-01-31",
        "time": "12:30:00Z",
        "date-time": "2026-01-31T12:30:00Z",
        "duration": "PT5M",
        "email": "ada@example.com",
        "hostname": "example.com",
        "ipv4": "192.0.2.1",
        "ipv6": "2001:db8::1",
        "uri": "https://example.com/",
        "uuid": "123e4567-e89b-42d3-a456-426614174000",
    }
)

LIKELY = (
    "a", "A", "abc", "ABC", "Abc", "0", "1", "12", "123", "1234", "12345", "1.5", "+15551234567",
    "555-1234", "2026-01-31", "12:30", "12:30:00", "#ff8800", "AB12", "ab-12", "abc_def", "a1",
    "A-1", "AA-123", "ABC-123", "ABC-1234", "en", "en-US", "USD", "@ada", "@ada_lovelace",
    *FORMATS.values(),
)  # fmt: skip
"""Texts that the patterns of real schemas accept."""

Maker = Callable[["_Maker", Mapping[str, JSON], int], JSON]


def instance(
    schema: JSON,
    *,
    seed: int,
    locale: str = text.DEFAULT_LOCALE,
    hints: Mapping[str, str] | None = None,
) -> JSON:
    """A value that ``schema`` accepts.

    ``hints`` gives the value of text properties by name, such as ``city``.
    """
    maker = _Maker(schema, Random(seed), locale, hints or {})  # noqa: S311 (words of a mock)
    return maker.value(schema, 0)


@dataclass(frozen=True)
class _Maker:
    """Draws values of the parts of one schema."""

    root: JSON
    rng: Random
    locale: str
    hints: Mapping[str, str]

    def value(self, schema: JSON, depth: int, name: str = "") -> JSON:
        """A value of one subschema; ``name`` is the property that it stands for."""
        if not isinstance(schema, Mapping):
            return None
        schema = self._resolved(schema, depth)
        if "const" in schema:
            return schema["const"]
        if schema.get("enum"):
            return self.rng.choice(schema["enum"])
        for key in ("anyOf", "oneOf"):
            if schema.get(key):
                return self.value(self._branch(schema, schema[key], depth), depth + 1, name)
        kind = _type(schema, depth)
        if kind == "string":
            return self._text(schema, name)
        return MAKERS[kind](self, schema, depth)

    def _resolved(self, schema: Mapping[str, JSON], depth: int) -> Mapping[str, JSON]:
        """``schema`` with its reference followed and its ``allOf`` merged."""
        merged = dict(schema)
        for _ in range(DEPTH * 4):
            if "$ref" not in merged and "allOf" not in merged:
                break
            others = merged.pop("allOf", [])
            if "$ref" in merged:
                others = [self._target(str(merged.pop("$ref"))), *others]
            for other in others:
                _merge(merged, other)
        return merged

    def _target(self, ref: str) -> JSON:
        """What a local reference points at; anything when it leads nowhere."""
        node = self.root
        for part in ref.removeprefix("#").strip("/").split("/") if ref != "#" else ():
            key = part.replace("~1", "/").replace("~0", "~")
            if not isinstance(node, Mapping) or key not in node:
                return {}
            node = node[key]
        return node

    def _branch(self, schema: Mapping[str, JSON], branches: list[JSON], depth: int) -> JSON:
        """One alternative with what stands beside it; deep down the simplest."""
        chosen = branches[0]
        if depth >= DEPTH:
            chosen = min(branches, key=_weight)
        rest = {key: value for key, value in schema.items() if key not in ("anyOf", "oneOf")}
        resolved = self._resolved(chosen, depth) if isinstance(chosen, Mapping) else {}
        _merge(rest, resolved)
        return rest

    def object(self, schema: Mapping[str, JSON], depth: int) -> JSON:
        """Every property; deep down only the required ones."""
        properties = schema.get("properties") or {}
        required = list(schema.get("required") or ())
        names = [*properties, *(name for name in required if name not in properties)]
        if depth >= DEPTH:
            names = [name for name in names if name in required]
        made = {name: self.value(properties.get(name, {}), depth + 1, name) for name in names}
        other = schema.get("additionalProperties")
        while len(made) < int(schema.get("minProperties") or 0):
            key = f"key{len(made)}"
            made[key] = self.value(other if isinstance(other, Mapping) else {}, depth + 1)
        return made

    def array(self, schema: Mapping[str, JSON], depth: int) -> JSON:
        """The fixed items, then as few others as the schema and sense allow."""
        fixed = schema.get("prefixItems") or []
        made = [self.value(item, depth + 1) for item in fixed]
        low, high = int(schema.get("minItems") or 0), schema.get("maxItems")
        wanted = low if depth >= DEPTH else max(low, 2)
        wanted = wanted if high is None else min(wanted, int(high))
        items = schema.get("items", {})
        if items is False:
            return made
        tries = 0
        while len(made) < wanted and tries < 50 * (wanted + 1):
            item, tries = self.value(items, depth + 1), tries + 1
            if not (schema.get("uniqueItems") and item in made):
                made.append(item)
            elif len(made) >= low:
                break
        return made

    def number(self, schema: Mapping[str, JSON], _depth: int) -> JSON:
        """A number between the bounds."""
        low, high = _bounds(schema, 0.01)
        step = schema.get("multipleOf")
        if step:
            return step * _between(self.rng, -(-low // step), high // step)
        return round(self.rng.uniform(low, high), 2) if high - low > 0.02 else (low + high) / 2

    def integer(self, schema: Mapping[str, JSON], _depth: int) -> JSON:
        """A whole number between the bounds."""
        low, high = _bounds(schema, 1)
        step = schema.get("multipleOf") or 1
        return int(step * _between(self.rng, -(-low // step), high // step))

    def _text(self, schema: Mapping[str, JSON], name: str) -> str:
        """A text of the format, pattern and length."""
        if schema.get("format") in FORMATS:
            return FORMATS[schema["format"]]
        low, high = int(schema.get("minLength") or 0), schema.get("maxLength")
        if schema.get("pattern"):
            return self._matching(str(schema["pattern"]), low, high)
        drawn = self.hints.get(name) or text.words(
            3, seed=self.rng.getrandbits(32), locale=self.locale
        )
        while len(drawn) < low:
            drawn += " " + drawn
        return drawn[:high]

    def _matching(self, pattern: str, low: int, high: int | None) -> str:
        """The first likely text that matches; the first of all when none does."""
        for likely in LIKELY:
            fits = low <= len(likely) and (high is None or len(likely) <= high)
            if fits and _matches(pattern, likely):
                return likely
        return LIKELY[0]


MAKERS: Mapping[str, Maker] = MappingProxyType(
    {
        "object": _Maker.object,
        "array": _Maker.array,
        "number": _Maker.number,
        "integer": _Maker.integer,
        "boolean": lambda maker, _schema, _depth: maker.rng.random() < 0.5,
        "null": lambda _maker, _schema, _depth: None,
    }
)


def _type(schema: Mapping[str, JSON], depth: int) -> str:
    """One type that the schema allows; null only when deep down or alone."""
    kind = schema.get("type")
    kinds = [kind] if isinstance(kind, str) else list(kind or ())
    if depth >= DEPTH and "null" in kinds:
        return "null"
    for name in [name for name in kinds if name != "null"] or kinds:
        if name == "string" or name in MAKERS:
            return str(name)
    if "properties" in schema or "required" in schema:
        return "object"
    return "array" if "items" in schema or "prefixItems" in schema else "string"


def _merge(into: dict[str, JSON], other: JSON) -> None:
    """Adds the keywords of ``other``; properties and required are united."""
    for key, value in other.items() if isinstance(other, Mapping) else ():
        if key == "properties":
            into[key] = {**into.get(key, {}), **value}
        elif key in ("required", "allOf"):
            into[key] = [*into.get(key, []), *value]
        else:
            into.setdefault(key, value)


def _weight(schema: JSON) -> int:
    """How much deeper a subschema leads: null and plain values least."""
    if not isinstance(schema, Mapping):
        return 0
    order = {"null": 0, "boolean": 1, "integer": 1, "number": 1, "string": 1, "array": 2}
    return order.get(str(schema.get("type")), 1 if "enum" in schema or "const" in schema else 3)


def _bounds(schema: Mapping[str, JSON], step: float) -> tuple[float, float]:
    """The lowest and highest number; exclusive bounds are moved by ``step``."""
    low, high = schema.get("minimum"), schema.get("maximum")
    if schema.get("exclusiveMinimum") is not None:
        low = schema["exclusiveMinimum"] + step
    if schema.get("exclusiveMaximum") is not None:
        high = schema["exclusiveMaximum"] - step
    if low is None:
        low = 0 if high is None or high > 0 else high - 100
    return low, low + 100 if high is None else max(low, high)


def _between(rng: Random, low: float, high: float) -> int:
    """A whole number from ``low`` to ``high``, or ``low`` when there is none."""
    return rng.randint(int(low), int(high)) if high >= low else int(low)


def _matches(pattern: str, value: str) -> bool:
    """Whether the pattern finds ``value``; a pattern that Python lacks finds nothing."""
    try:
        return re.search(pattern, value) is not None
    except re.error:
        return False
