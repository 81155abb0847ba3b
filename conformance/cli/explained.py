"""One requirement, told whole: why it is there, what is asked, and what makes it fail.

Rules of this file: reads the catalogue, sends nothing; every line stands alone.
"""

from __future__ import annotations

import inspect
import json
from functools import cache
from typing import TYPE_CHECKING

import specs
from conformance.checks import CHECKS, given_of
from conformance.probes import Binding, build
from conformance.rigs.reference import known_defects

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conformance.catalog import Catalog, Instance, Requirement
    from conformance.model import JSON, RequestSpec

__all__ = ["explained"]

MOST_INSTANCES = 4
MOST_REQUESTS = 3
MOST_TEXT = 500
"""Characters of a body or a script; the files of ``specs/probes`` have the whole."""


def explained(catalog: Catalog, row: Requirement) -> Iterator[str]:
    """The lines that ``explain`` prints."""
    yield f"{row.id}  {row.level.value}  {row.title}"
    yield f"source: {row.source.url or row.source.document} (seen {row.source.seen})"
    yield f'  "{row.source.quote}"'
    if row.excluded or row.withdrawn:
        yield f"not judged: {row.excluded or row.withdrawn}"
        return
    yield f"judged from: {', '.join(sorted(mode.value for mode in row.modes))}"
    if row.needs:
        yield f"needs: {', '.join(sorted(row.needs))}; skipped when not claimed"
    if row.strict:
        yield "binds only the verdict `OpenAI strict`; otherwise a violation warns"
    yield from _probes(list(catalog.instances(row)))
    yield from _check(row)
    yield from _failing(row)
    yield from _reports(row)
    if row.hint:
        yield f"hint: {row.hint}"
    yield f"try it: relay-conformance run --select {row.id}"
    if row.proof:
        yield f"see it fail: relay-conformance up --defect {row.proof[0]} --write broken.yaml"
        yield f"             relay-conformance run --rig broken.yaml --select {row.id}"


def _probes(instances: list[Instance]) -> Iterator[str]:
    for instance in instances[:MOST_INSTANCES]:
        yield f"probe {instance.key}: {instance.probe.summary} ({instance.endpoint.name})"
    if len(instances) > MOST_INSTANCES:
        yield f"  … and {len(instances) - MOST_INSTANCES} more"
    if instances:
        yield from _asked(instances[0])


def _asked(instance: Instance) -> Iterator[str]:
    """What the first instance sends, and what its upstream is told to do."""
    limits = {"rpm": 5, "tpm": 500, "concurrency": 4, "window_s": 4, "quota": 2}
    prepared = build(instance, Binding("MODEL", "KEY", limits=limits))
    requests = prepared.requests
    for request in requests[:MOST_REQUESTS]:
        yield f"  {_request(request)}"
    if len(requests) > MOST_REQUESTS:
        yield f"  … and {len(requests) - MOST_REQUESTS} more requests"
    if prepared.script is not None:
        yield f"  the upstream: {_bounded(_compact(prepared.script['upstreams']))}"


def _request(request: RequestSpec) -> str:
    path = f"/{request.path.removeprefix('/')}"
    text = (request.body or b"").decode("utf-8", "backslashreplace")
    together = f" (at once with its volley {request.volley})" if request.volley else ""
    return _bounded(f"{request.method} {path}{together} {text}".strip())


def _check(row: Requirement) -> Iterator[str]:
    given = given_of(row)
    yield f"given: {given} (else there is nothing to judge)"
    if row.expect is not None:
        yield "check: JSON Schema over the exchange (expect)"
        yield json.dumps(row.expect, ensure_ascii=False, indent=2)
        return
    name = str(row.check)
    told = inspect.getdoc(CHECKS[name].function) if name in CHECKS else None
    yield f"check: {name}{': ' + told.splitlines()[0] if told else ''}"
    if row.arguments:
        yield f"  with {_bounded(_compact(dict(row.arguments)))}"


def _failing(row: Requirement) -> Iterator[str]:
    """The defects of the reference relay that the row must find."""
    summaries = dict(_defects())
    for name in row.proof:
        yield f"fails with: {name}: {summaries.get(name, 'a fault of the mock')}"


def _reports(row: Requirement) -> Iterator[str]:
    """Where the public has met what the row looks for."""
    reports = {one["id"]: one for one in specs.defects()}
    for one in (reports[name] for name in row.defects if name in reports):
        yield f"reported: {one['id']} {one['title']}"
        yield from (f"  {specs.thread_url(thread)}" for thread in one["threads"])


@cache
def _defects() -> tuple[tuple[str, str], ...]:
    return tuple(known_defects())


def _compact(value: Mapping[str, JSON]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


def _bounded(text: str) -> str:
    return text if len(text) <= MOST_TEXT else f"{text[:MOST_TEXT]}… ({len(text)} characters)"
