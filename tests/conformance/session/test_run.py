"""A run opens, gathers and writes; also one that was cut."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import specs
from conformance import baseline, rigs
from conformance.errors import SetupError, UsageError
from conformance.rigs import Rig
from conformance.session import Run
from conformance.session.worker import plan_for
from conformance.settings.values import RunSettings, Target


@pytest.fixture
def settings(rig: Rig, tmp_path: Path) -> RunSettings:
    """A run of one requirement against the rig, into a directory of its own."""
    file = tmp_path / "rig.yaml"
    rigs.write(rig, file)
    return RunSettings(Target.WIRED, rig=str(file), select=("SSE-014",), out=str(tmp_path / "out"))


def judged(run: Run) -> None:
    """Judge the whole plan in this process."""
    worker = run.worker()
    for item in run.plan.items:
        run.take(worker.judge(item))
    worker.close()


def test_a_whole_run_is_conformant(settings: RunSettings) -> None:
    """The document is valid and counts what was sent."""
    run = Run(settings)
    judged(run)

    document = run.finish(complete=True)
    run.close()

    specs.validator("meta/run.schema.json").validate(document)
    assert (document["complete"], document["exit_code"]) == (True, 0)
    assert document["cost"]["requests"] > 0
    assert run.payload()["workers"] == 1


def test_the_document_names_what_was_judged(settings: RunSettings) -> None:
    """Not all that the rig could show, where the user claims less."""
    run = Run(replace(settings, supports=("chat", "chat.stream")))
    judged(run)

    document = run.finish(complete=True)
    run.close()

    assert document["capabilities"] == ["chat", "chat.stream"]


def test_a_wired_run_tells_what_became_of_each_parameter(settings: RunSettings) -> None:
    """As far as its probes showed them."""
    run = Run(replace(settings, select=("PAR-010",)))
    judged(run)

    document = run.finish(complete=True)
    run.close()

    specs.validator("meta/run.schema.json").validate(document)
    assert document["parameters"] == [
        {
            "endpoint": "moderations",
            "parameter": "input",
            "fate": "forwarded",
            "exchange": "parameters-moderations[whole]/0",
        }
    ]


def test_a_cut_run_keeps_what_it_had(settings: RunSettings) -> None:
    """Without all results it is not complete, whoever says so."""
    run = Run(settings)

    document = run.finish(complete=True)
    run.close()
    run.close()

    specs.validator("meta/run.schema.json").validate(document)
    assert (document["complete"], document["exit_code"]) == (False, 3)


def test_fewer_cases_can_be_expected(settings: RunSettings) -> None:
    """What pytest left out is not missing."""
    run = Run(settings)
    run.expect(0)

    document = run.finish(complete=True)
    run.close()

    assert (document["complete"], document["exit_code"]) == (True, 3)


def test_a_stale_baseline_fails_the_run(settings: RunSettings, tmp_path: Path) -> None:
    """A row that excuses a pass is told, and so is an expired one."""
    file = tmp_path / "b.yaml"
    file.write_text("- {id: SSE-014, reason: r, expires: 2020-01-01}\n")
    run = Run(replace(settings, baseline=str(file)))
    judged(run)

    document = run.finish(complete=True)
    run.close()

    assert document["exit_code"] == 1
    assert "expired" in document["notices"][0]


def test_a_baseline_is_written_on_request(settings: RunSettings, tmp_path: Path) -> None:
    """Failures of the run become rows; a second run would know them."""
    file = tmp_path / "b.yaml"
    run = Run(replace(settings, baseline=str(file), baseline_update=True))
    worker = run.worker()
    for item in run.plan.items:
        run.take({**worker.judge(item), "outcome": "fail", "message": "odd"})
    worker.close()

    run.finish(complete=True)
    run.close()

    assert {(row.id, row.reason) for row in baseline.load(file)} == {("SSE-014", "odd")}


def test_a_black_box_run_finds_its_model(rig: Rig, tmp_path: Path) -> None:
    """Seen from outside, the relay is asked which models it has."""
    key = rig.lanes[0].api_key
    settings = RunSettings(
        Target.BLACKBOX, rig.base_url, api_key=key, select=("SSE-014",), out=str(tmp_path)
    )
    run = Run(settings)
    judged(run)

    document = run.finish(complete=True)
    run.close()

    specs.validator("meta/run.schema.json").validate(document)
    assert document["target"]["model"] == "lane-0"
    assert document["exit_code"] == 0
    assert "lane-0 is asked for" in document["notices"][0]


def test_a_claim_without_a_model_is_no_verdict(rig: Rig, tmp_path: Path) -> None:
    """The one model of the list serves all; without a list the user has to name one."""
    settings = RunSettings(
        Target.BLACKBOX, rig.base_url, api_key=rig.lanes[0].api_key, supports=("embeddings",),
        select=("embeddings",), out=str(tmp_path),
    )  # fmt: skip
    run = Run(settings)
    run.rig = replace(run.rig, lanes=tuple(replace(lane, models={}) for lane in run.rig.lanes))
    chosen = run.notices[-1]
    run.plan = plan_for(settings, run.rig)
    judged(run)

    document = run.finish(complete=True)
    run.close()

    assert chosen == "models chosen for other endpoints: embeddings=lane-0"
    assert {row["outcome"] for row in document["results"]} == {"inconclusive"}
    assert document["exit_code"] == 3


@pytest.mark.parametrize(
    ("has", "error", "words"),
    [
        ({"max_requests": 0}, SetupError, "budget of 0"),
        ({"base_url": "http://127.0.0.1:1/v1"}, SetupError, "nothing listens"),
        ({"select": ("QQQ",)}, UsageError, "matches nothing"),
        ({"baseline": "/nonexistent"}, UsageError, "baseline"),
    ],
)
def test_a_run_that_cannot_be_opened_leaves_nothing(
    settings: RunSettings, has: dict[str, object], error: type[Exception], words: str
) -> None:
    """No directory is made for it."""
    with pytest.raises(error, match=words):
        Run(replace(settings, **has))  # type: ignore[arg-type]

    assert not Path(str(settings.out)).exists()
