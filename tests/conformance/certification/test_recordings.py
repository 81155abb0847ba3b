"""Runs are held against the certificate that speaks of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from conformance.certification import chain
from conformance.certification.verify import verify

Change = Callable[[Path, Callable[[Any], None]], None]


def refusals(folder: Path) -> str:
    """All reasons on the day of issue."""
    issued = json.loads((folder / "certificate.json").read_bytes())["issued"]
    return "\n".join(verify(folder, date.fromisoformat(issued)).problems)


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda run: run["suite"].update(version="9"), "its suite is not what"),
        (lambda run: run["target"].update(profile="lalc"), "its profile is not what"),
        (lambda run: run.update(mode="blackbox"), "its mode is not what"),
        (lambda run: run["capabilities"].append("chat.other"), "its capabilities is not what"),
        (lambda run: run.update(started_at="2026-01-01T00:00:00Z"), "its time is not what"),
        (lambda run: run.update(complete=False), "it is cut"),
        (lambda run: run["results"].append(run["results"][0]), "a case has two results"),
        (lambda run: run["summary"].update(warn=7), "its summary is not that of its results"),
        (lambda run: run["verdicts"].update(documented="no verdict"), "its verdicts are not"),
        (lambda run: run.pop("mode"), "run.json breaks its schema"),
    ],
    ids="suite profile mode claims time cut twice summary verdict schema".split(),  # noqa: SIM905
)
def test_a_run_is_the_one_that_is_certified(
    unsigned: Path,
    change: Change,
    reseal: Callable[[Path], None],
    edit: Callable[[Any], None],
    words: str,
) -> None:
    """And at one with itself."""
    change(unsigned / "runs/2/run.json", edit)
    reseal(unsigned)

    assert words in refusals(unsigned)


def test_exchanges_that_are_cut_off_are_missed(
    unsigned: Path, reseal: Callable[[Path], None]
) -> None:
    """The chain holds, but ends too early, and results point at nothing."""
    log = unsigned / "runs/1/exchanges.ndjson"
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join(lines[:-1]))
    reseal(unsigned)

    said = refusals(unsigned)

    assert "the chain of exchanges ends otherwise" in said
    assert f"it has {len(lines) - 1} exchanges, not {len(lines)}" in said
    assert "results name exchanges that are not recorded" in said


def test_a_chain_that_was_forged_anew_meets_its_end(
    unsigned: Path, change: Change, reseal: Callable[[Path], None]
) -> None:
    """Even with every digest made to fit, the results must follow from the exchanges."""
    log = unsigned / "runs/1/exchanges.ndjson"
    lines = []
    for line in log.read_bytes().splitlines():
        exchange = json.loads(line)
        exchange.pop("prev")
        exchange["body"] = {"text": "data: {}\n\n"}
        exchange["reads"] = [[0.1, 0]]
        lines.append(json.dumps(exchange).encode() + b"\n")
    octets = b"".join(chain.chained(lines))
    log.write_bytes(octets)
    change(
        unsigned / "certificate.json",
        lambda it: it["runs"][0].update(head=chain.head(octets)),
    )
    reseal(unsigned)

    assert "but its exchanges say" in refusals(unsigned)


def test_what_is_no_exchange_is_said(unsigned: Path, reseal: Callable[[Path], None]) -> None:
    """One line of another kind is enough."""
    log = unsigned / "runs/1/exchanges.ndjson"
    log.write_bytes(b"".join(chain.chained([b'{"id": "a"}\n'])))
    reseal(unsigned)

    assert "its exchanges cannot be read" in refusals(unsigned)


@pytest.mark.parametrize(
    ("name", "edit", "words"),
    [
        (
            "certificate.json",
            lambda it: it["requirements"].update(passed=99),
            "the certificate's counts are not those of its last run",
        ),
        (
            "certificate.json",
            lambda it: it["verdicts"].update(strict="not conformant"),
            "the certificate's strict verdict is not that",
        ),
        (
            "statement.json",
            lambda it: it["predicate"]["passedTests"].append("SSE-999"),
            "the statement lists other tests",
        ),
    ],
    ids=["counts", "strict", "tests"],
)
def test_what_is_told_is_counted_again(
    unsigned: Path,
    change: Change,
    reseal: Callable[[Path], None],
    name: str,
    edit: Callable[[Any], None],
    words: str,
) -> None:
    """By whoever checks."""
    change(unsigned / name, edit)
    reseal(unsigned)

    assert words in refusals(unsigned)


def test_a_log_that_is_not_there_is_named(unsigned: Path, reseal: Callable[[Path], None]) -> None:
    """Each run has its own."""
    (unsigned / "runs/2/exchanges.ndjson").unlink()
    reseal(unsigned)

    assert "the bundle has no runs/2/exchanges.ndjson" in refusals(unsigned)


@pytest.mark.parametrize("name", ["excused", "no_case", "withdrawn"])
def test_a_scope_cannot_leave_out_a_row(
    unsigned: Path, change: Change, reseal: Callable[[Path], None], name: str
) -> None:
    """Whatever reason it gives for it."""
    change(unsigned / "certificate.json", lambda it: it["scope"].update({name: ["CHAT-001"]}))
    reseal(unsigned)

    assert f"run 1: the scope's {name} is not what profile, set and run give" in refusals(unsigned)
