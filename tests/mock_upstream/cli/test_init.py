"""The command as a whole."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from mock_upstream.cli import main


@pytest.mark.parametrize("command", ["serve", "validate", "explain", "faults"])
def test_help_teaches(command: str) -> None:
    """The first page names every command; each has a page of its own."""
    first = CliRunner().invoke(main, ["--help"])
    own = CliRunner().invoke(main, [command, "-h"])

    assert (first.exit_code, own.exit_code) == (0, 0)
    assert f"mock-upstream {command}" in first.output
    assert "mock-upstream serve\n    curl http" in first.output


def test_the_version_is_that_of_the_distribution() -> None:
    """One number for both commands."""
    result = CliRunner().invoke(main, ["--version"])

    assert result.output.startswith("mock-upstream, version ")
