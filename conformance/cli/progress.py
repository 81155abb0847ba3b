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
from reports.said import told as told_in

if TYPE_CHECKING:
    from collections.abc import Mapping

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

_SHOWN = ("pass", "fail", "warn", "skip")

_STYLES = {
    "conformant": "bold green",
    "not conformant": "bold red",
    "no verdict": "bold yellow",
}


class Progress:
    """A plugin of pytest that stands in for its terminal reporter."""

    def __init__(self, *, stream: TextIO, is_quiet: bool = False, lang: str = "en") -> None:
        self._phrases = Phrases(lang)
        self._console = Console(file=stream, highlight=False, quiet=is_quiet, soft_wrap=True)
        self._counts: Counter[str] = Counter()
        self._total = 0
        self._run: Run | None = None
        self._status: Status | None = None
        self._told = monotonic()
        self.document: dict[str, JSON] | None = None

    def line(self, text: str) -> None:
        """One line of progress."""
        self._console.print(escape(told_in(text, self._phrases.language)))

    def _say(self, key: str, **values: object) -> None:
        self.line(self._phrases(key, **values))

    def begin(self, run: Run) -> None:
        """Say what is judged, before anything is sent."""
        self._run = run
        self._total = len(run.plan.items)
        mode = self._phrases.word("mode", run.settings.target.value)
        self._say("run.judging", address=run.rig.base_url, mode=mode, count=self._total)
        for notice in run.notices:
            self._say("run.note", text=told_in(notice, self._phrases.language))
        if run.settings.target is Target.BLACKBOX:
            for line in foretold(run.plan, run.rig, run.settings):
                self.line(line)

    def interrupted(self) -> None:
        """Say that somebody ended the run."""
        self._say("run.interrupted")

    def pytest_runtestloop(self) -> None:
        """Show a live line, where there is a terminal."""
        if self._console.is_terminal:
            self._status = self._console.status(self._phrases("run.sending"))
            self._status.start()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a result."""
        found = [value for name, value in report.user_properties if name == PROPERTY]
        if report.when != "call" or not found:
            return
        self._counts[jsontext.loads(str(found[-1]))["outcome"]] += 1
        text = f"{sum(self._counts.values())}/{self._total} {_counted(self._counts, self._phrases)}"
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
        phrases, colon = self._phrases, self._phrases("colon")
        titles = document.get("languages", {}).get(phrases.language, {})
        self._console.print(_areas(document["results"], titles.get("areas", {}), phrases))
        self._failures(document["results"], titles.get("titles", {}))
        for notice in document["notices"]:
            self._say("run.note", text=titles.get("notices", {}).get(notice, notice))
        if not document["complete"]:
            self._say("run.cut")
        for name in ("documented", "strict"):
            verdict = document["verdicts"][name]
            word = phrases(f"run.{verdict}")
            self._console.print(f"{phrases(f'run.{name}')}{colon}[{_STYLES[verdict]}]{word}[/]")
        self._figures(document.get("measured", []))
        self._cost(document)
        self._next(document)

    def _cost(self, document: dict[str, JSON]) -> None:
        cost = document["cost"]
        usd = None if cost["usd"] is None else f"{cost['usd']:.4f}"
        self._say(
            "run.cost" if usd is None else "run.paid",
            requests=cost["requests"],
            tokens=cost["tokens"],
            usd=usd,
            seconds=f"{document['duration_s']:.1f}",
        )

    def _figures(self, rows: list[JSON]) -> None:
        """What was measured, on one line."""
        phrases = self._phrases
        figures = [Figure(row["name"], row["value"], row["unit"]) for row in rows]
        words = [f"{name} {value}" for name, value in told(figures, phrases)]
        if words:
            self.line(f"{phrases('measured')}{phrases('colon')}{', '.join(words)}")

    def _failures(self, results: list[JSON], titles: Mapping[str, str]) -> None:
        shown = [row for row in results if row["outcome"] in {"fail", "fixed", "error"}]
        for row in shown[:MOST_FAILURES]:
            name = f"{row['id']}[{row['case']}]"
            message = _plain(row["message"])[:MOST_MESSAGE]
            told = self._phrases("run.blame", who=self._who(row, "run.baseline"), message=message)
            self._console.print(
                f"[red]{self._phrases.word('outcome', row['outcome'])}[/] {escape(name)} "
                f"{escape(titles.get(row['id'], row['title']))}\n     {escape(told)}"
            )
        self._open(results)
        if len(shown) > MOST_FAILURES:
            self._say("run.more", count=len(shown) - MOST_FAILURES)
        self._excusable([row for row in shown if row["outcome"] == "fail"])

    def _excusable(self, failed: list[JSON]) -> None:
        """The rows of a baseline that would excuse what failed."""
        if not failed or self._run is None or self._run.settings.baseline_update:
            return
        until = datetime.now(UTC).date() + timedelta(days=DAYS)
        self._say("paste")
        for row in failed[:MOST_ROWS]:
            self.line(f"  {to_paste(row['id'], row['case'], row['message'], until)}")

    def _open(self, results: list[JSON]) -> None:
        """Why required checks gave no verdict, each reason once."""
        reasons = Counter(
            (_plain(row["message"])[:MOST_MESSAGE], self._who(row, "run.nobody"))
            for row in results
            if row["outcome"] == "inconclusive" and row["level"] == "MUST"
        )
        word = self._phrases("outcome.inconclusive")
        for (reason, who), count in reasons.most_common(5):
            told = self._phrases("run.open", count=count, reason=reason, who=who)
            self._console.print(f"[yellow]{word}[/] {escape(told)}")

    def _who(self, row: JSON, nobody: str) -> str:
        """Whose doing it is, or else ``nobody``."""
        return self._phrases.word("blame", row["blame"]) if row["blame"] else self._phrases(nobody)

    def _next(self, document: dict[str, JSON]) -> None:
        if self._run is None:
            return
        directory = os.path.relpath(self._run.directory.path)
        is_html = "html" in self._run.settings.formats
        self._say("run.report", file=f"{directory}/{'report.html' if is_html else 'run.json'}")
        failed = [row["id"] for row in document["results"] if row["outcome"] == "fail"]
        if failed:
            self._say("run.next", command=f"relay-conformance explain {failed[0]}")
        elif document["mode"] == "embedded":
            command = "relay-conformance run --base-url https://your-relay/v1"
            self._say("run.next", command=command)


def _areas(results: list[JSON], titles: Mapping[str, str], phrases: Phrases) -> Table:
    """How many results of each outcome an area has."""
    words = [phrases(f"outcome.{name}") for name in _SHOWN]
    heads = [phrases("run.area"), *words, phrases("run.other")]
    table = Table(*heads, box=None, pad_edge=False)
    for area in dict.fromkeys(row["area"] for row in results):
        counts = Counter(row["outcome"] for row in results if row["area"] == area)
        named = [counts.pop(name, 0) for name in _SHOWN]
        name = escape(titles.get(area, area))
        table.add_row(name, *(str(count) for count in named), _counted(counts, phrases))
    return table


def _counted(counts: Counter[str], phrases: Phrases) -> str:
    return ", ".join(
        f"{count} {phrases.word('outcome', name)}"
        for name, count in sorted(counts.items())
        if count
    )


def _plain(text: str) -> str:
    """``text`` on one line and without control characters: a relay's words are hostile input."""
    return "".join(char if char.isprintable() else " " for char in text)
