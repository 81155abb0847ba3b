"""Results are scored by the rows of a set, within a scope."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conformance.certification import sets
from conformance.certification.score import Scope, score

SCOPE = Scope("generic", "wired", ("chat",), "light", ())
DIGEST = "sha256:" + "0" * 64


def row(**has: Any) -> dict[str, Any]:
    """A row of a set."""
    return {"level": "MUST", "modes": ["blackbox", "wired"], "digest": DIGEST, **has}


FROZEN = sets.from_json(
    {
        "set": "2026-11",
        "frozen": "2026-11-26",
        "rows": {
            "AA-001": row(),
            "AA-002": row(needs=["chat"]),
            "AA-003": row(needs=["embeddings"]),
            "AA-004": row(strict=True),
            "AA-005": row(level="SHOULD"),
            "AA-006": row(modes=["blackbox"]),
            "AA-007": row(load="full"),
        },
    }
)


def result(name: str, outcome: str = "pass", **has: Any) -> dict[str, Any]:
    """A result that binds as its row does."""
    frozen = FROZEN.rows.get(name)
    return {
        "id": name,
        "case": "c",
        "outcome": outcome,
        "message": "because",
        "level": frozen.level if frozen else "MUST",
        "strict": bool(frozen and frozen.strict),
        **has,
    }


def required(scope: Scope) -> list[str]:
    """The ids that a certificate of this scope stands or falls with."""
    return [one.id for one in FROZEN.rows.values() if scope.requires(one)]


@pytest.mark.parametrize(
    ("has", "expected"),
    [
        ({}, ["AA-001", "AA-002"]),
        ({"capabilities": ()}, ["AA-001"]),
        ({"mode": "blackbox"}, ["AA-001", "AA-002", "AA-006"]),
        ({"load": "full"}, ["AA-001", "AA-002", "AA-007"]),
        ({"excused": ("AA-001",)}, ["AA-002"]),
        ({"withdrawn": ("AA-002",)}, ["AA-001"]),
        ({"no_case": ("AA-002",)}, ["AA-001"]),
    ],
)
def test_the_scope_says_what_is_required(has: dict[str, Any], expected: list[str]) -> None:
    """Only a MUST, that is claimed, seen from there and not excused."""
    assert required(replace(SCOPE, **has)) == expected


def test_a_scope_is_written_and_read() -> None:
    """As a certificate has it."""
    assert Scope.from_json(SCOPE.as_json()) == SCOPE


def test_everything_is_counted() -> None:
    """What passed, what had nothing to judge, what warned, what came later."""
    found = score(
        [
            result("AA-001"),
            result("AA-002", "skip"),
            result("AA-004", "warn"),
            result("AA-005", "warn"),
            result("ZZ-999", "fail"),
        ],
        FROZEN,
        SCOPE,
    )

    assert found.problems == ()
    assert (found.passed, found.not_applicable) == (("AA-001",), ("AA-002",))
    assert (found.warned, found.not_scored) == (("AA-004", "AA-005"), ("ZZ-999",))
    assert found.as_json()["required"] == 2


@pytest.mark.parametrize("outcome", ["fail", "warn", "inconclusive", "error", "known", "fixed"])
def test_only_a_pass_passes(outcome: str) -> None:
    """One bad case among good ones is enough."""
    rows = [result("AA-001"), result("AA-001", outcome, case="d"), result("AA-002")]

    assert score(rows, FROZEN, SCOPE).problems == (f"AA-001[d] is {outcome}: because",)


def test_nothing_passes_on_nothing() -> None:
    """Neither on no results, nor on skipped ones alone."""
    skipped = [result("AA-001", "skip"), result("AA-002", "skip")]

    assert len(score([], FROZEN, SCOPE).problems) == 3
    assert score(skipped, FROZEN, SCOPE).problems == (
        "no required row passed: nothing was certified",
    )


@pytest.mark.parametrize("has", [{"level": "SHOULD"}, {"strict": True}])
def test_a_result_binds_as_its_row(has: dict[str, Any]) -> None:
    """It cannot say less of itself, unless the profile excuses it."""
    rows = [result("AA-001", **has), result("AA-002")]
    excused = replace(SCOPE, excused=("AA-001",))

    assert "does not bind as the set MUST row does" in score(rows, FROZEN, SCOPE).problems[0]
    assert bool(score(rows, FROZEN, excused).problems) == ("level" in has)
