"""The side of the plugin that owns the run: opens, gathers, writes, tells.

Rules of this file: the same with and without pytest-xdist; results come in with
the reports of the tests, whichever process made them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from conformance.catalog import load
from conformance.pytest_plugin.active import ITEM
from conformance.pytest_plugin.cases import case_of, group_of
from conformance.pytest_plugin.conclude import PROPERTY
from conformance.results.result import of_error
from conformance.rigs import Rig
from conformance.rigs.document import Lane
from conformance.session import Run, Worker, plan_for
from conformance.session.deliver import deliver, workflow_commands
from conformance.wire import jsontext

if TYPE_CHECKING:
    from conformance.model import JSON
    from conformance.plan import Plan
    from conformance.settings.values import RunSettings


class Node(Protocol):
    """A worker process as pytest-xdist shows it; only what is used here."""

    workerinput: dict[str, JSON]


_CUT = {pytest.ExitCode.INTERRUPTED, pytest.ExitCode.INTERNAL_ERROR, pytest.ExitCode.USAGE_ERROR}


def opened(settings: RunSettings, workers: int) -> Run:
    """A run opened for plain pytest."""
    return Run(settings, workers=workers)


def plan_only(settings: RunSettings) -> Plan:
    """The plan for ``--collect-only``: nothing is started and nothing sent."""
    roles = sorted({probe.lane for probe in load().probes.values()})
    lanes = tuple(Lane(role, "", None, role=role) for role in roles)
    return plan_for(settings, Rig("unknown", "", lanes))


def _describe(config: pytest.Config, run: Run) -> None:
    """Where allure-pytest wrote results, say what they are the results of."""
    folder = config.getoption("allure_report_dir", None)
    if folder and config.pluginmanager.hasplugin("allure_listener"):
        from conformance.pytest_plugin import live  # allure, and the reports

        live.describe(Path(folder), run.directory.path, run.settings.lang)


class Lead:
    """Hooks of the leading process."""

    def __init__(self, run: Run, worker: Worker | None) -> None:
        self._run = run
        self._worker = worker
        self.document: dict[str, JSON] | None = None

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Send ahead what the chosen items need."""
        items = [case for item in session.items if (case := case_of(item)) is not None]
        if self._worker is not None:
            self._run.expect(len(items))
            self._worker.begin(items)

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Node) -> None:
        """Hand the run to a worker process of pytest-xdist."""
        node.workerinput["relay"] = self._run.payload()

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: object) -> object:
        """Keep what one probe gave in one process (``--dist loadgroup``)."""
        if config.option.dist != "loadgroup":
            return None
        from conformance.pytest_plugin.schedule import ByProbe  # needs xdist

        return ByProbe(
            config, log, {item.case.id: group_of(item.case) for item in self._run.plan.items}
        )

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, node: Node, ids: list[str]) -> None:
        """Every worker collects the same; any of them tells how many there are."""
        del node
        self._run.expect(sum(ITEM in nodeid for nodeid in ids))

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Node, error: object) -> None:
        """Add what a worker has spent."""
        del error
        spent = getattr(node, "workeroutput", {}).get("relay", {})
        self._run.budget.requests += spent.get("requests", 0)
        self._run.budget.tokens += spent.get("tokens", 0)
        self._run.budget.usd += spent.get("usd", 0.0)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the result that came with a test's report."""
        found = [value for name, value in report.user_properties if name == PROPERTY]
        if report.when == "call" and found:
            self._run.take(jsontext.loads(str(found[-1])))
        elif report.failed and ITEM in report.nodeid:
            self._take_crash(report)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Write the run's files; let the exit status say what the run found."""
        if self._worker is not None:
            self._worker.close()
        complete = exitstatus not in _CUT and not session.shouldfail
        self.document = deliver(self._run, complete=complete)
        self._run.close()
        _describe(session.config, self._run)
        if exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
            session.exitstatus = self.document["exit_code"]

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say the verdict and where the report is."""
        if self.document is None:
            return
        verdicts = self.document["verdicts"]
        terminalreporter.section("relay conformance")
        for notice in self.document["notices"]:
            terminalreporter.line(notice)
        terminalreporter.line(f"relay: {self.document['target']['base_url']}")
        terminalreporter.line(f"as documented: {verdicts['documented']}")
        terminalreporter.line(f"OpenAI strict: {verdicts['strict']}")
        terminalreporter.line(f"files of the run: {self._run.directory.path}")
        for command in workflow_commands(self._run).splitlines():
            terminalreporter.line(command)

    def _take_crash(self, report: pytest.TestReport) -> None:
        """A test that broke without a result is an error of the suite."""
        name = report.nodeid.partition(ITEM)[2]
        for item in self._run.plan.items:
            if name.startswith(f"{item.case.id}]"):
                self._run.take(of_error(item.case, report.longreprtext.strip()[-1000:]))
