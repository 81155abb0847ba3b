"""The official SDKs of Anthropic and Google of today, and of before their latest major.

Rules of this file: needs the Python registry, so it is run by its own environment
(``tox -e sdks``) and left out of all others. Each release has a virtual environment of
its own, for two of one SDK cannot share one.
"""

from __future__ import annotations

import json
import os
import subprocess
import venv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from conformance import embedded
from conformance.rigs import reference, sessions

PROGRAMS = Path(__file__).parent / "sdks"
LIMIT_S = 300
GEMINI = "gemini-2.5-flash"
"""A model that the mock lists when nobody says which it has."""

EXPECTED: dict[str, Any] = {
    "anthropic": {
        "created": ["message", True, "end_turn"],
        "streamed": ["message_start", "message_stop", True, True],
        "called": ["tool_use", [{"city": "Paris"}, {"city": "Rome"}]],
        "answered": "end_turn",
        "counted": True,
        "refused": [400, "invalid_request_error"],
    },
    "google-genai": {
        "created": [True, True],
        "ended": "STOP",
        "streamed": [True, True],
        "called": [["get_weather", {"city": "Paris"}]],
        "signed": True,
        "answered": True,
        "counted": True,
        "listed": True,
        "refused": [400, "INVALID_ARGUMENT"],
    },
}
"""SDK -> what its program tells, its version apart."""
SCRIPTS = {"anthropic": "anthropic_calls.py", "google-genai": "google_calls.py"}


@dataclass(frozen=True)
class Base:
    """An address with key and model."""

    url: str
    key: str
    model: str


Installed = Callable[[str], Path]


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The Python of an environment with what a requirement asks for, made once for each."""
    made: dict[str, Path] = {}

    def install(requirement: str) -> Path:
        if requirement not in made:
            folder = tmp_path_factory.mktemp("sdk")
            venv.create(folder, with_pip=True)
            python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
            run(python, "-m", "pip", "install", "-q", "--disable-pip-version-check", requirement)
            made[requirement] = python
        return made[requirement]

    return install


@pytest.fixture(scope="module", params=["mock", "relay"])
def base(request: pytest.FixtureRequest) -> Iterator[Base]:
    """A session of the mock, then one lane through the reference relay."""
    with embedded.mock() as url:
        if request.param == "mock":
            primary, _ = sessions.create(url, "direct")
            yield Base(primary.base_url.removesuffix("/v1"), primary.key, GEMINI)
            return
        with reference.start(url, lanes=1) as rig:
            lane = rig["lanes"][0]
            root = rig["relay"]["base_url"].removesuffix("/v1")
            yield Base(root, lane["api_key"], lane["model"])


def run(python: Path, *arguments: str, **more: str) -> str:
    """What a program writes; no constraint and no key of this environment reaches it."""
    hidden = ("ANTHROPIC_", "GOOGLE_", "GEMINI_", "PIP_CONSTRAINT", "PYTHONPATH")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    done = subprocess.run(
        [str(python), *arguments], env={**kept, **more}, capture_output=True,
        encoding="utf-8", timeout=LIMIT_S, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def told(python: Path, sdk: str, base: Base) -> dict[str, Any]:
    """What the program of an SDK tells of ``base``."""
    asked = {"RELAY_URL": base.url, "RELAY_KEY": base.key, "RELAY_MODEL": base.model}
    value: dict[str, Any] = json.loads(run(python, str(PROGRAMS / SCRIPTS[sdk]), **asked))
    return value


@pytest.mark.registry
@pytest.mark.parametrize("sdk", SCRIPTS)
def test_both_generations_understand_all(installed: Installed, sdk: str, base: Base) -> None:
    """The release of today, and the last one before its latest major."""
    today = told(installed(sdk), sdk, base)
    major = int(today.pop("version").partition(".")[0])
    before = told(installed(f"{sdk}<{major}"), sdk, base)

    assert int(before.pop("version").partition(".")[0]) < major
    assert today == before == EXPECTED[sdk]
