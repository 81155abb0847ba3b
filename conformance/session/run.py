"""One run from its settings to its directory.

Rules of this file: :class:`Run` stands in the process that the user started
and owns everything that outlives a test; workers send and judge. They meet in
:meth:`Run.payload`, plain JSON.
"""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import specs
from conformance import __version__, baseline, results
from conformance.catalog import load
from conformance.catalog.kinds import CHAT
from conformance.errors import SetupError
from conformance.results import Facts, RunDirectory
from conformance.results.measured import Measurer
from conformance.results.parameters import AREA, matrix
from conformance.results.reported import reported
from conformance.rigs import quiet
from conformance.session import models, preflight
from conformance.session.budget import Budget
from conformance.session.load import announced as load_of
from conformance.session.target import models_of, open_target, with_models
from conformance.session.worker import Worker, claims, known_rows, plan_for
from conformance.settings.profile import promised
from conformance.settings.values import Target
from conformance.transport.record import ExchangeLog
from conformance.wire.view import View
from reports.said import said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.model import JSON, Exchange
    from conformance.plan import Plan, Planned
    from conformance.rigs import Log, Rig
    from conformance.settings.values import RunSettings


class Run:
    """An open run: :meth:`take` results, then :meth:`finish`, and always :meth:`close`."""

    def __init__(self, settings: RunSettings, *, workers: int = 1, log: Log = quiet) -> None:
        """Open the target and look whether it is there; nothing else is sent yet.

        Raises :class:`UsageError` or :class:`SetupError`, leaving nothing behind.
        """
        self.settings = settings
        self.workers = workers
        self.notices = list(settings.notices)
        self.budget = Budget()
        self._asked = 0
        self._worker: Worker | None = None
        self._results: dict[str, dict[str, JSON]] = {}
        self._stack = ExitStack()
        with self._stack:
            self.rig = self._opened(log)
            self.plan: Plan = plan_for(settings, self.rig)
            self.notices += load_of(self.plan, self.rig, settings)
            self._expected = len(self.plan.items)
            self._known = known_rows(settings, self.rig)
            self._now = datetime.now(UTC)
            self._started = monotonic()
            stamp = self._now.strftime("%Y%m%dT%H%M%SZ")
            self.directory = RunDirectory.make(settings.out, stamp=stamp, target=_name(settings))
            self.directory.write(self._opening())
            self._stack = self._stack.pop_all()

    @property
    def results(self) -> tuple[dict[str, JSON], ...]:
        """The results so far, in the order of the plan."""
        ids = [item.case.id for item in self.plan.items]
        return tuple(self._results[one] for one in ids if one in self._results)

    def payload(self) -> dict[str, JSON]:
        """What a worker in another process needs; holds keys, so it is never written down."""
        return {
            "settings": self.settings.as_json(),
            "rig": self.rig.as_json(),
            "directory": str(self.directory.path.absolute()),
            "workers": self.workers,
            "asked": self._asked,
        }

    def worker(self) -> Worker:
        """The only worker of a run in one process."""
        worker = Worker(self.settings, self.rig, self.directory.exchanges, plan=self.plan,
                        asked=self._asked)  # fmt: skip
        self.budget = worker.budget
        self._worker = worker
        return worker

    def expect(self, count: int) -> None:
        """Say how many results are to come, when fewer cases than planned were chosen."""
        self._expected = count

    def take(self, result: dict[str, JSON]) -> None:
        """Keep one result; a later one of the same case takes its place."""
        self._results[f"{result['id']}[{result['case']}]"] = result

    def finish(self, *, complete: bool) -> dict[str, JSON]:
        """Write ``run.json`` and return it; also of a run that was cut."""
        self.directory.gather()
        is_whole = complete and len(self._results) >= self._expected
        stale: tuple[str, ...] = ()
        if is_whole and self.settings.baseline_update and self.settings.baseline:
            self._update_baseline(Path(self.settings.baseline))
        elif is_whole:
            stale = self._baseline_problems()
        self.notices += self._told_at_the_end()
        document = results.assemble(self._facts(complete=is_whole, stale=stale), self.results)
        self.directory.write(document)
        return document

    def _told_at_the_end(self) -> list[str]:
        """That a relay was asked slower than we could, and what to do when nothing was judged."""
        told = [] if self._worker is None else [self._worker.slowed]
        return [one for one in (*told, results.advice(self.results)) if one is not None]

    def close(self) -> None:
        """Stop what was started for the run; may be called twice."""
        self._stack.close()

    def _opened(self, log: Log) -> Rig:
        settings = self.settings
        if Budget(settings.max_requests, settings.max_tokens, settings.max_cost).is_nothing:
            raise SetupError("a budget of 0 allows no request")
        rig = self._stack.enter_context(open_target(settings, workers=self.workers, log=log))
        if settings.target is Target.EMBEDDED:
            return rig
        answer, sent = preflight.ask(rig, settings.timeout_s)
        preflight.check(answer, rig)
        self._asked = self.budget.requests = sent if settings.target is Target.BLACKBOX else 0
        return self._with_models(rig, answer) if settings.target is Target.BLACKBOX else rig

    def _with_models(self, rig: Rig, answer: Exchange) -> Rig:
        """The rig with a model of each kind that what is claimed needs, as far as one is plain."""
        settings, named = self.settings, models_of(rig.lanes[0])
        needed = {
            endpoint.model
            for endpoint in load(settings.profile).endpoints.values()
            if settings.supports is None or endpoint.capability in settings.supports
        }
        rows = models.listed(View(answer).json)
        chosen = models.choose(needed, rows, named=named, promised=promised(settings.profile))
        if CHAT in needed and CHAT not in chosen:
            raise models.must_chat(rows)
        self.notices += models.told(named, chosen)
        return with_models(rig, chosen)

    def _opening(self) -> dict[str, JSON]:
        """The document of a run that has done nothing yet, and what recovering it needs.

        It stands there until :meth:`finish`; a run that is killed leaves it behind, and
        never the document of an earlier run in the same directory.
        """
        return {
            **results.assemble(self._facts(complete=False, stale=()), ()),
            "running": True,
            "plan": [item.case.id for item in self.plan.items],
            "known": [row.as_json() for row in self._known],
            "is_strict": self.settings.strict,
        }

    def _baseline_problems(self) -> tuple[str, ...]:
        seen = [(str(row["id"]), str(row["case"])) for row in self.results]
        found = baseline.problems(self._known, seen, load().requirements, self._now.date())
        self.notices += found
        return found

    def _update_baseline(self, file: Path) -> None:
        today = self._now.date()
        until = today + timedelta(days=baseline.DAYS)
        change = baseline.renewal(
            self._known, self.results, load().requirements, today=today, until=until
        )
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        file.write_text(baseline.updated(text, self._known, change), encoding="utf-8")
        new, gone = len(change.new), len(change.gone)
        self.notices.append(said("row.written", file=file, new=new, gone=gone))

    def _evidence(self) -> tuple[list[dict[str, JSON]], list[dict[str, JSON]]]:
        """What became of each parameter that was asked, and what was measured, from the log."""
        probes = {item.case.instance.probe.name for item in self.plan.items if _shows(item)}
        measurer = Measurer()

        def looked_at() -> Iterator[Exchange]:
            for exchange in ExchangeLog(self.directory.exchanges):
                measurer.add(exchange)
                if exchange.probe.partition("[")[0] in probes:
                    yield exchange

        rows = matrix(looked_at())
        return rows, measurer.rows()

    def _facts(self, *, complete: bool, stale: tuple[str, ...]) -> Facts:
        rig = self.rig
        is_blackbox = self.settings.target is Target.BLACKBOX
        parameters, measured = self._evidence()
        return Facts(
            settings=self.settings,
            base_url=rig.base_url,
            model=(rig.lanes[0].model or None) if is_blackbox else None,
            models=rig.lanes[0].models if is_blackbox else {},
            relay=None if is_blackbox else {"name": rig.kind, "version": rig.version},
            suite={
                "name": "relay-conformance",
                "version": __version__,
                "specs_digest": specs.digest(),
            },
            started_at=self._now.isoformat(timespec="seconds").replace("+00:00", "Z"),
            duration_s=monotonic() - self._started,
            requests=self.budget.requests,
            tokens=self.budget.tokens,
            usd=round(self.budget.usd, 6) if is_blackbox else None,
            complete=complete,
            stale=bool(stale),
            capabilities=claims(self.settings, rig),
            parameters=None if is_blackbox or not parameters else parameters,
            measured=measured,
            reports=reported(self.results),
            planned=self._expected,
            notices=self.notices,
            languages=results.languages(self.results, self.notices),
        )


def _shows(item: Planned) -> bool:
    return item.skip is None and item.case.instance.probe.area == AREA


def _name(settings: RunSettings) -> str:
    return settings.rig or settings.base_url or settings.target.value
