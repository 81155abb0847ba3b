"""A run against a relay that means harm: right reports, no script, no key, nothing too large."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from aiohttp import web

import specs
from conformance.background import LoopThread
from conformance.transport.record import ExchangeLog, to_json
from reports.names import NAMES
from tests.e2e.hostile_relay import HostileRelay

COMMAND = [sys.executable, "-m", "conformance"]
KEY = "sk-live-Nobody/May+Read=This-0123456789"
LIMIT_S = 240
FILE_OCTETS = 5_000_000


@dataclass(frozen=True)
class Ran:
    """What a run left."""

    directory: Path
    done: subprocess.CompletedProcess[str]
    floods: int


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """One black box run of the command line, with every report there is."""
    folder, relay = tmp_path_factory.mktemp("hostile"), HostileRelay()
    with LoopThread("hostile relay") as loop:
        runner, port = loop.run(serve(relay))
        names = ",".join(NAMES)
        done = subprocess.run(
            [*COMMAND, "run", "--base-url", f"http://127.0.0.1:{port}", "--model", "gpt-4o-mini",
             "--timeout", "20", "--concurrency", "2", "--out", "out", "--format", names],
            cwd=folder, env={**os.environ, "OPENAI_API_KEY": KEY}, capture_output=True,
            text=True, timeout=LIMIT_S, check=False,
        )  # fmt: skip
        loop.run(runner.cleanup())
    return Ran(folder / "out", done, relay.floods)


async def serve(relay: HostileRelay) -> tuple[web.AppRunner, int]:
    """The relay on a free port."""
    runner = web.AppRunner(relay.application(), shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    return runner, runner.addresses[0][1]


def test_the_run_comes_to_its_end(ran: Ran) -> None:
    """A verdict, a document that fits its schema, and failures that blame the relay."""
    document = json.loads((ran.directory / "run.json").read_text(encoding="utf-8"))

    specs.validator("meta/run.schema.json").validate(document)
    assert (ran.done.returncode, document["complete"]) == (1, True), ran.done.stderr
    assert document["verdicts"]["documented"] == "not conformant"
    assert document["summary"]["error"] == 0
    assert document["summary"]["fail"] > 5
    assert ran.floods == 1


def test_the_key_is_nowhere(ran: Ran) -> None:
    """In no file of the run, packed or plain, and not on the terminal."""
    files = [file for file in ran.directory.rglob("*") if file.is_file()]
    log = "\n".join(
        json.dumps(to_json(one)) + repr(one.octets)
        for one in ExchangeLog(ran.directory / "exchanges.ndjson")
    )

    assert len(files) > len(NAMES)
    for form in (KEY, KEY.replace("/", "\\/"), "Nobody/May", "Nobody%2FMay"):
        assert form not in ran.done.stdout + ran.done.stderr + log
        assert [file.name for file in files if form.encode() in file.read_bytes()] == []
    assert "[redacted" in log


def test_the_terminal_and_the_documents_are_clean(ran: Ran) -> None:
    """Nothing that acts on a terminal, a parser or the direction of reading."""
    told = [ran.done.stdout, ran.done.stderr]
    told += [
        file.read_text(encoding="utf-8")
        for file in ran.directory.iterdir()
        if file.suffix in {".xml", ".md", ".html", ".csv", ".svg", ".txt", ".sarif"}
    ]

    assert len(told) > 6
    for text in told:
        acting = {char for char in text if unicodedata.category(char) in {"Cc", "Cf"}}
        assert acting <= {"\n", "\t", "\r", "\u200c", "\u200d"}
    ElementTree.parse(ran.directory / "junit.xml")


def test_no_file_is_too_large(ran: Ran) -> None:
    """The floods are in no report; the log keeps what was read, packed."""
    sizes = {one.name: one.stat().st_size for one in ran.directory.iterdir() if one.is_file()}
    sizes.pop("exchanges.ndjson")

    assert {name: size for name, size in sizes.items() if size > FILE_OCTETS} == {}


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_of_it_acts_in_chromium(ran: Ran, look: Callable[..., Any], width: int) -> None:
    """The page is whole and quiet; what would have acted is read instead."""
    file = ran.directory / "report.html"
    assert not re.search(r"<script|<img|onerror=\"", file.read_text(encoding="utf-8"))

    sight = look(file, width)

    assert sight.events == []
    assert sight.overflow == 0
    assert sight.page.title().startswith("Conformance report")
    text = sight.page.locator("body").inner_text()
    assert "⟨ESC⟩" in text
    assert "⟨NUL⟩" in text
    assert "⟨U+202E⟩" in text
    assert "<script>document.title='owned'" in text
    assert sight.page.locator("footer.end").is_visible()
    sight.page.locator("label[for=lang-zh]").click()
    assert "不符合" in sight.page.locator("header").inner_text()
    assert sight.overflow == 0
