"""A reproduction keeps what another party has signed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from conformance.certification import make, verify
from conformance.certification.files import read
from conformance.certification.keys import Signer
from conformance.certification.order import Order

Change = Callable[[Path, Callable[[Any], None]], None]


@pytest.fixture
def twice(place: Path, bundle: Path, order: Order, other_key: Signer) -> Path:
    """A bundle of level L2."""
    make.make(place, replace(order, signer=other_key, reproduces=read(bundle)))
    return place


def refusals(folder: Path) -> str:
    """All reasons on the day of the runs."""
    found = verify.verify(folder, date(2026, 1, 1))
    day = date.fromisoformat(found.claims["issued"]) if found.claims else date(2026, 1, 1)
    return "\n".join(verify.verify(folder, day).problems)


def test_a_reproduction_is_of_level_two(twice: Path, other_key: Signer, key: Signer) -> None:
    """It is signed by the second party and names the first."""
    found = verify.verify(twice, date(2099, 1, 1), other_key.public)

    assert found.claims is not None
    assert found.claims["level"] == "L2"
    assert found.claims["reproduces"]["key"] == key.public.id
    assert "two keys are two parties only to whoever knows both" in found.notices[0]
    assert refusals(twice) == ""


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("certificate.json", "the certificate that it reproduces was changed"),
        ("statement.json", "what it reproduces is another bundle"),
        ("statement.dsse.json", "cannot be read"),
        ("signing-key.pub.pem", "cannot be read"),
    ],
)
def test_what_is_reproduced_cannot_be_changed(twice: Path, name: str, words: str) -> None:
    """Each of the four files is held against the others."""
    file = twice / "reproduced" / name
    octets = file.read_bytes()
    file.write_bytes(octets.replace(b"Example", b"Another") if b"Example" in octets else octets[9:])

    assert f"reproduced/{name} was changed" in refusals(twice)
    if name != "statement.json":
        assert words in refusals(twice)


@pytest.mark.parametrize("name", ["statement.dsse.json", "statement.json", "certificate.json"])
def test_what_is_reproduced_keeps_its_schema(twice: Path, name: str) -> None:
    """Hostile documents end in a sentence."""
    (twice / "reproduced" / name).write_text("{}")

    assert f"cannot be read: {name} breaks its schema" in refusals(twice)


def test_what_is_reproduced_must_be_there(twice: Path) -> None:
    """A claim of another party's word needs that word."""
    (twice / "reproduced" / "statement.dsse.json").unlink()

    assert "what it reproduces is not there: statement.dsse.json" in refusals(twice)


def test_nobody_reproduces_himself(place: Path, bundle: Path, order: Order) -> None:
    """The same key twice is one party."""
    make.make(place, replace(order, reproduces=read(bundle)))

    assert "the same key has signed both" in refusals(place)
