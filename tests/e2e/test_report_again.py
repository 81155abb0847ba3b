"""What a report prints to see a failure again shows it again."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

COMMAND = [sys.executable, "-m", "conformance"]
LIMIT_S = 60


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A relay that forgets the end of its streams, still serving, and a run that found it."""
    made = tmp_path_factory.mktemp("again")
    up = subprocess.Popen(
        [*COMMAND, "up", "--defect", "drop_done", "--write", "rig.yaml"],
        cwd=made, text=True, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        next(line for line in up.stderr or () if "Ctrl-C" in line)
        call(made, "run", "--rig", "rig.yaml", "--select", "SSE-014", "--out", "out")
        yield made
    finally:
        up.terminate()
        up.communicate(timeout=LIMIT_S)


def call(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """One finished command."""
    return subprocess.run(
        [*COMMAND, *arguments], cwd=folder, capture_output=True, text=True, timeout=LIMIT_S,
        check=False,
    )  # fmt: skip


def commands(folder: Path) -> list[str]:
    """The commands that the cards of the report print, as a reader copies them."""
    page = (folder / "out" / "report.html").read_text(encoding="utf-8")
    found = re.findall(r'<div class="block command">.*?<pre[^>]*>(.*?)</pre>', page, re.DOTALL)
    return [html.unescape(text) for text in found]


def test_the_printed_curl_shows_the_same_fault(folder: Path) -> None:
    """Against the same relay: a whole stream without its last line."""
    if not shutil.which("curl"):
        pytest.skip("no curl on this machine")
    line = next(one for one in commands(folder) if one.startswith("curl ") and "/chat/" in one)

    told = subprocess.run(
        ["sh", "-c", line], capture_output=True, text=True, timeout=LIMIT_S, check=True
    ).stdout

    assert told.startswith("HTTP/1.1 200")
    assert '"finish_reason":"stop"' in told.replace(" ", "")
    assert "[DONE]" not in told


def test_the_printed_replay_says_same(folder: Path) -> None:
    """RUN_DIR is the directory of the report."""
    line = next(one for one in commands(folder) if "replay" in one and "chat-stream" in one)
    run_dir, wanted = line.split(" ")[-2:]

    told = call(folder, "replay", run_dir.replace("RUN_DIR", "out"), wanted.strip("'"))

    assert told.returncode == 0, told.stdout + told.stderr
    assert "same: chat-stream/0 came as it did then" in told.stdout


@pytest.mark.browser
def test_the_card_shows_both_sides(folder: Path, look: Callable[..., Any]) -> None:
    """The octets of the relay end without the line that those of the upstream end with."""
    sight = look(folder / "out" / "report.html")

    card = sight.page.locator("#fail-SSE-014")

    reply, upstream = (
        card.locator(".block", has=sight.page.get_by_text(name, exact=True)).first.inner_text()
        for name in ("Reply as received", "Upstream side")
    )
    assert "data: {" in reply
    assert "[DONE]" not in reply
    assert "[DONE]" in upstream
    assert "Bearer sk-lane" in card.inner_text()
    assert sight.events == []
