"""The plugin offers fixtures and options, and stays out of foreign runs."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from conformance.pytest_plugin import MARKERS

USES_THE_MOCK = """
import json, sys, urllib.request

def test_scripted(relay_mock):
    relay_mock.script({"primary": {"rules": [{"steps": [{"reply": {"text": "scripted"}}]}]}})
    body = json.dumps({"model": "m", "messages": [{"role": "user", "content": "hi"}]}).encode()
    headers = {"authorization": "Bearer " + relay_mock.key, "content-type": "application/json"}
    request = urllib.request.Request(relay_mock.base_url + "/chat/completions", body, headers)
    answer = json.load(urllib.request.urlopen(request))
    assert answer["choices"][0]["message"]["content"] == "scripted"
    assert relay_mock.journal()[0]["path"].endswith("/chat/completions")

def test_judging_without_a_relay(relay_judge):
    pass
"""

FOREIGN = """
import sys

def test_nothing_of_ours_is_loaded():
    ours = [name for name in sys.modules if name.startswith(("conformance.", "mock_upstream"))]
    heavy = sys.modules.keys() & {"aiohttp", "httpx2", "rich", "yaml", "jsonschema"}
    allowed = {"conformance.pytest_plugin", "conformance.pytest_plugin.flags",
               "conformance.pytest_plugin.active", "conformance.pytest_plugin.conclude",
               "conformance.settings", "conformance.settings.options", "conformance.errors"}
    assert (set(ours) - allowed, heavy) == (set(), set())
"""


def test_the_mock_is_a_fixture_for_anybody(
    run_pytest: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    """``relay_mock`` is scripted; ``relay_judge`` says when there is no relay."""
    (tmp_path / "test_mine.py").write_text(USES_THE_MOCK)

    done = run_pytest("-W", "error")

    assert "1 passed, 1 error" in done.stdout, done.stdout
    assert "no relay is being judged" in done.stdout


def test_a_foreign_run_loads_nothing(
    run_pytest: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    """A run that judges no relay pays for a table of options only."""
    (tmp_path / "test_mine.py").write_text(FOREIGN)

    assert run_pytest("--strict-markers", "-W", "error").returncode == 0


def test_markers_are_described() -> None:
    """Each marker of ours says what it means."""
    assert all(": " in marker for marker in MARKERS)


def test_importing_the_plugin_imports_pytest_alone() -> None:
    """The entry point's module loads no other module of ours."""
    code = (
        "import sys, pytest; import conformance.pytest_plugin; "
        "print(sorted(m for m in sys.modules if m.startswith('conformance')))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "['conformance', 'conformance.pytest_plugin']"
