"""The script of a bundle asks for the same again."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest

from conformance.certification.script import reproduce_sh

CLAIMS: dict[str, Any] = {
    "suite": {"version": "0.1.0"},
    "scope": {"profile": "generic", "load": "light"},
    "set": {"name": "2026-11"},
    "runs": [{}, {}, {}],
}
TARGET: dict[str, Any] = {
    "base_url": "https://relay.example/v1",
    "model": "m'$(touch evil)",
    "models": {"embeddings": "e"},
}


def words(script: str) -> list[str]:
    """The words of its last line."""
    return shlex.split(script.splitlines()[-1])


def test_a_wired_relay_is_named_by_its_rig() -> None:
    """A rig file is its owner's; whoever reproduces names his own."""
    assert words(reproduce_sh(CLAIMS, TARGET, "litellm"))[:6] == [
        "exec", "relay-conformance", "certify", "--profile", "generic", "--rig",
    ]  # fmt: skip
    assert "/home" not in reproduce_sh(CLAIMS, TARGET, "/srv/home/rig.yaml")
    assert "--load" in words(
        reproduce_sh({**CLAIMS, "scope": {"profile": "generic", "load": "full"}}, TARGET, "litellm")
    )


def test_a_black_box_is_named_by_its_address() -> None:
    """With the models and the capabilities that were judged."""
    line = words(reproduce_sh(CLAIMS, TARGET, None))

    assert line[line.index("--base-url") + 1] == "https://relay.example/v1"
    assert "chat=m'$(touch evil)" in line
    assert "embeddings=e" in line
    assert line[line.index("--capabilities") + 1] == "$here/capabilities.yaml"


@pytest.mark.parametrize(("version", "code"), [("0.1.0", 7), ("0.2.0", 2)])
def test_it_runs_with_its_own_version_alone(tmp_path: Path, version: str, code: int) -> None:
    """And what a relay calls its model is no command."""
    bin_dir = tmp_path / "bin"
    bin_dir.mkdir()
    program = bin_dir / "relay-conformance"
    program.write_text(
        f'#!/bin/sh\nif [ "$1" = --version ]; then echo "program, version {version}"; exit 0; fi\n'
        'printf "%s\\n" "$@" > arguments\nexit 7\n'
    )
    program.chmod(0o755)
    script = tmp_path / "reproduce.sh"
    script.write_text(reproduce_sh(CLAIMS, TARGET, None))

    done = subprocess.run(
        ["bash", str(script), "--signing-key", "k.pem"],
        check=False,
        env={"PATH": f"{bin_dir}:/usr/bin:/bin"},
        cwd=tmp_path,
        capture_output=True,
    )

    assert done.returncode == code, done.stderr
    assert not (tmp_path / "evil").exists()
    if code == 7:
        said = (tmp_path / "arguments").read_text().splitlines()
        assert said[said.index("--product") + 1] == str(tmp_path / "product.yaml")
        assert said[-4:] == ["--out", "reproduced", "--signing-key", "k.pem"]
