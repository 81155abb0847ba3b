"""The hooks for pre-commit are ones that it takes, and their commands work."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

import specs
from conformance.cli import cli as suite
from mock_upstream.cli import main as mock

ROOT = Path(__file__).parents[2]
HOOKS: list[dict[str, Any]] = specs.parse(
    (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"), ".pre-commit-hooks.yaml"
).value


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_has_what_pre_commit_asks_for(hook: dict[str, Any]) -> None:
    """Its command is one of ours."""
    entry = hook["entry"]
    names = {"relay-conformance": suite.commands, "mock-upstream": mock.commands}

    assert {"id", "name", "entry", "language", "files"} <= hook.keys()
    assert hook["language"] == "python"
    program, verb = next(
        (program, verb)
        for program, verb in re.findall(r"(relay-conformance|mock-upstream) ([a-z]+)", entry)
    )
    assert verb in names[program]
    assert shlex.split(entry)


@pytest.mark.parametrize(
    ("path", "is_checked"),
    [
        ("rig.yaml", True),
        ("ci/relay.rig.yml", True),
        ("conformance/baseline.yaml", True),
        ("my-profile.yaml", True),
        ("capabilities.yaml", True),
        ("product.yaml", True),
        ("docker-compose.yaml", False),
        ("trigger.yaml", False),
        ("rig.yaml.md", False),
    ],
)
def test_the_hook_finds_files_by_their_names(path: str, is_checked: bool) -> None:
    """A repository has other YAML too."""
    hook = next(hook for hook in HOOKS if hook["id"] == "relay-conformance-validate")

    assert bool(re.search(hook["files"], path)) is is_checked
