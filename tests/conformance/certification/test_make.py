"""Green runs become a bundle; others do not."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from conformance.certification import make
from conformance.certification.order import Order
from conformance.errors import UsageError

Change = Callable[[Path, Callable[[Any], None]], None]


def test_a_bundle_has_its_parts(made: dict[str, Path]) -> None:
    """What is in it is what the documents promise."""
    names = {
        path.relative_to(made["signed"]).as_posix()
        for path in made["signed"].rglob("*")
        if path.is_file()
    }

    assert names == {
        "badge.json", "badge.svg", "capabilities.yaml", "certificate.html", "certificate.json",
        "certificate.md", "certificate.zh.md", "junit.xml", "product.yaml", "report.html",
        "reproduce.sh", "requirement-set.json", "runs/1/exchanges.ndjson", "runs/1/run.json",
        "runs/2/exchanges.ndjson", "runs/2/run.json", "signing-key.pub.pem", "statement.dsse.json",
        "statement.json",
    }  # fmt: skip


def test_the_claims_are_counted(made: dict[str, Path]) -> None:
    """Two rows are required, the third is only recommended."""
    claims = json.loads((made["signed"] / "certificate.json").read_bytes())

    assert claims["requirements"] == {
        "required": 2,
        "passed": 2,
        "not_applicable": 0,
        "warned": 0,
        "not_scored": [],
    }
    assert len(claims["runs"]) == 2


def test_the_script_is_one_that_bash_reads(made: dict[str, Path]) -> None:
    """It can be started as it is."""
    script = made["signed"] / "reproduce.sh"

    assert script.stat().st_mode & 0o111
    subprocess.run(["bash", "-n", str(script)], check=True)


def test_the_same_runs_give_the_same_octets(
    place: Path, order: Order, made: dict[str, Path]
) -> None:
    """Nothing in a bundle comes from a clock or from chance."""
    make.make(place, order)

    assert (place / "statement.dsse.json").read_bytes() == (
        made["signed"] / "statement.dsse.json"
    ).read_bytes()


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda run: run.update(complete=False), "the run was cut"),
        (lambda run: run.update(mode="embedded"), "the bundled relay was judged"),
        (lambda run: run.pop("capabilities"), "does not say what the relay claims"),
        (
            lambda run: run["results"][0].update(outcome="known"),
            r"CHAT-001\[chat-stream\] is known",
        ),
        (lambda run: run["results"].clear(), "no required row passed"),
        (
            lambda run: run["results"][0].update(
                outcome="skip", exchanges=[], message="no lane with the role `narrow`"
            ),
            "was not judged: no lane with the role",
        ),
    ],
    ids=["cut", "embedded", "claims", "known", "empty", "skipped"],
)
def test_a_run_that_is_not_green_makes_nothing(
    place: Path, order: Order, change: Change, edit: Callable[[Any], None], words: str
) -> None:
    """And the reason is said."""
    change(place / "runs" / "1" / "run.json", edit)

    with pytest.raises(make.NotGreenError) as raised:
        make.make(place, order)

    assert any(re.search(words, one) for one in raised.value.problems)
    assert not (place / "statement.json").exists()


def test_a_secret_makes_no_bundle(place: Path, order: Order) -> None:
    """Not even where its owner wrote it."""
    leaky = order.product_yaml + b"notes: key sk-proj-abcdefghijklmnop1234\n"

    with pytest.raises(make.NotGreenError, match=r"product\.yaml holds an API key"):
        make.make(place, replace(order, product_yaml=leaky))


def test_a_reproduction_is_signed(place: Path, order: Order) -> None:
    """Or it would be anybody's."""
    with pytest.raises(UsageError, match="needs a signing key"):
        make.make(place, replace(order, signer=None, reproduces={}))
