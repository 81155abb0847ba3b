"""Sends and judges: one worker in each process of a run.

Rules of this file: works from the payload that :class:`conformance.session.Run`
hands out, so that a worker in another process is the same as one in this.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import specs
from conformance import baseline, results
from conformance.catalog import load
from conformance.catalog.trials import trials
from conformance.checks import judge, views_of
from conformance.plan import Plan, Planned, Wanted, check_claims, make
from conformance.rigs import Rig, from_json
from conformance.session.budget import Budget
from conformance.session.engine import Engine
from conformance.session.lanes import roles, share
from conformance.session.target import models_of
from conformance.settings.profile import DOCUMENTED
from conformance.settings.values import FULL, RunSettings, Target
from reports.said import said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from conformance.model import JSON
    from conformance.wire.view import View

NO_PROFILE = {DOCUMENTED: "no --profile says what it documents"}


def plan_for(settings: RunSettings, rig: Rig) -> Plan:
    """The plan of a run on ``rig``; the same in every process."""
    claimed = claims(settings, rig)
    check_claims(claimed or (), capabilities())
    wanted = Wanted(
        select=settings.select,
        skip=settings.skip,
        level=settings.level,
        shard=settings.shard,
        supports=None if claimed is None else frozenset(claimed),
        doubts=None if settings.doubts is None else {**NO_PROFILE, **settings.doubts},
        roles=roles(rig.lanes),
        is_full=settings.load == FULL,
        models=models_of(rig.lanes[0]) if settings.target is Target.BLACKBOX else None,
    )
    return make(load(settings.profile).cases(settings.target.mode), wanted)


def claims(settings: RunSettings, rig: Rig) -> tuple[str, ...] | None:
    """What is judged: the user's claims before the rig's own.

    What no probe from outside can show stays the rig's word, unless the
    capabilities file names it.
    """
    if settings.supports is None:
        return rig.supports
    if settings.doubts is None or settings.target is Target.BLACKBOX:
        return settings.supports
    own = sorted(capabilities()) if rig.supports is None else rig.supports
    unseen = [one for one in own if one not in trials() and one not in settings.doubts]
    return tuple(dict.fromkeys([*settings.supports, *unseen]))


def capabilities() -> set[str]:
    """Every capability that a case needs or a shipped profile claims."""
    needed = {need for case in load().cases() for need in case.needs}
    needed |= {one.capability for one in load().endpoints.values() if one.capability}
    profiles = (specs.profile(name) for name in specs.names("profiles"))
    return needed.union(*(profile.get("supports", ()) for profile in profiles))


class Worker:
    """Runs probes and judges cases. Close it, or its thread stays."""

    def __init__(
        self,
        settings: RunSettings,
        rig: Rig,
        log: Path,
        *,
        index: int = 0,
        total: int = 1,
        plan: Plan | None = None,
        asked: int = 0,
    ) -> None:
        """Nothing is sent yet; ``asked`` requests were before the plan began."""
        self.settings = settings
        self.plan = plan_for(settings, rig) if plan is None else plan
        self._views: dict[str, Sequence[View]] = {}
        self.budget = Budget(
            settings.max_requests, settings.max_tokens, settings.max_cost, requests=asked
        ).share(total)
        self._known = known_rows(settings, rig)
        self._engine = Engine(
            rig,
            share(rig.lanes, index, total),
            budget=self.budget,
            timeout_s=settings.timeout_s,
            log=log,
            price=settings.price,
        )

    @classmethod
    def from_payload(cls, payload: Mapping[str, JSON], worker: str) -> Worker:
        """The worker named ``worker`` (``gw0``) of a run in another process."""
        total = int(payload["workers"])
        return cls(
            RunSettings.from_json(payload["settings"]),
            from_json(payload["rig"], environ={}, folder=Path()),
            Path(payload["directory"]) / f"exchanges-{worker}.ndjson",
            index=int(worker.removeprefix("gw")) % total,
            total=total,
            asked=int(payload["asked"]),
        )

    def begin(self, items: Iterable[Planned]) -> None:
        """Send what ``items`` need ahead of judging them: slow probes first, full loads last."""
        instances = Plan(tuple(items)).instances
        for instance in sorted(instances, key=lambda one: (one.probe.is_full, not one.probe.slow)):
            self._engine.want(instance)

    def judge(self, item: Planned) -> dict[str, JSON]:
        """The result of ``item``, waiting for its probe if need be."""
        case = item.case
        if item.skip is not None:
            return results.of_skip(case, item.skip)
        if item.lacks is not None:
            return results.of_lack(case, item.lacks)
        run = self._engine.want(case.instance).result()
        views = self._views.setdefault(run.key, views_of(run))
        mode, strict = self.settings.target.mode, self.settings.strict
        judgement = judge(case, run, mode, strict=strict, views=views)
        known = baseline.match(self._known, case.requirement.id, case.instance.key)
        today = datetime.now(UTC).date()
        return results.of_case(case, judgement, run, known=known, today=today)

    @property
    def slowed(self) -> str | None:
        """That the relay was asked slower than it could have been, if it wanted that."""
        pace = self._engine.pace
        if pace is None or not pace.waits:
            return None
        return said("note.slowed", waits=pace.waits, seconds=f"{pace.waited_s:.0f}")

    def close(self) -> None:
        """Cancel what is under way and end the background thread."""
        self._engine.close()


def known_rows(settings: RunSettings, rig: Rig) -> tuple[baseline.Row, ...]:
    """The rows of the baseline that the settings or the rig name."""
    file = Path(settings.baseline) if settings.baseline else rig.baseline
    if file is None or (settings.baseline_update and not file.exists()):
        return ()
    return baseline.load(file)
