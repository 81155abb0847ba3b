"""A recorded run is judged again as it was, and sent again as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from conformance import rigs
from conformance.errors import UsageError
from conformance.rigs import Rig
from conformance.session import Run
from conformance.session.again import find_exchange, judged_again, send_again
from conformance.settings.values import RunSettings, Target


@pytest.fixture
def recorded(rig: Rig, tmp_path: Path) -> tuple[Path, dict[str, Any]]:
    """The directory and document of a small run."""
    file = tmp_path / "rig.yaml"
    rigs.write(rig, file)
    run = Run(RunSettings(Target.WIRED, rig=str(file), select=("SSE-014",), out=str(tmp_path)))
    worker = run.worker()
    for item in run.plan.items:
        run.take(worker.judge(item))
    worker.close()
    document = run.finish(complete=True)
    run.close()
    return tmp_path, document


def test_the_same_rules_give_the_same_results(recorded: tuple[Path, dict[str, Any]]) -> None:
    """Judging needs nothing but the record."""
    directory, document = recorded

    rows, verdicts, code = judged_again(directory, document, strict=False)

    before = {(row["id"], row["case"]): row["outcome"] for row in document["results"]}
    after = {(row["id"], row["case"]): row["outcome"] for row in rows}
    assert before.items() <= after.items()
    assert set(verdicts) == {"documented", "strict"}
    assert code in {0, 1, 3}


def test_an_exchange_is_sent_again(recorded: tuple[Path, dict[str, Any]], rig: Rig) -> None:
    """To the same relay, or to another address."""
    directory, document = recorded
    old = find_exchange(directory, document["results"][0]["exchanges"])

    same = send_again(old, None, None)
    moved = send_again(old, rig.base_url.removesuffix("/v1"), None)

    assert [same.status, moved.status] == [200, 200]
    assert moved.request.url == old.request.url
    assert moved.request.body == old.request.body


def test_what_is_not_recorded_is_said(tmp_path: Path) -> None:
    """A directory without a log, and a log without the exchange."""
    with pytest.raises(UsageError, match="no record"):
        judged_again(tmp_path, {"mode": "wired", "complete": True}, strict=False)
    (tmp_path / "exchanges.ndjson").write_text("")
    with pytest.raises(UsageError, match="none of the exchanges"):
        find_exchange(tmp_path, ["ask/0"])


def test_a_redacted_key_must_be_given_again(recorded: tuple[Path, dict[str, Any]]) -> None:
    """A record holds no key to send."""
    from dataclasses import replace

    directory, document = recorded
    old = find_exchange(directory, document["results"][0]["exchanges"])
    headers = (("authorization", "Bearer [redacted]"), ("x-api-key", "[redacted]"))
    hidden = replace(old, request=replace(old.request, headers=headers))

    with pytest.raises(UsageError, match="OPENAI_API_KEY"):
        send_again(hidden, None, None)

    assert send_again(hidden, None, "sk-wrong-12345").status == 401
