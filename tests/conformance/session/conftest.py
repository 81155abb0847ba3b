"""One reference relay for all tests of the session that need a living one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from conformance import rigs
from conformance.rigs import Rig


@pytest.fixture(scope="session")
def rig() -> Iterator[Rig]:
    """A clean reference relay with two lanes, and its mock."""
    with rigs.start("reference", lanes=2) as started:
        yield started
