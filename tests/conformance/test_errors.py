"""Each voice of failure is its own exception under one base."""

from __future__ import annotations

import pytest

from conformance.errors import ConformanceError, SetupError, UsageError


@pytest.mark.parametrize("kind", [UsageError, SetupError])
def test_voices_share_a_base_and_nothing_else(kind: type[ConformanceError]) -> None:
    """The CLI can catch all and still tell them apart."""
    assert (ConformanceError,) == kind.__bases__
    assert str(kind("what to do")) == "what to do"
