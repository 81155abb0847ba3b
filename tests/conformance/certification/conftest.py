"""One small bundle, made from a real run, for all tests that change a copy of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from conformance import rigs
from conformance.certification import make, renderings, sets, statement, verify
from conformance.certification.files import read
from conformance.certification.keys import Signer, signer
from conformance.certification.order import Order
from conformance.session import Run
from conformance.settings.values import RunSettings, Target

IDS = ("CHAT-001", "CHAT-004", "SSE-014")
"""Two rows that bind and one that recommends, all of streams."""

PRODUCT = b"""\
version: 1
vendor: {name: Example Ltd, contact: conformance@relay.example}
product: {name: Example Relay, release: "2.4.1", url: "https://relay.example"}
"""


def pem(seed: int) -> bytes:
    """A private key that is the same in every run."""
    key = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


@pytest.fixture(autouse=True, scope="session")
def rendered_once() -> Iterator[None]:
    """The same run is rendered once: that is pure, and dear."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(renderings, "reports_of", cache(renderings.reports_of))
        yield


@pytest.fixture(scope="session")
def key() -> Signer:
    """The vendor's key."""
    return signer(pem(1), "a test")


@pytest.fixture(scope="session")
def other_key() -> Signer:
    """Another party's key."""
    return signer(pem(2), "a test")


@pytest.fixture(scope="session")
def small_set() -> sets.RequirementSet:
    """A set of a few rows, frozen on the day that it is asked for."""
    whole = sets.freeze("2026-11", date(2026, 11, 26)).document
    return sets.from_json({**whole, "rows": {name: whole["rows"][name] for name in IDS}})


@pytest.fixture(scope="session")
def order(small_set: sets.RequirementSet, key: Signer) -> Order:
    """What the bundle is made for."""
    product = {
        "version": 1,
        "vendor": {"name": "Example Ltd", "contact": "conformance@relay.example"},
        "product": {
            "name": "Example Relay",
            "release": "2.4.1",
            "url": "https://relay.example",
        },
    }
    return Order(product, PRODUCT, "generic", small_set, rig="reference", signer=key)


@pytest.fixture(scope="session")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The directories of two small runs of the reference relay."""
    folder = tmp_path_factory.mktemp("runs")
    with rigs.start("reference", lanes=2) as rig:
        rigs.write(rig, folder / "rig.yaml")
        return _run(folder, "1"), _run(folder, "2")


def _run(folder: Path, name: str) -> Path:
    settings = RunSettings(
        Target.WIRED,
        rig=str(folder / "rig.yaml"),
        profile="generic",
        select=IDS,
        out=str(folder / name),
        formats=(),
    )
    run = Run(settings)
    worker = run.worker()
    for item in run.plan.items:
        run.take(worker.judge(item))
    worker.close()
    run.finish(complete=True)
    run.close()
    return folder / name


@pytest.fixture
def place(tmp_path: Path, runs: tuple[Path, Path]) -> Path:
    """A folder with copies of the runs, ready to become a bundle."""
    folder = tmp_path / "bundle"
    for number, run in enumerate(runs, 1):
        shutil.copytree(run, folder / "runs" / str(number))
    return folder


@pytest.fixture(scope="session")
def made(
    tmp_path_factory: pytest.TempPathFactory, runs: tuple[Path, Path], order: Order
) -> dict[str, Path]:
    """The bundle, signed and unsigned."""
    folders = {}
    for name, ordered in {"signed": order, "unsigned": replace(order, signer=None)}.items():
        folder = tmp_path_factory.mktemp(name) / "bundle"
        for number, run in enumerate(runs, 1):
            shutil.copytree(run, folder / "runs" / str(number))
        make.make(folder, ordered)
        folders[name] = folder
    return folders


@pytest.fixture
def published(
    monkeypatch: pytest.MonkeyPatch, small_set: sets.RequirementSet
) -> sets.RequirementSet:
    """The small set is one that the suite knows."""
    monkeypatch.setattr(verify, "load", lambda _: small_set)
    return small_set


@pytest.fixture
def bundle(tmp_path: Path, made: dict[str, Path], published: sets.RequirementSet) -> Path:
    """A copy of the signed bundle."""
    return Path(shutil.copytree(made["signed"], tmp_path / "copy"))


@pytest.fixture
def unsigned(tmp_path: Path, made: dict[str, Path], published: sets.RequirementSet) -> Path:
    """A copy of the unsigned bundle: everybody can make its digests fit again."""
    return Path(shutil.copytree(made["unsigned"], tmp_path / "copy-unsigned"))


@pytest.fixture
def reseal() -> Callable[[Path], None]:
    """Makes the statement of an unsigned bundle fit its files, as a forger would."""

    def forge(folder: Path) -> None:
        file = folder / "statement.json"
        told = json.loads(file.read_bytes())
        file.unlink()
        told["subject"] = [
            {"name": name, "digest": {"sha256": statement.digest(octets)}}
            for name, octets in sorted(read(folder).items())
        ]
        file.write_bytes(statement.as_octets(told))

    return forge


@pytest.fixture
def change() -> Callable[[Path, Callable[[Any], None]], None]:
    """Changes a JSON file in place."""

    def edit(file: Path, edited: Callable[[Any], None]) -> None:
        value = json.loads(file.read_bytes())
        edited(value)
        file.write_bytes(statement.as_octets(value))

    return edit
