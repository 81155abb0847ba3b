"""A worker judges the same in any process."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from conformance.errors import UsageError
from conformance.rigs import Rig
from conformance.rigs.reference import supports
from conformance.session.worker import Worker, capabilities, claims, known_rows, plan_for
from conformance.settings.values import RunSettings, Target

SETTINGS = RunSettings(Target.WIRED, select=("SSE-014",))


def test_a_payload_makes_the_same_plan(rig: Rig, tmp_path: Path) -> None:
    """Two workers in other processes have the plan of the first, and half its lanes."""
    payload = {
        "settings": replace(SETTINGS, max_requests=8).as_json(),
        "rig": rig.as_json(),
        "directory": str(tmp_path),
        "workers": 2,
        "asked": 0,
    }

    worker = Worker.from_payload(payload, "gw1")
    worker.begin(worker.plan.items)
    results = [worker.judge(item) for item in worker.plan.items]
    worker.close()

    assert worker.plan == plan_for(SETTINGS, rig)
    assert worker.budget.max_requests == 4
    assert {row["outcome"] for row in results} == {"pass"}
    assert (tmp_path / "exchanges-gw1.ndjson").stat().st_size > 0


def test_what_is_not_claimed_is_not_sent(rig: Rig, tmp_path: Path) -> None:
    """The result of a skip costs no request."""
    worker = Worker(replace(SETTINGS, supports=("models",)), rig, tmp_path / "x")

    result = worker.judge(worker.plan.items[0])
    worker.close()

    assert result["outcome"] == "skip"
    assert worker.budget.requests == 0


def test_the_baseline_is_the_users_or_the_rigs(rig: Rig, tmp_path: Path) -> None:
    """A file that is to be written need not exist."""
    file = tmp_path / "b.yaml"
    settings = replace(SETTINGS, baseline=str(file))
    assert known_rows(replace(settings, baseline_update=True), rig) == ()
    with pytest.raises(UsageError):
        known_rows(settings, rig)
    file.write_text("- {id: SSE-001, reason: r, expires: 2027-01-01}\n")

    assert known_rows(settings, rig) == known_rows(SETTINGS, replace(rig, baseline=file))
    assert known_rows(SETTINGS, rig) == ()


def test_every_claim_of_the_shipped_profiles_and_rigs_is_known() -> None:
    """The reference rig claims what cases need."""
    known = capabilities()

    assert set(supports()) <= known
    assert {"chat", "failover"} <= known


@pytest.mark.parametrize(
    ("target", "doubts", "own", "expected"),
    [
        (Target.WIRED, None, ("cors", "failover"), {"chat"}),
        (Target.WIRED, {}, ("cors", "failover"), {"chat", "failover"}),
        (Target.WIRED, {"failover": "absent"}, ("cors", "failover"), {"chat"}),
        (Target.BLACKBOX, {}, ("cors", "failover"), {"chat"}),
        (Target.WIRED, {}, None, {"chat", "failover", "rate_limit", "profile"}),
    ],
)
def test_what_no_probe_can_show_stays_the_rigs_word(
    rig: Rig,
    target: Target,
    doubts: dict[str, str] | None,
    own: tuple[str, ...] | None,
    expected: set[str],
) -> None:
    """Unless the capabilities file names it; from outside nobody knows."""
    settings = RunSettings(target, supports=("chat",), doubts=doubts)

    found = set(claims(settings, replace(rig, supports=own)) or ())

    assert found >= expected
    assert "cors" not in found
    assert own is None or found == expected


def test_without_claims_of_the_user_the_rig_says_all(rig: Rig) -> None:
    """None included."""
    assert claims(RunSettings(), replace(rig, supports=None)) is None
