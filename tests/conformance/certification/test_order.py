"""Whatever would make a certificate mean less is refused before anything is sent."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from conformance.certification import sets
from conformance.certification.keys import Signer
from conformance.certification.order import Order, product_in, refuse, reproducible, scored_by
from conformance.errors import UsageError
from conformance.model import Level
from conformance.settings.values import RunSettings, Target

WHOLE = RunSettings(Target.WIRED, rig="reference", profile="generic")


def test_a_whole_run_is_taken() -> None:
    """Nothing is left out of it."""
    refuse(WHOLE)


@pytest.mark.parametrize(
    ("has", "words"),
    [
        ({"select": ("SSE-*",)}, "--select: a certificate leaves nothing out"),
        ({"skip": ("SSE-001",)}, "--skip"),
        ({"level": Level.MUST}, "--level"),
        ({"shard": (1, 2)}, "--shard"),
        ({"baseline": "known.yaml"}, "--baseline"),
        ({"baseline_update": True}, "--baseline-update"),
        ({"rig": None}, "name it with --rig or --base-url"),
        ({"profile": None}, "a profile that all have: .*generic"),
        ({"profile": "mine.yaml"}, "a profile that all have"),
    ],
    ids=lambda part: "-".join(part) if isinstance(part, dict) else "",
)
def test_what_leaves_something_out_is_refused(has: dict[str, Any], words: str) -> None:
    """Filters, baselines, and profiles that nobody else has."""
    with pytest.raises(UsageError, match=words):
        refuse(replace(WHOLE, **has))


def test_the_product_is_read_with_its_octets(tmp_path: Path, order: Order) -> None:
    """The file goes into the bundle as it is."""
    file = tmp_path / "product.yaml"
    file.write_bytes(order.product_yaml)

    assert product_in(file) == (order.product, order.product_yaml)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("version: 1", "'vendor' is a required property"),
        ("# " + "x" * 70_000, "larger than 65536 octets"),
    ],
)
def test_a_bad_product_names_its_place(tmp_path: Path, text: str, words: str) -> None:
    """As all files of the suite do."""
    file = tmp_path / "product.yaml"
    file.write_text(text)

    with pytest.raises(UsageError, match=words):
        product_in(file)
    with pytest.raises(UsageError, match="cannot be read"):
        product_in(tmp_path / "gone.yaml")


def test_a_set_whose_rows_have_changed_is_not_scored(small_set: sets.RequirementSet) -> None:
    """The suite of today asks something else."""
    rows = {**small_set.document["rows"]}
    rows["CHAT-001"] = {**rows["CHAT-001"], "digest": "sha256:" + "0" * 64}

    assert scored_by(small_set) is small_set
    with pytest.raises(UsageError, match="other words of CHAT-001"):
        scored_by(sets.from_json({**small_set.document, "rows": rows}))


def test_only_another_partys_sound_bundle_is_reproduced(
    bundle: Path, unsigned: Path, order: Order, other_key: Signer
) -> None:
    """Of the same product, profile and set."""
    theirs = replace(order, signer=other_key)
    day = date.fromisoformat(json.loads((bundle / "certificate.json").read_bytes())["issued"])

    assert "certificate.json" in reproducible(bundle, theirs, day)
    for where, mine, words in (
        (bundle, order, "the same key has signed it"),
        (bundle, replace(order, signer=None), "both parties sign"),
        (unsigned, theirs, "both parties sign"),
        (bundle, replace(theirs, profile="lalc"), "another product, profile or set"),
    ):
        with pytest.raises(UsageError, match=words):
            reproducible(where, mine, day)
    with pytest.raises(UsageError, match="expired"):
        reproducible(bundle, theirs, date(2099, 1, 1))
