"""Counts the rows that the proofs carry, and says so at the end of the run."""

from __future__ import annotations

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print ``N requirements, N proven`` when proofs ran."""
    import specs
    from conformance.catalog import load

    passed = [
        dict(report.user_properties)["proof"]
        for report in terminalreporter.getreports("passed")
        if report.when == "call" and "proof" in dict(report.user_properties)
    ]
    if not passed:
        return
    rows = [row for row in load().requirements.values() if row.is_judged]
    proven = [row for row in rows if "clean" in passed and set(row.proof) <= set(passed)]
    answered = {report for row in rows for report in row.defects}
    left = {one["report"] for one in specs.not_covered()}
    terminalreporter.write_line(
        f"{len(rows)} requirements, {len(proven)} proven; "
        f"{len(answered)} of {len(specs.defects())} reported defects answered, "
        f"{len(left)} left with a reason"
    )
