"""Opens what the settings point at, as a rig.

Rules of this file: a black box is a rig whose lanes lead to no mock; the rest
of the session need not know the difference.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from conformance import rigs
from conformance.catalog.kinds import CHAT
from conformance.errors import UsageError
from conformance.rigs import Lane, Log, Rig
from conformance.rigs.roles import limits
from conformance.settings.values import FULL, RunSettings, Target

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conformance.model import JSON

REFERENCE = "reference"
"""The kind that plays the role of the chosen profile; real relays are what they are."""
DEFAULT_LANES = 8
BLACKBOX_LANES = 4


@contextmanager
def open_target(settings: RunSettings, *, workers: int, log: Log) -> Iterator[Rig]:
    """The rig of the run; what was started for it is stopped when the context is left."""
    if settings.target is Target.BLACKBOX:
        yield black_box(settings, workers)
    elif settings.rig is not None and not rigs.is_kind(settings.rig):
        rig = rigs.load(_file(settings.rig))
        yield _enough(_narrowed(rig.at(settings.base_url), settings), workers)
    else:
        lanes = max(settings.concurrency or DEFAULT_LANES, workers)
        name = settings.rig or REFERENCE
        options: dict[str, JSON] = {"defects": settings.defects} if settings.defects else {}
        if name == REFERENCE and settings.profile is not None:
            options["profile"] = settings.profile
        if name == REFERENCE and settings.load == FULL:
            options["load"] = FULL
        with rigs.start(name, lanes=lanes, log=log, **options) as rig:
            yield rig.at(settings.base_url)


def black_box(settings: RunSettings, workers: int = 1) -> Rig:
    """A relay of which nothing but address, key and model is known."""
    count = max(settings.concurrency or BLACKBOX_LANES, workers)
    lane = Lane("lane", settings.model or "", settings.api_key, models=settings.models)
    lanes = tuple(replace(lane, name=f"lane-{number}") for number in range(count))
    promised = limits(settings.profile) if settings.load == FULL else {}
    if promised:
        lanes += (replace(lane, name="lane-full", role=FULL, limits=promised),)
    return Rig(
        kind="black box",
        base_url=settings.base_url or "",
        lanes=lanes,
        supports=settings.supports,
    )


def with_models(rig: Rig, models: Mapping[str, str]) -> Rig:
    """The rig with every lane asking for ``models``, by kind."""
    chat = models.get(CHAT, "")
    others = {kind: name for kind, name in models.items() if kind != CHAT}
    return replace(rig, lanes=tuple(replace(lane, model=chat, models=others) for lane in rig.lanes))


def models_of(lane: Lane) -> dict[str, str]:
    """The models of a lane by kind, that for chat included."""
    return {CHAT: lane.model, **lane.models} if lane.model else dict(lane.models)


def _file(name: str) -> Path:
    file = Path(name)
    if not file.is_file():
        known = ", ".join(rigs.KINDS)
        raise UsageError(f"no rig {name!r}; write one of {known}, or the path of a rig file")
    return file


def _narrowed(rig: Rig, settings: RunSettings) -> Rig:
    """Only as many default lanes as the concurrency asked for."""
    default = [lane for lane in rig.lanes if lane.role == "default"]
    special = [lane for lane in rig.lanes if lane.role != "default"]
    return replace(rig, lanes=(*default[: settings.concurrency], *special))


def _enough(rig: Rig, workers: int) -> Rig:
    free = sum(lane.role == "default" for lane in rig.lanes)
    if free < workers:
        raise UsageError(f"{workers} workers need {workers} lanes, but the rig has {free}")
    return rig
