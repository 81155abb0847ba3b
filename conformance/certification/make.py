"""Makes the bundle of a certificate from runs that are done.

Rules of this file: the runs stand in ``runs/1`` … of the folder already; what
is not green makes no bundle. The statement is written last, so that a folder
without one is no bundle.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from conformance.certification import (
    chain,
    files,
    leaks,
    rejudge,
    renderings,
    reproduced,
    statement,
)
from conformance.certification.claims import Recorded, certificate
from conformance.certification.keys import Signer
from conformance.certification.order import Order
from conformance.certification.scoping import scope_of
from conformance.certification.score import Scope, Score, score
from conformance.certification.script import reproduce_sh
from conformance.errors import UsageError
from conformance.model import JSON

__all__ = ["NotGreenError", "make", "problems_of"]

RUN_FILES = frozenset({"run.json", "exchanges.ndjson"})


class NotGreenError(Exception):
    """A run is not what a certificate needs; ``problems`` are sentences."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems[:3]))
        self.problems = tuple(problems)


def problems_of(order: Order, document: Mapping[str, JSON]) -> Iterator[str]:
    """Why a run earns no certificate; nothing when it is green."""
    if not document["complete"]:
        yield "the run was cut"
    if document["mode"] == "embedded":
        yield "the bundled relay was judged; name one with --rig or --base-url"
        return
    if "capabilities" not in document:
        yield "the run does not say what the relay claims"
        return
    scope = _scope(order, document)
    yield from score(document["results"], order.frozen, scope).problems
    yield from rejudge.unasked(document, order.frozen, scope)


def make(folder: Path, order: Order) -> dict[str, JSON]:
    """Turn the runs in ``folder`` into a bundle; its claims.

    Raises :class:`NotGreenError` when a run is not green or anything in it
    looks like a credential.
    """
    places = sorted((folder / "runs").iterdir(), key=lambda path: int(path.name))
    runs = [_recorded(place) for place in places]
    found = [one for run in runs for one in problems_of(order, run.document)]
    if found:
        raise NotGreenError(found)
    last = runs[-1].document
    scope = _scope(order, last)
    total = score(last["results"], order.frozen, scope)
    claims = certificate(
        order.product,
        order.frozen,
        scope,
        runs,
        total,
        reproduces=_reproduced(folder, order),
    )
    last_run = (places[-1] / "run.json").read_bytes()
    for name, octets in {**renderings.reports_of(last_run), **renderings.pages_of(claims)}.items():
        (folder / name).write_bytes(octets)
    _write(folder, "certificate.json", claims)
    (folder / "product.yaml").write_bytes(order.product_yaml)
    _write(folder, "requirement-set.json", order.frozen.document)
    _write(folder, "capabilities.yaml", renderings.declared(scope))
    script = folder / "reproduce.sh"
    script.write_text(reproduce_sh(claims, last["target"], order.rig), encoding="utf-8")
    script.chmod(0o755)
    _seal(folder, order.signer, claims, total)
    return claims


def _scope(order: Order, document: Mapping[str, JSON]) -> Scope:
    return scope_of(document, order.frozen, profile=order.profile, load=order.load)


def _recorded(place: Path) -> Recorded:
    """One run, its exchanges chained and whatever else it wrote gone."""
    log = place / "exchanges.ndjson"
    with log.open("rb") as lines:
        links = list(chain.chained(lines))
    log.write_bytes(b"".join(links))
    for other in place.iterdir():
        if other.name not in RUN_FILES:
            other.unlink()
    document = json.JSONDecoder().decode((place / "run.json").read_text(encoding="utf-8"))
    return Recorded(document, len(links), chain.head(b"".join(links)))


def _reproduced(folder: Path, order: Order) -> dict[str, JSON] | None:
    """What stays of the bundle that is reproduced: its claims and their signature."""
    if order.reproduces is None:
        return None
    if order.signer is None:
        raise UsageError("--reproduces needs a signing key: two parties are told by their keys")
    (folder / "reproduced").mkdir()
    for name in reproduced.KEPT:
        (folder / "reproduced" / name).write_bytes(order.reproduces[name])
    return reproduced.reference(order.reproduces)


def _seal(folder: Path, key: Signer | None, claims: Mapping[str, JSON], total: Score) -> None:
    """Write the statement over all files, and sign it where there is a key."""
    if key is not None:
        (folder / "signing-key.pub.pem").write_bytes(key.public.pem)
    found = files.read(folder)
    leaked = [one for name in sorted(found) for one in leaks.leaks_in(name, found[name])]
    if leaked:
        raise NotGreenError(leaked)
    digests = {name: statement.digest(octets) for name, octets in found.items()}
    octets = statement.as_octets(statement.statement(digests, claims, total))
    if key is not None:
        _write(folder, "statement.dsse.json", statement.envelope(octets, key))
    (folder / "statement.json").write_bytes(octets)


def _write(folder: Path, name: str, document: Mapping[str, JSON]) -> None:
    (folder / name).write_bytes(statement.as_octets(document))
