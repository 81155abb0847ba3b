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
from conformance.cli.language import titles
from conformance.probes import Binding, build
from conformance.rigs.reference import known_defects
from reports.phrases import Phrases

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conformance.catalog import Catalog, Instance, Requirement
    from conformance.model import JSON, RequestSpec

__all__ = ["explained"]

MOST_INSTANCES = 4
MOST_REQUESTS = 3
MOST_TEXT = 500
"""Characters of a body or a script; the files of ``specs/probes`` have the whole."""


def explained(catalog: Catalog, row: Requirement, lang: str = "en") -> Iterator[str]:
    """The lines that ``explain`` prints."""
    say = Phrases(lang)
    yield f"{row.id}  {row.level.value}  {titles(lang).get(row.id, row.title)}"
    place = row.source.url or row.source.document
    yield say("explain.source", place=place, date=row.source.seen)
    yield f'  "{row.source.quote}"'
    if row.excluded or row.withdrawn:
        yield say("explain.excluded", reason=row.excluded or row.withdrawn)
        return
    yield from _bounds(row, say)
    yield from _probes(list(catalog.instances(row)), say)
    yield from _check(row, say)
    yield from _failing(row, say)
    yield from _reports(row, say)
    yield from _todo(row, say)


def _bounds(row: Requirement, say: Phrases) -> Iterator[str]:
    """Where the row is judged, and what for."""
    modes = (say.word("mode", mode.value) for mode in sorted(row.modes))
    yield say("explain.modes", modes=", ".join(modes))
    if row.needs:
        yield say("explain.needs", names=", ".join(sorted(row.needs)))
    if row.strict:
        yield say("explain.strict")


def _todo(row: Requirement, say: Phrases) -> Iterator[str]:
    """What to do about it, and how to see it."""
    if row.hint:
        yield say("explain.hint", text=row.hint)
    yield say("explain.try", command=f"relay-conformance run --select {row.id}")
    if row.proof:
        command = f"relay-conformance up --defect {row.proof[0]} --write broken.yaml"
        yield say("explain.see", command=command)
        yield f"             relay-conformance run --rig broken.yaml --select {row.id}"


def _probes(instances: list[Instance], say: Phrases) -> Iterator[str]:
    for one in instances[:MOST_INSTANCES]:
        told = {"summary": one.probe.summary, "endpoint": one.endpoint.name}
        yield say("explain.probe", name=one.key, **told)
    if len(instances) > MOST_INSTANCES:
        yield f"  {say('explain.more', count=len(instances) - MOST_INSTANCES)}"
    if instances:
        yield from _asked(instances[0], say)


def _asked(instance: Instance, say: Phrases) -> Iterator[str]:
    """What the first instance sends, and what its upstream is told to do."""
    limits = {"rpm": 5, "tpm": 500, "concurrency": 4, "window_s": 4, "quota": 2}
    prepared = build(instance, Binding("MODEL", "KEY", limits=limits))
    requests = prepared.requests
    for request in requests[:MOST_REQUESTS]:
        yield f"  {_request(request, say)}"
    if len(requests) > MOST_REQUESTS:
        yield f"  {say('explain.requests', count=len(requests) - MOST_REQUESTS)}"
    if prepared.script is not None:
        script = _bounded(_compact(prepared.script["upstreams"]), say)
        yield f"  {say('explain.upstream', script=script)}"


def _request(request: RequestSpec, say: Phrases) -> str:
    path = f"/{request.path.removeprefix('/')}"
    text = (request.body or b"").decode("utf-8", "backslashreplace")
    together = f" {say('explain.volley', name=request.volley)}" if request.volley else ""
    return _bounded(f"{request.method} {path}{together} {text}".strip(), say)


def _check(row: Requirement, say: Phrases) -> Iterator[str]:
    yield say("explain.given", name=given_of(row))
    if row.expect is not None:
        yield say("explain.schema")
        yield json.dumps(row.expect, ensure_ascii=False, indent=2)
        return
    name = str(row.check)
    told = inspect.getdoc(CHECKS[name].function) if name in CHECKS else None
    first = f": {told.splitlines()[0]}" if told else ""
    yield say("explain.check", told=f"{name}{first}")
    if row.arguments:
        arguments = _bounded(_compact(dict(row.arguments)), say)
        yield f"  {say('explain.with', arguments=arguments)}"


def _failing(row: Requirement, say: Phrases) -> Iterator[str]:
    """The defects of the reference relay that the row must find."""
    summaries = dict(_defects())
    for name in row.proof:
        yield say("explain.fails", told=f"{name}: {summaries.get(name, say('explain.fault'))}")


def _reports(row: Requirement, say: Phrases) -> Iterator[str]:
    """Where the public has met what the row looks for."""
    reports = {one["id"]: one for one in specs.defects()}
    for one in (reports[name] for name in row.defects if name in reports):
        yield say("explain.reported", told=f"{one['id']} {one['title']}")
        yield from (f"  {specs.thread_url(thread)}" for thread in one["threads"])


@cache
def _defects() -> tuple[tuple[str, str], ...]:
    return tuple(known_defects())


def _compact(value: Mapping[str, JSON]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


def _bounded(text: str, say: Phrases) -> str:
    if len(text) <= MOST_TEXT:
        return text
    return text[:MOST_TEXT] + say("explain.characters", count=len(text))
