"""Rigs are started by name."""

from __future__ import annotations

import pytest

from conformance import embedded, rigs
from conformance.errors import UsageError


@pytest.mark.parametrize("name", rigs.KINDS)
def test_each_kind_can_start_and_be_pasted(name: str) -> None:
    """One module a kind, with the two functions that the command line calls."""
    module = rigs.module(name)

    assert callable(module.start)
    assert "http://127.0.0.1:9" in module.paste("http://127.0.0.1:9", 1)
    assert rigs.is_kind(name)


def test_an_unknown_kind_names_the_known() -> None:
    """The error lists valid names."""
    with pytest.raises(UsageError, match="known rigs: reference, litellm"):
        rigs.module("nope")


def test_a_running_mock_can_be_used() -> None:
    """Only the relay is started then."""
    with embedded.mock() as url, rigs.start("reference", lanes=1, mock_url=url) as rig:
        assert rig.control_url == url


def test_nobody_need_listen() -> None:
    """The default log drops what it is told."""
    rigs.quiet("line")
