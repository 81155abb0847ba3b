"""What somebody wants certified, checked before anything is sent.

Rules of this file: a certificate leaves nothing out, so whatever would is
refused here with a reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import specs
from conformance.certification.claims import is_about_the_same
from conformance.certification.files import Files, read
from conformance.certification.keys import Signer
from conformance.certification.renderings import MOST_YAML
from conformance.certification.reproduced import KEPT, reference
from conformance.certification.sets import RequirementSet, drift
from conformance.certification.verify import verify
from conformance.errors import UsageError
from conformance.model import JSON, Level
from conformance.settings.values import RunSettings

__all__ = ["Order", "product_in", "refuse", "reproducible", "scored_by"]

SCHEMA = "meta/product.schema.json"


@dataclass(frozen=True, slots=True)
class Order:
    """A certificate of ``product`` for ``profile`` under ``frozen``."""

    product: Mapping[str, JSON]
    product_yaml: bytes
    """The product's file as it was given."""
    profile: str
    frozen: RequirementSet
    load: str = "light"
    rig: str | None = None
    signer: Signer | None = None
    reproduces: Files | None = None
    """The bundle of another party, already checked."""


def refuse(settings: RunSettings) -> None:
    """Raises :class:`UsageError` for settings that would leave something out."""
    less = {
        "--select": settings.select,
        "--skip": settings.skip,
        "--level": settings.level is not Level.MAY,
        "--shard": settings.shard,
        "--baseline": settings.baseline,
        "--baseline-update": settings.baseline_update,
    }
    given = [name for name, value in less.items() if value]
    if given:
        raise UsageError(
            f"{', '.join(given)}: a certificate leaves nothing out and knows no findings; "
            "look also into [tool.relay-conformance] of pyproject.toml"
        )
    if settings.rig is None and settings.base_url is None:
        raise UsageError("a certificate is about a relay: name it with --rig or --base-url")
    if settings.profile not in specs.names("profiles"):
        known = ", ".join(specs.names("profiles"))
        raise UsageError(f"--profile: a certificate is about a profile that all have: {known}")


def product_in(file: Path) -> tuple[dict[str, JSON], bytes]:
    """The product in ``file``, and its octets. Raises :class:`UsageError` naming the place."""
    try:
        octets = file.read_bytes()
        if len(octets) > MOST_YAML:
            raise UsageError(f"--product {file}: larger than {MOST_YAML} octets")
        document = specs.parse(octets.decode("utf-8"), str(file))
        product: dict[str, JSON] = specs.check(document, SCHEMA)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"--product {file}: cannot be read") from error
    except specs.SpecError as error:
        raise UsageError(f"--product {error}") from error
    return product, octets


def scored_by(frozen: RequirementSet) -> RequirementSet:
    """``frozen``, if this suite still asks what it asked. Raises :class:`UsageError`."""
    moved = drift(frozen)
    if moved.changed or moved.gone:
        ids = ", ".join([*moved.changed, *moved.gone][:10])
        raise UsageError(
            f"the set {frozen.name} was frozen with other words of {ids}: certify with the suite "
            "that it belongs to, or against a newer set"
        )
    return frozen


def reproducible(path: Path, order: Order, today: date) -> Files:
    """The bundle at ``path``, if ``order`` may reproduce it. Raises :class:`UsageError`."""
    found = verify(path, today)
    if found.problems or found.claims is None:
        raise UsageError(f"--reproduces {path}: {found.problems[0]}")
    files = read(path)
    if order.signer is None or not set(KEPT) <= files.keys():
        raise UsageError("--reproduces: both parties sign, for they are told by their keys")
    if reference(files)["key"] == order.signer.public.id:
        raise UsageError("--reproduces: the same key has signed it; that is no other party")
    mine = {
        "product": order.product,
        "set": {"name": order.frozen.name, "digest": order.frozen.digest},
        "scope": {"profile": order.profile},
    }
    if not is_about_the_same(mine, found.claims):
        raise UsageError(f"--reproduces {path}: of another product, profile or set")
    return files
