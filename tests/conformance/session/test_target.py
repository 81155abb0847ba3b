"""What the settings point at is opened as a rig."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance import rigs
from conformance.errors import UsageError
from conformance.rigs import Rig, quiet
from conformance.session.target import black_box, models_of, open_target, with_models
from conformance.settings.values import RunSettings, Target


def opened(settings: RunSettings, workers: int = 1) -> Rig:
    """The rig of ``settings``, closed again."""
    with open_target(settings, workers=workers, log=quiet) as rig:
        return rig


def test_a_black_box_has_lanes_without_a_mock() -> None:
    """As many as probes may be under way, and at least one a worker."""
    settings = RunSettings(Target.BLACKBOX, "http://h/v1", api_key="sk-1", model="m")

    rig = opened(settings)

    assert [lane.name for lane in rig.lanes] == ["lane-0", "lane-1", "lane-2", "lane-3"]
    assert (rig.control_url, rig.lanes[0].session, rig.lanes[0].api_key) == (None, None, "sk-1")
    assert len(black_box(settings, workers=6).lanes) == 6


@pytest.mark.parametrize(("load", "full"), [("light", 0), ("full", 1)])
def test_a_black_box_bears_what_its_profile_promises(load: str, full: int) -> None:
    """On a lane of its own, with the same key."""
    settings = RunSettings(
        Target.BLACKBOX, "http://h/v1", api_key="sk-1", model="m", profile="apiyi", load=load
    )

    lanes = [lane for lane in opened(settings).lanes if lane.role == "full"]

    assert [(lane.api_key, lane.limits["rpm"]) for lane in lanes] == [("sk-1", 3000)] * full


def test_each_lane_asks_for_the_same_models() -> None:
    """One model of each kind; a run without a chat model is one without chat."""
    rig = black_box(RunSettings(Target.BLACKBOX, "http://h/v1", model="m", models={"speech": "s"}))

    assert models_of(rig.lanes[0]) == {"chat": "m", "speech": "s"}
    for models in ({"chat": "c", "speech": "s"}, {"speech": "s"}):
        assert [models_of(lane) for lane in with_models(rig, models).lanes] == [models] * 4


def test_a_rig_file_is_used_as_it_is(rig: Rig, tmp_path: Path) -> None:
    """Another address may stand in front of it; fewer lanes may be used."""
    file = tmp_path / "rig.yaml"
    rigs.write(rig, file)
    settings = RunSettings(Target.WIRED, "http://proxy/v1", rig=str(file), concurrency=1)

    found = opened(settings)

    assert found.base_url == "http://proxy/v1"
    assert [lane.name for lane in found.lanes if lane.role == "default"] == ["lane-0"]
    assert {lane.role for lane in found.lanes} == {lane.role for lane in rig.lanes}
    with pytest.raises(UsageError, match="3 workers need 3 lanes, but the rig has 1"):
        opened(settings, workers=3)


def test_an_embedded_run_starts_the_reference_relay() -> None:
    """With as many lanes as asked for."""
    found = opened(RunSettings(concurrency=1))

    assert found.kind == "reference"
    assert [lane.name for lane in found.lanes if lane.role == "default"] == ["lane-0"]


def test_the_reference_relay_plays_the_profile() -> None:
    """Its base path shows it."""
    found = opened(RunSettings(concurrency=1, profile="sozeer"))

    assert found.base_url.endswith("/api/v1")


def test_an_unknown_rig_names_the_known() -> None:
    """A name that is neither a kind nor a file is wrong use."""
    with pytest.raises(UsageError, match="reference, litellm"):
        opened(RunSettings(Target.WIRED, rig="nope"))
