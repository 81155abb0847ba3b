"""The engine runs each instance once, ahead of who waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from conformance.catalog import Case, Instance
from conformance.model import Blame, End, Exchange, ProbeRun
from conformance.rigs import Lane, Rig
from conformance.session import engine as module
from conformance.session.budget import Budget
from conformance.session.carry import Carrier
from conformance.session.engine import Engine, secrets_of
from conformance.transport.record import ExchangeLog


def engine(rig: Rig, log: Path) -> Engine:
    """An engine over all lanes of ``rig``."""
    return Engine(rig, rig.lanes, budget=Budget(), timeout_s=5, log=log)


def test_an_instance_is_sent_once(rig: Rig, tmp_path: Path, make_case: Callable[..., Case]) -> None:
    """Wanting it again gives the same run; the exchange is on disk at once."""
    instance = make_case(probe_has={"requests": ({"method": "GET", "path": "/models"},)}).instance
    log = tmp_path / "x.ndjson"
    sut = engine(rig, log)

    first, again = sut.want(instance), sut.want(instance)
    run = first.result(10)
    sut.close()

    assert again is first
    assert [one.status for one in run.exchanges] == [200]
    assert run.exchanges[0].upstream == ()
    assert [one.id for one in ExchangeLog(log)] == ["ask/0"]
    assert not [t for t in threading.enumerate() if t.name == "relay-conformance-probes"]


def test_a_broken_row_is_an_error_of_ours(
    rig: Rig, tmp_path: Path, make_case: Callable[..., Case]
) -> None:
    """An exception in a probe ends at the border, as the suite's fault."""
    sut = engine(rig, tmp_path / "x.ndjson")

    run = sut.want(make_case(probe_has={"lane": "nowhere"}).instance).result(10)
    sut.close()

    assert run.blame is Blame.SUITE
    assert "nowhere" in str(run.problem)


def test_a_relay_that_is_gone_is_not_asked_for_ever(
    rig: Rig,
    tmp_path: Path,
    make_case: Callable[..., Case],
    make_exchange: Callable[..., Exchange],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """After so many probes without an answer, the rest is not sent."""
    sent: list[str] = []

    async def silent(_: object, instance: Instance) -> ProbeRun:
        sent.append(instance.key)
        return ProbeRun(instance.key, (make_exchange(b"", status=None, end=End.TIMEOUT),))

    monkeypatch.setattr(Carrier, "carry_out", silent)
    sut = engine(rig, tmp_path / "x.ndjson")

    runs = [
        sut.want(make_case(probe=f"p{at}").instance).result(10)
        for at in range(module.SILENT_LIMIT + 1)
    ]
    sut.close()

    assert len(sent) == module.SILENT_LIMIT
    assert runs[-1].blame is Blame.NETWORK


def test_only_keys_that_somebody_owns_are_secrets(rig: Rig) -> None:
    """Keys that a rig made up are evidence; a user's key is not."""
    own = Lane("lane", "m", "sk-user")
    by_name = replace(rig.lanes[0], name="named", api_key_env="KEY")
    by_hand = replace(rig.lanes[0], name="by-hand", api_key="sk-master")

    assert secrets_of(rig) == {}
    assert list(secrets_of(replace(rig, lanes=(own, by_name, by_hand))).values()) == [
        "sk-user", rig.lanes[0].api_key, "sk-master",
    ]  # fmt: skip
