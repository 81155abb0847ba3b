"""Every pytest run of an environment loads our plugin, so loading it is cheap."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("aiohttp", "asyncio", "faker", "httpx2", "jinja2", "jsonschema", "rich", "yaml")
OURS = (
    "conformance.checks",
    "conformance.relay",
    "conformance.transport",
    "mock_upstream",
    "reports",
)


@pytest.fixture(scope="module")
def imported() -> frozenset[str]:
    """The modules that the plugin's import adds to those that pytest has loaded."""
    code = (
        "import sys, pytest; before = set(sys.modules);"
        "import conformance.pytest_plugin;"
        "print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return frozenset(done.stdout.split())


@pytest.mark.parametrize("package", HEAVY)
def test_the_plugin_leaves_heavy_packages_alone(imported: frozenset[str], package: str) -> None:
    """What only a conformance run needs is imported by a conformance run."""
    assert package not in imported


@pytest.mark.parametrize("package", OURS)
def test_the_plugin_leaves_our_own_rooms_closed(imported: frozenset[str], package: str) -> None:
    """A foreign run loads no relay, no mock, no check."""
    assert package not in imported
