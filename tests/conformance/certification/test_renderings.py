"""Pages are what the documents render to."""

from __future__ import annotations

import json
from pathlib import Path

from conformance.catalog.declared import read as declared_in
from conformance.certification import renderings
from conformance.certification.files import read
from conformance.certification.score import Scope


def test_an_honest_bundle_shows_what_it_says(bundle: Path) -> None:
    """Every page, the product and the capabilities."""
    claims = json.loads((bundle / "certificate.json").read_bytes())

    assert list(renderings.problems(read(bundle), claims)) == []


def test_what_is_no_text_is_not_what_was_meant(bundle: Path) -> None:
    """Hostile octets end in a sentence."""
    claims = json.loads((bundle / "certificate.json").read_bytes())
    files = {**read(bundle), "product.yaml": b"\xff", "capabilities.yaml": b"a: ["}

    assert list(renderings.problems(files, claims)) == [
        "product.yaml is not what the certificate says",
        "capabilities.yaml is not what the certificate says",
    ]


def test_the_capabilities_are_a_file_that_a_run_takes(bundle: Path) -> None:
    """So that anybody can judge the same claims."""
    scope = Scope.from_json(json.loads((bundle / "certificate.json").read_bytes())["scope"])

    claimed = declared_in(bundle / "capabilities.yaml").claimed

    assert {*claimed, "profile"} == {*scope.capabilities, "profile"}
