"""The cheapest requests that show what a relay serves, as rows.

Rules of this file: data only, read from ``specs/trials``. A trial finds out
whether a capability is there; whether it is sound the requirements say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import specs
from conformance.catalog.load import load
from conformance.catalog.rows import Instance, Probe
from conformance.errors import UsageError
from conformance.model import JSON, Mode

OPENAI = "openai"
_TOKENS = 64


@dataclass(frozen=True, slots=True)
class Trial:
    """How one capability is shown. ``expect`` is a schema over the exchange view."""

    capability: str
    instance: Instance
    expect: Mapping[str, JSON]
    after: str | None = None
    """The capability that has to be there first."""
    asks: tuple[str, ...] = ()
    """Words by which a refusal is about what this trial adds."""
    is_ignored_absent: bool = False
    """Whether a success that does not show it means that it is absent."""

    @property
    def needs_model(self) -> bool:
        """Whether a model's name goes out with it."""
        return "${model" in str(self.instance.probe.requests)

    @property
    def request(self) -> str:
        """Method and path of the first request."""
        probe = self.instance.probe
        method = probe.requests[0].get("method", probe.endpoint.method)
        return f"{method} {probe.endpoint.path}"


@cache
def trials() -> Mapping[str, Trial]:
    """Every trial by its capability, in the order of the files."""
    found: dict[str, Trial] = {}
    for trial in _rows():
        if trial.capability in found:
            raise UsageError(f"{trial.capability!r} has two trials")
        if trial.after is not None and trial.after not in found:
            raise UsageError(
                f"the trial of {trial.capability!r} comes after {trial.after!r}, "
                "whose trial does not stand above it"
            )
        found[trial.capability] = trial
    return found


def _rows() -> Iterator[Trial]:
    """OpenAI's first, which every relay is asked for; others by name."""
    for name in sorted(specs.names("trials"), key=lambda name: (name != OPENAI, name)):
        document = specs.check(
            specs.load_document(f"trials/{name}.yaml"), "meta/trials.schema.json"
        )
        yield from map(_trial, document["trials"])


def _trial(row: Mapping[str, JSON]) -> Trial:
    endpoints = load().endpoints
    if row["endpoint"] not in endpoints:
        raise UsageError(
            f"the trial of {row['capability']!r} names the endpoint {row['endpoint']!r}; "
            f"known are {', '.join(sorted(endpoints))}"
        )
    probe = Probe(
        name=f"capability-{row['capability'].replace('.', '-').replace('_', '-')}",
        area="capabilities",
        summary=f"whether the relay has {row['capability']}",
        endpoint=endpoints[row["endpoint"]],
        modes=frozenset({Mode.BLACKBOX}),
        requests=tuple(row.get("requests", [{}])),
        tokens=row.get("tokens", _TOKENS),
    )
    return Trial(
        capability=row["capability"],
        instance=Instance(probe),
        expect=_expect(row),
        after=row.get("after"),
        asks=tuple(row.get("asks", ())),
        is_ignored_absent=row.get("otherwise", "absent" if "after" in row else "") == "absent",
    )


def _expect(row: Mapping[str, JSON]) -> Mapping[str, JSON]:
    """The schema over the view that ``json`` or ``chunk`` is short for."""
    if "json" in row:
        return _within("body", "json", {"type": "object", **row["json"]})
    if "chunk" in row:
        return _within("stream", "chunks", {"contains": {"type": "object", **row["chunk"]}})
    expect: Mapping[str, JSON] = row["expect"]
    return expect


def _within(part: str, key: str, schema: JSON) -> dict[str, JSON]:
    inner = {"type": "object", "required": [key], "properties": {key: schema}}
    return {"required": [part], "properties": {part: inner}}
