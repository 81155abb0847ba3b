"""The rig file: how a relay is wired to the mock, as values.

Rules of this file: reads and writes the document of
``specs/meta/rig.schema.json``; starts nothing.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from conformance.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.model import JSON


@dataclass(frozen=True, slots=True)
class Lane:
    """One ready-wired path: a client's key and model that lead to one mock session.

    A lane without ``session`` leads to a relay that is not wired.
    """

    name: str
    model: str
    api_key: str | None = field(repr=False)
    session: str | None = None
    upstreams: tuple[str, ...] = ()
    role: str = "default"
    limits: Mapping[str, float] = field(default_factory=dict)
    api_key_env: str | None = None
    models: Mapping[str, str] = field(default_factory=dict)
    """Models for single kinds of endpoints, in place of ``model``."""


@dataclass(frozen=True, slots=True)
class Rig:
    """A relay, its lanes, and the mock behind it. ``supports`` of ``None`` limits nothing."""

    kind: str
    base_url: str
    lanes: tuple[Lane, ...]
    control_url: str | None = None
    version: str | None = None
    token_env: str | None = None
    supports: tuple[str, ...] | None = None
    baseline: Path | None = None
    notes: str | None = None

    def at(self, base_url: str | None) -> Rig:
        """The same rig behind another address."""
        return self if base_url is None else replace(self, base_url=base_url)

    def as_json(self) -> dict[str, JSON]:
        """The rig file's document."""
        relay = {"kind": self.kind, "version": self.version, "base_url": self.base_url}
        mock = {"control_url": self.control_url, "token_env": self.token_env}
        document = {
            "version": 1,
            "relay": _filled(relay),
            "mock": _filled(mock) or None,
            "lanes": [_lane_json(lane) for lane in self.lanes],
            "supports": None if self.supports is None else list(self.supports),
            "baseline": None if self.baseline is None else str(self.baseline),
            "notes": self.notes,
        }
        return _filled(document)


def load(file: Path, environ: Mapping[str, str] = os.environ) -> Rig:
    """The rig of ``file``. Raises :class:`UsageError` naming the place and what is wrong."""
    import specs  # noqa: PLC0415 (brings yaml and jsonschema)

    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"rig file {file}: cannot be read; `up --write` makes one") from error
    try:
        document = specs.check(specs.parse(text, str(file)), "meta/rig.schema.json")
    except specs.SpecError as error:
        raise UsageError(f"rig file {error}") from error
    return from_json(document, environ=environ, folder=file.parent)


def from_json(document: Mapping[str, JSON], *, environ: Mapping[str, str], folder: Path) -> Rig:
    """The rig of a valid ``document``; keys named by variable are looked up in ``environ``."""
    relay, mock = document["relay"], document.get("mock", {})
    supports = document.get("supports")
    return Rig(
        kind=relay["kind"],
        version=relay.get("version"),
        base_url=relay["base_url"].rstrip("/"),
        control_url=mock.get("control_url"),
        token_env=mock.get("token_env"),
        lanes=tuple(_lane(row, environ) for row in document["lanes"]),
        supports=None if supports is None else tuple(supports),
        baseline=folder / document["baseline"] if "baseline" in document else None,
        notes=document.get("notes"),
    )


def write(rig: Rig, file: Path) -> None:
    """Put the rig file in place whole: a reader sees all of it or none."""
    import yaml  # noqa: PLC0415 (needed by `up` only)

    text = yaml.safe_dump(rig.as_json(), sort_keys=False, allow_unicode=True)
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
    Path(name).replace(file)


def _lane(row: Mapping[str, JSON], environ: Mapping[str, str]) -> Lane:
    variable = row.get("api_key_env")
    if variable and not environ.get(variable):
        raise UsageError(f"lane {row['name']!r} takes its key from {variable}, which is not set")
    return Lane(
        name=row["name"],
        model=row["model"],
        api_key=environ[variable] if variable else row.get("api_key"),
        session=row.get("session"),
        upstreams=tuple(row.get("upstreams", ())),
        role=row.get("role", "default"),
        limits=row.get("limits", {}),
        api_key_env=variable,
        models=row.get("models", {}),
    )


def _lane_json(lane: Lane) -> dict[str, JSON]:
    key = {"api_key_env": lane.api_key_env} if lane.api_key_env else {"api_key": lane.api_key}
    return _filled(
        {
            "name": lane.name,
            "role": None if lane.role == "default" else lane.role,
            **key,
            "model": lane.model,
            "models": dict(lane.models) or None,
            "session": lane.session,
            "upstreams": list(lane.upstreams),
            "limits": dict(lane.limits) or None,
        }
    )


def _filled(pairs: Mapping[str, JSON]) -> dict[str, JSON]:
    return {key: value for key, value in pairs.items() if value is not None}
