"""Reads ``specs/`` into typed rows.

Rules of this file: the shape of every file is checked by its meta schema in
the loader; here only what crosses files is checked (unknown probe, endpoint).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

import specs
from conformance.catalog.axes import instances, labelled
from conformance.catalog.promises import Promises, read
from conformance.catalog.rows import Case, Endpoint, Instance, Probe, Requirement, Source
from conformance.errors import UsageError
from conformance.model import JSON, Level, Mode


@dataclass(frozen=True, slots=True)
class Catalog:
    """All rows of all areas, in the order of their files."""

    requirements: Mapping[str, Requirement]
    probes: Mapping[str, Probe]
    endpoints: Mapping[str, Endpoint]
    _cases: dict[Mode | None, tuple[Case, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def instances(self, requirement: Requirement) -> Iterator[Instance]:
        """Every probe instance that ``requirement`` is judged over.

        A row names a whole probe, or one instance of it: ``chat-n[stream=true]``.
        """
        for reference in requirement.probes:
            name = reference.partition("[")[0]
            for instance in instances(self.probes[name]):
                if reference in (name, instance.key):
                    yield instance

    def cases(self, mode: Mode | None = None) -> tuple[Case, ...]:
        """Every case that can be judged from ``mode``; of all modes without one."""
        if mode not in self._cases:
            found = self._every() if mode is None else self.cases()
            self._cases[mode] = tuple(case for case in found if mode is None or mode in case.modes)
        return self._cases[mode]

    def _every(self) -> Iterator[Case]:
        for requirement in self.requirements.values():
            if requirement.is_judged:
                for instance in self.instances(requirement):
                    yield Case(requirement, instance)


def load(profile: str | None = None) -> Catalog:
    """The catalogue shipped with the suite, bound to what a profile promises.

    Without one, any relay is judged. A requirement that a documented deviation
    excuses binds the strict verdict only. Raises ``specs.SpecError`` for bad data.
    """
    return _loaded(profile)


@cache
def _loaded(profile: str | None) -> Catalog:
    promises = Promises(read(profile))
    endpoints = {row["name"]: _endpoint(row) for row in specs.endpoints()}
    probes = {
        probe.name: probe
        for area in specs.names("probes")
        for probe in _probes(specs.load_yaml(f"probes/{area}.yaml"), endpoints, promises)
    }
    requirements = {
        row["id"]: _excused(_requirement(row, document["area"]), promises.excuses)
        for document in _documents("requirements")
        for row in document["requirements"]
    }
    for requirement in requirements.values():
        _check_probes(requirement, probes)
    return Catalog(requirements, probes, endpoints)


def _documents(kind: str) -> Iterator[JSON]:
    for name in specs.names(kind):
        yield specs.load_yaml(f"{kind}/{name}.yaml")


def _endpoint(row: Mapping[str, JSON]) -> Endpoint:
    keys = ("name", "method", "path", "dialect", "capability", "model")
    return Endpoint(**{key: row[key] for key in keys if key in row})


def _probes(
    document: Mapping[str, JSON], endpoints: Mapping[str, Endpoint], promises: Promises
) -> Iterator[Probe]:
    for row in document["probes"]:
        if row["endpoint"] not in endpoints:
            raise UsageError(
                f"probe {row['name']!r} names the endpoint {row['endpoint']!r}; "
                f"known are {', '.join(sorted(endpoints))}"
            )
        yield _probe(row, document["area"], endpoints[row["endpoint"]], promises)


def _probe(row: Mapping[str, JSON], area: str, endpoint: Endpoint, promises: Promises) -> Probe:
    axes = row.get("axes", {})
    dialects = {axis["errors"] for axis in axes.values() if "errors" in axis}
    rows = {dialect: specs.errors(dialect) for dialect in dialects}
    named = ("script", "tokens", "slow", "provokes")
    plain = {key: row[key] for key in named if key in row}
    return Probe(
        name=row["name"],
        area=area,
        summary=row["summary"],
        endpoint=endpoint,
        modes=frozenset(Mode(mode) for mode in row["modes"]),
        needs=frozenset(row.get("needs", ())),
        lane=row.get("lane", "default"),
        axes={name: labelled(name, axis, rows, promises) for name, axis in axes.items()},
        requests=tuple(_merged(row.get("defaults", {}), one) for one in row.get("requests", [{}])),
        settle_s=float(row.get("settle_s", 0)),
        is_full=row.get("load") == "full",
        **plain,
    )


def _merged(defaults: Mapping[str, JSON], request: Mapping[str, JSON]) -> dict[str, JSON]:
    """``request`` over ``defaults``; the keys of ``body`` are merged one level deep."""
    merged = {**defaults, **request}
    for key in ("body", "headers"):
        if isinstance(defaults.get(key), dict) and isinstance(request.get(key), dict):
            merged[key] = {**defaults[key], **request[key]}
    return merged


def _requirement(row: Mapping[str, JSON], area: str) -> Requirement:
    probes = row.get("probe", [])
    plain = {
        key: row[key]
        for key in ("id", "title", "given", "check", "expect", "hint", "excluded", "withdrawn")
        if key in row
    }
    return Requirement(
        area=area,
        level=Level(row["level"]),
        source=Source(**row["source"]),
        modes=frozenset(Mode(mode) for mode in row.get("modes", ())),
        needs=frozenset(row.get("needs", ())),
        probes=(probes,) if isinstance(probes, str) else tuple(probes),
        arguments=row.get("with", {}),
        strict=row.get("strict", False),
        proof=tuple(row.get("proof", ())),
        defects=tuple(row.get("defects", ())),
        **plain,
    )


def _excused(requirement: Requirement, excuses: Mapping[str, str]) -> Requirement:
    """The row as it binds a relay that documents where it leaves it."""
    if requirement.id not in excuses:
        return requirement
    hint = f"a documented deviation: {excuses[requirement.id]}"
    return replace(requirement, strict=True, hint=hint)


def _check_probes(requirement: Requirement, probes: Mapping[str, Probe]) -> None:
    for reference in requirement.probes:
        probe = probes.get(reference.partition("[")[0])
        keys = [] if probe is None else [probe.name, *(one.key for one in instances(probe))]
        if reference not in keys:
            known = ", ".join(keys or sorted(probes))
            raise UsageError(
                f"requirement {requirement.id} names the probe {reference!r}; known are {known}"
            )
