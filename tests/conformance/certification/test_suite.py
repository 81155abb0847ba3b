"""The suite's digest is over its code and data."""

from __future__ import annotations

import re
from importlib.resources import files

from conformance import __version__
from conformance.certification import suite


def test_the_digest_covers_every_package() -> None:
    """It is the same each time it is asked for, and reports of runs are no part of it."""
    names = [name for package in suite.PACKAGES for name, _ in suite._walk(files(package), package)]

    assert re.fullmatch("sha256:[0-9a-f]{64}", suite.digest())
    assert "conformance/certification/suite.py" in names
    assert "specs/requirements/chat.yaml" in names
    assert "reports/templates/certificate.html.j2" in names
    assert not any(name.startswith("reports/out/") for name in names)


def test_another_version_or_digest_is_another_suite() -> None:
    """Both must be the same."""
    own = {"version": __version__, "digest": suite.digest()}

    assert suite.is_same(own)
    assert not suite.is_same({**own, "version": "0.0.0"})
    assert not suite.is_same({**own, "digest": "sha256:0"})
