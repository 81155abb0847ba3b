"""What a person sees while a run goes on, and in the minute after.

Rules of this file: one object that pytest tells what happens; a live line on a
terminal, plain lines elsewhere. Whatever came from a relay is shown escaped.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING, Any, TextIO

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from conformance.baseline import DAYS, to_paste
from conformance.cli.foretell import foretold
from conformance.pytest_plugin.conclude import PROPERTY
from conformance.settings.values import Target
from conformance.wire import jsontext
from reports.measured import Figure, told
from reports.phrases import Phrases

if TYPE_CHECKING:
    import pytest
    from rich.status import Status

    from conformance.model import JSON
    from conformance.session import Run

EVERY_S = 5.0
"""Between two plain lines of progress, where there is no terminal."""

MOST_FAILURES = 20
MOST_MESSAGE = 160
MOST_ROWS = 3
"""Rows for a baseline that are printed; more of them than this are written by the suite."""

_STYLES = {
    "conformant": "bold green",
    "not conformant": "bold red",
    "no verdict": "bold yellow",
}


class Progress:
    """A plugin of pytest that stands in for its terminal reporter."""

    def __init__(self, *, stream: TextIO, is_quiet: bool = False) -> None:
        self._console = Console(file=stream, highlight=False, quiet=is_quiet, soft_wrap=True)
        self._counts: Counter[str] = Counter()
        self._total = 0
        self._run: Run | None = None
        self._status: Status | None = None
        self._told = monotonic()
        self.document: dict[str, JSON] | None = None

    def line(self, text: str) -> None:
        """One line of progress."""
        self._console.print(escape(text))

    def begin(self, run: Run) -> None:
        """Say what is judged, before anything is sent."""
        self._run = run
        self._total = len(run.plan.items)
        target = run.settings.target.value
        self.line(f"judging {run.rig.base_url} ({target}): {self._total} checks")
        for notice in run.notices:
            self.line(f"note: {notice}")
        if run.settings.target is Target.BLACKBOX:
            for line in foretold(run.plan, run.rig, run.settings):
                self.line(line)

    def pytest_runtestloop(self) -> None:
        """Show a live line, where there is a terminal."""
        if self._console.is_terminal:
            self._status = self._console.status("sending …")
            self._status.start()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a result."""
        found = [value for name, value in report.user_properties if name == PROPERTY]
        if report.when != "call" or not found:
            return
        self._counts[jsontext.loads(str(found[-1]))["outcome"]] += 1
        text = f"{sum(self._counts.values())}/{self._total} {_counted(self._counts)}"
        if self._status is not None:
            self._status.update(text)
        elif monotonic() - self._told > EVERY_S:
            self._told = monotonic()
            self.line(text)

    def pytest_unconfigure(self, config: pytest.Config) -> None:
        """Show the summary, once everything is written."""
        if self._status is not None:
            self._status.stop()
        lead: Any = config.pluginmanager.get_plugin("relay-lead")
        if lead is not None and lead.document is not None:
            self.document = lead.document
            self._summary(lead.document)

    def _summary(self, document: dict[str, JSON]) -> None:
        self._console.print(_areas(document["results"]))
        self._failures(document["results"])
        for notice in document["notices"]:
            self.line(f"note: {notice}")
        if not document["complete"]:
            self.line("the run was cut; what was judged until then is kept")
        for name, label in (("documented", "as documented"), ("strict", "OpenAI strict")):
            verdict = document["verdicts"][name]
            self._console.print(f"{label}: [{_STYLES[verdict]}]{verdict}[/]")
        self._figures(document.get("measured", []))
        cost, seconds = document["cost"], document["duration_s"]
        money = "" if cost["usd"] is None else f", about {cost['usd']:.4f} US dollars"
        self.line(f"{cost['requests']} requests, {cost['tokens']} tokens{money}, {seconds:.1f} s")
        self._next(document)

    def _figures(self, rows: list[JSON]) -> None:
        """What was measured, on one line."""
        phrases = Phrases("en" if self._run is None else self._run.settings.lang)
        figures = [Figure(row["name"], row["value"], row["unit"]) for row in rows]
        words = [f"{name} {value}" for name, value in told(figures, phrases)]
        if words:
            self.line(f"{phrases('measured')}{phrases('colon')}{', '.join(words)}")

    def _failures(self, results: list[JSON]) -> None:
        shown = [row for row in results if row["outcome"] in {"fail", "fixed", "error"}]
        for row in shown[:MOST_FAILURES]:
            name = f"{row['id']}[{row['case']}]"
            message = _plain(row["message"])[:MOST_MESSAGE]
            blame = row["blame"] or "baseline"
            self._console.print(
                f"[red]{row['outcome']}[/] {escape(name)} {escape(row['title'])}\n"
                f"     blame {blame}: {escape(message)}"
            )
        self._open(results)
        if len(shown) > MOST_FAILURES:
            self.line(f"… and {len(shown) - MOST_FAILURES} more, all in the report")
        self._excusable([row for row in shown if row["outcome"] == "fail"])

    def _excusable(self, failed: list[JSON]) -> None:
        """The rows of a baseline that would excuse what failed."""
        if not failed or self._run is None or self._run.settings.baseline_update:
            return
        until = datetime.now(UTC).date() + timedelta(days=DAYS)
        self.line(Phrases(self._run.settings.lang)("paste"))
        for row in failed[:MOST_ROWS]:
            self.line(f"  {to_paste(row['id'], row['case'], row['message'], until)}")

    def _open(self, results: list[JSON]) -> None:
        """Why required checks gave no verdict, each reason once."""
        reasons = Counter(
            f"{_plain(row['message'])[:MOST_MESSAGE]} (blame {row['blame'] or 'none'})"
            for row in results
            if row["outcome"] == "inconclusive" and row["level"] == "MUST"
        )
        for reason, count in reasons.most_common(5):
            self._console.print(f"[yellow]inconclusive[/] {count} x {escape(reason)}")

    def _next(self, document: dict[str, JSON]) -> None:
        if self._run is None:
            return
        directory = os.path.relpath(self._run.directory.path)
        is_html = "html" in self._run.settings.formats
        self.line(f"report: {directory}/{'report.html' if is_html else 'run.json'}")
        failed = [row["id"] for row in document["results"] if row["outcome"] == "fail"]
        if failed:
            self.line(f"next: relay-conformance explain {failed[0]}")
        elif document["mode"] == "embedded":
            self.line("next: relay-conformance run --base-url https://your-relay/v1")


def _areas(results: list[JSON]) -> Table:
    """How many results of each outcome an area has."""
    table = Table("area", "pass", "fail", "warn", "skip", "other", box=None, pad_edge=False)
    for area in dict.fromkeys(row["area"] for row in results):
        counts = Counter(row["outcome"] for row in results if row["area"] == area)
        named = [counts.pop(name, 0) for name in ("pass", "fail", "warn", "skip")]
        table.add_row(escape(area), *(str(count) for count in named), _counted(counts))
    return table


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items()) if count)


def _plain(text: str) -> str:
    """``text`` on one line and without control characters: a relay's words are hostile input."""
    return "".join(char if char.isprintable() else " " for char in text)
