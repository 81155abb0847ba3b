"""A plan can be told without asking anybody anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance import rigs
from conformance.errors import UsageError
from conformance.rigs import Rig
from conformance.session.dry import UNKNOWN, planned
from conformance.session.forecast import forecast
from conformance.settings.values import RunSettings, Target


def test_a_live_relay_is_not_even_asked_for_its_models() -> None:
    """Nobody has to listen there."""
    settings = RunSettings(Target.BLACKBOX, "http://127.0.0.1:9/v1", supports=("chat", "models"))

    plan, rig = planned(settings)

    assert rig.lanes[0].model == UNKNOWN
    assert all(item.lacks is None for item in plan.items)
    assert forecast(plan, rig).whole.requests > 10


def test_the_bundled_relay_is_not_started() -> None:
    """Its lanes have every role that a probe may ask for."""
    plan, rig = planned(RunSettings(select=("chat", "rate-limit")))

    assert rig.base_url == "(not started)"
    assert not any("no lane" in (item.skip or "") for item in plan.items)
    assert forecast(plan, rig).whole.requests > 100


def test_a_rig_file_is_read(rig: Rig, tmp_path: Path) -> None:
    """And nothing more; one that is not there is said."""
    rigs.write(rig, tmp_path / "rig.yaml")
    settings = RunSettings(Target.WIRED, rig=str(tmp_path / "rig.yaml"), select=("SSE-014",))

    plan, found = planned(settings)

    assert found.base_url == rig.base_url
    assert len(plan.items) > 0
    with pytest.raises(UsageError, match="cannot be read"):
        planned(RunSettings(Target.WIRED, rig=str(tmp_path / "gone.yaml")))
