"""Checks that what people read in a bundle is what its documents say.

Rules of this file: the same suite renders the same octets, so a page that
differs was replaced.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import specs
from conformance.certification import suite
from conformance.certification.files import Files
from conformance.certification.score import Scope
from conformance.model import JSON
from conformance.settings.profile import DOCUMENTED

__all__ = ["REPORTS", "declared", "problems", "reports_of"]

REPORTS = ("html", "junit")
MOST_YAML = 2**16
"""Octets of a YAML file that is read; a product is described in a few hundred."""


def declared(scope: Scope) -> dict[str, JSON]:
    """The scope's capabilities as `run --capabilities` takes them."""
    own = {name: "claimed" for name in scope.capabilities if name != DOCUMENTED}
    return {"version": 1, "capabilities": own}


def reports_of(run_json: bytes) -> Files:
    """The reports of a run by their names."""
    from reports import formats  # noqa: PLC0415 (templates)

    with TemporaryDirectory() as folder:
        (Path(folder) / "run.json").write_bytes(run_json)
        return {file.name: file.read_bytes() for file in formats.render(folder, REPORTS)}


def pages_of(claims: Mapping[str, JSON]) -> Files:
    """The pages of the certificate by their names."""
    from reports import certificate  # noqa: PLC0415 (templates)

    return {name: text.encode() for name, text in certificate.render(claims).items()}


def problems(files: Files, claims: Mapping[str, JSON]) -> Iterator[str]:
    """Each file for readers that says something else than the documents."""
    for name, meant in (
        ("product.yaml", claims["product"]),
        ("capabilities.yaml", declared(Scope.from_json(claims["scope"]))),
    ):
        try:
            is_small = len(files[name]) <= MOST_YAML
            is_meant = is_small and specs.parse(files[name].decode("utf-8"), name).value == meant
        except (specs.SpecError, UnicodeDecodeError):
            is_meant = False
        if not is_meant:
            yield f"{name} is not what the certificate says"
    if not suite.is_same(claims["suite"]):
        return
    last = files[f"runs/{len(claims['runs'])}/run.json"]
    for name, octets in {**reports_of(last), **pages_of(claims)}.items():
        if files.get(name) != octets:
            yield f"{name} is not what the recorded run and its certificate render to"
