"""A recorded probe is carried out again where it was, and compared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conformance import rigs
from conformance.cli import code_of
from conformance.errors import SetupError, UsageError
from conformance.session import replay
from conformance.wire import jsontext


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The directory and document of a run with a failure; its relay still stands."""
    folder = tmp_path_factory.mktemp("replay")
    with rigs.start("reference", lanes=2, defects=["drop_done"]) as rig:
        rigs.write(rig, folder / "rig.yaml")
        flags = [
            "--rig",
            str(folder / "rig.yaml"),
            "--out",
            str(folder / "out"),
            "--format",
            "junit",
        ]
        chosen = ["--select", "SSE-014", "--select", "upstream-html*"]
        assert code_of(["run", *flags, *chosen]) == 1
        yield folder / "out", jsontext.loads((folder / "out" / "run.json").read_bytes())


Recorded = tuple[Path, dict[str, Any]]


@pytest.mark.parametrize(
    "wanted", ["SSE-014", "SSE-014[chat-stream]", "chat-stream", "chat-stream/0"]
)
def test_the_same_relay_does_the_same(recorded: Recorded, wanted: str) -> None:
    """By the name of a requirement, a case, a probe or an exchange."""
    found = replay.find(*recorded, wanted)

    pairs = replay.replay(found, recorded[1])

    assert pairs
    assert [pair.differences for pair in pairs] == [()] * len(pairs)


def test_the_mock_plays_its_script_again(recorded: Recorded) -> None:
    """The same request meets the same fault, on the same lane."""
    found = replay.find(*recorded, "upstream-html[stream=false]")

    (pair,) = replay.replay(found, recorded[1])

    assert pair.new.status == pair.old.status == 502
    assert pair.differences == ()


def test_a_mended_relay_differs(recorded: Recorded) -> None:
    """Another address is asked in place of the recorded one."""
    found = replay.find(*recorded, "SSE-014[chat-stream]")
    with rigs.start("reference", lanes=2) as sound:
        rigs.write(sound, recorded[0] / "sound.yaml")

        (pair,) = replay.replay(found, recorded[1], rig_file=str(recorded[0] / "sound.yaml"))

    assert "+data: [DONE]" in pair.differences[-1]


def test_an_embedded_run_starts_its_relay_again(recorded: Recorded) -> None:
    """Nothing of it is left to be asked."""
    document = {**recorded[1], "mode": "embedded"}
    document["target"] = {**document["target"], "rig": None}

    (pair,) = replay.replay(replay.find(*recorded, "chat-stream/0"), document)

    assert "+data: [DONE]" in pair.differences[-1]


def test_a_live_relay_is_asked_with_the_key_of_the_environment(recorded: Recorded) -> None:
    """The record holds none; here nobody listens."""
    document = {**recorded[1], "mode": "blackbox"}
    document["target"] = {**document["target"], "rig": None, "model": "gpt-4o-mini"}
    found = replay.find(*recorded, "chat-stream/0")

    (pair,) = replay.replay(found, document, base_url="http://127.0.0.1:9", api_key="sk-abcdefgh1")

    assert pair.new.status is None
    assert pair.new.request.url.startswith("http://127.0.0.1:9/v1/")
    assert ("authorization", "Bearer [redacted:key of lane-0]") in pair.new.request.headers


def test_what_is_not_there_is_said(recorded: Recorded) -> None:
    """A run without it, and a catalogue without it."""
    directory, document = recorded
    with pytest.raises(UsageError, match="no exchange of 'XXX-001'"):
        replay.find(directory, document, "XXX-001")
    text = (directory / "exchanges.ndjson").read_text(encoding="utf-8")
    other = directory / "gone"
    other.mkdir()
    (other / "exchanges.ndjson").write_text(text.replace("chat-stream", "chat-gone"))
    with pytest.raises(UsageError, match="no probe 'chat-gone"):
        replay.find(other, document, "chat-gone/0")


def test_a_probe_that_cannot_be_carried_out_is_no_answer(recorded: Recorded) -> None:
    """A rig without a lane for it."""
    found = replay.find(*recorded, "chat-stream/0")
    text = (recorded[0].parent / "rig.yaml").read_text(encoding="utf-8")
    (recorded[0] / "idle.yaml").write_text(text.replace("http://127.0.0.1", "http://127.0.0.9"))

    with pytest.raises((SetupError, UsageError)):
        replay.replay(found, recorded[1], rig_file=str(recorded[0] / "idle.yaml"))
