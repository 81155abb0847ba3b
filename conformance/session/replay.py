"""Sends one recorded probe again, on the same lane and with the same upstream script.

Rules of this file: a request is not the whole of what was asked; what was sent
before it, beside it, and what the mock was told to do belong to it. So its whole
probe is carried out again, and the exchanges are compared one by one.
"""

from __future__ import annotations

import re
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from conformance import rigs
from conformance.catalog import load
from conformance.errors import SetupError, UsageError
from conformance.session.budget import Budget
from conformance.session.engine import Engine
from conformance.session.likeness import differences
from conformance.session.target import open_target
from conformance.settings.url import base_url as normal_url
from conformance.settings.values import FULL, LIGHT, RunSettings, Target
from conformance.transport.record import ExchangeLog

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conformance.catalog import Instance
    from conformance.model import JSON, Exchange
    from conformance.rigs import Lane, Rig

__all__ = ["Again", "Recorded", "find", "replay"]

_LIVE_S, _WIRED_S = 60.0, 15.0
_NONCE = re.compile(rb"(?<![0-9a-z])[0-9a-f]{8}(?![0-9a-z])")


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is to be sent again: the exchanges of one probe, and those that are looked at."""

    instance: Instance
    exchanges: tuple[Exchange, ...]
    watched: tuple[str, ...]
    """Ids of the exchanges that are compared."""


@dataclass(frozen=True, slots=True)
class Again:
    """One exchange then and now."""

    old: Exchange
    new: Exchange
    differences: tuple[str, ...]


def find(directory: Path, document: Mapping[str, JSON], wanted: str) -> Recorded:
    """What ``wanted`` names: a requirement, a case, a probe or an exchange of the run.

    Raises :class:`UsageError` for what the run or today's catalogue does not have.
    """
    ids = _ids(document, wanted)
    log = list(ExchangeLog(directory / "exchanges.ndjson"))
    watched = [one for one in log if one.id in ids or wanted in {one.id, one.probe}]
    if not watched:
        raise UsageError(f"the run has no exchange of {wanted!r}; see its report for the ids")
    probe = watched[0].probe
    instance = _instance(probe, document["target"]["profile"])
    every = tuple(one for one in log if one.probe == probe)
    return Recorded(instance, every, tuple(one.id for one in watched if one.probe == probe))


def replay(
    recorded: Recorded,
    document: Mapping[str, JSON],
    *,
    base_url: str | None = None,
    rig_file: str | None = None,
    api_key: str | None = None,
    lang: str = "en",
) -> list[Again]:
    """Each watched exchange beside what came this time.

    Raises :class:`SetupError` when the probe cannot be carried out.
    """
    settings = _settings(document, recorded.instance, base_url, rig_file, api_key)
    is_live = settings.target is Target.BLACKBOX
    with open_target(settings, workers=1, log=rigs.quiet) as rig, _log() as log:
        engine = Engine(
            rig,
            lanes_for(recorded, rig),
            budget=Budget(),
            timeout_s=settings.timeout_s,
            log=log,
            nonce=None if is_live else nonce_of(recorded),
        )
        try:
            run = engine.want(recorded.instance).result()
        finally:
            engine.close()
    if run.problem is not None:
        raise SetupError(run.problem)
    old = {one.id: one for one in recorded.exchanges if one.id in recorded.watched}
    return [
        Again(old[new.id], new, tuple(differences(old[new.id], new, is_live=is_live, lang=lang)))
        for new in run.exchanges
        if new.id in old
    ]


def lanes_for(recorded: Recorded, rig: Rig) -> tuple[Lane, ...]:
    """The lane that the request was sent on, as far as it can be told, or else all."""
    request = recorded.exchanges[0].request
    sent = " ".join(value for _, value in request.headers).split()
    text = request.body.decode("utf-8", "replace") + request.url
    for lane in rig.lanes:
        if (lane.api_key and lane.api_key in sent) or (lane.model and f'"{lane.model}"' in text):
            return (lane,) if lane.role == recorded.instance.probe.lane else rig.lanes
    return rig.lanes


def nonce_of(recorded: Recorded) -> str | None:
    """The nonce that the request carried: the mock's words follow from it."""
    for one in recorded.exchanges:
        sent = one.request.body + one.request.url.encode() + repr(one.request.headers).encode()
        found = _NONCE.search(sent)
        if found:
            return found[0].decode()
    return None


def _ids(document: Mapping[str, JSON], wanted: str) -> set[str]:
    """The exchanges of the result of that id, a failed one first; those that broke the rule."""
    rows = [
        row
        for row in document["results"]
        if wanted in {row["id"], f"{row['id']}[{row['case']}]"} and row["exchanges"]
    ]
    if not rows:
        return set()
    row = min(rows, key=lambda one: one["outcome"] != "fail")
    places = {one.get("exchange", 0) for one in row.get("violations", ())}
    return {one for at, one in enumerate(row["exchanges"]) if not places or at in places}


def _instance(key: str, profile: str | None) -> Instance:
    for case in load(profile).cases():
        if case.instance.key == key:
            return case.instance
    raise UsageError(f"the catalogue has no probe {key!r} any more")


def _settings(
    document: Mapping[str, JSON],
    instance: Instance,
    base_url: str | None,
    rig_file: str | None,
    api_key: str | None,
) -> RunSettings:
    """The settings of the run, as far as one probe needs them."""
    target, kind = document["target"], Target(document["mode"])
    is_live = kind is Target.BLACKBOX
    address = target["base_url"] if is_live else None
    return RunSettings(
        target=kind,
        base_url=address if base_url is None else normal_url(base_url),
        rig=rig_file or target["rig"],
        model=target["model"],
        models=target.get("models") or {},
        api_key=api_key,
        profile=target["profile"],
        load=FULL if instance.probe.is_full else LIGHT,
        concurrency=1 if is_live else None,
        timeout_s=_LIVE_S if is_live else _WIRED_S,
    )


@contextmanager
def _log() -> Iterator[Path]:
    """A file for the exchanges that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="relay-replay-") as folder:
        yield Path(folder) / "exchanges.ndjson"
