"""The plan of a run of which nothing is sent, not even a question for its models."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from conformance import rigs
from conformance.catalog import load
from conformance.rigs import Lane, Rig
from conformance.session.target import black_box, models_of, with_models
from conformance.session.worker import plan_for
from conformance.settings.profile import promised
from conformance.settings.values import RunSettings, Target

if TYPE_CHECKING:
    from conformance.plan import Plan

__all__ = ["planned"]

UNKNOWN = "(the first that the relay lists)"
"""In place of a model that only the relay can name."""


def planned(settings: RunSettings) -> tuple[Plan, Rig]:
    """The plan and the rig that it is for; nothing is started, nothing is asked."""
    rig = _rig(settings)
    return plan_for(settings, rig), rig


def _rig(settings: RunSettings) -> Rig:
    if settings.target is Target.BLACKBOX:
        rig = black_box(settings)
        kinds = {endpoint.model for endpoint in load(settings.profile).endpoints.values()}
        named = {**promised(settings.profile), **models_of(rig.lanes[0])}
        return with_models(rig, {kind: named.get(kind, UNKNOWN) for kind in kinds})
    if settings.rig is not None and not rigs.is_kind(settings.rig):
        return rigs.load(Path(settings.rig)).at(settings.base_url)
    return _unstarted(settings.rig or "reference")


def _unstarted(kind: str) -> Rig:
    """A rig with a lane of every role, which nobody has built yet."""
    limits = {"rpm": 5, "tpm": 500, "concurrency": 4, "window_s": 4, "quota": 2}
    roles = dict.fromkeys(["default", *(probe.lane for probe in load().probes.values())])
    lanes = tuple(Lane(role, role, None, role, ("primary",), role, limits) for role in roles)
    return Rig(kind, "(not started)", lanes, control_url="(not started)")
