"""From a relay that nobody described to a verdict on what it serves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from conformance import rigs
from conformance.background import LoopThread
from conformance.catalog.declared import read
from conformance.catalog.trials import trials
from conformance.cli import code_of
from conformance.rigs import Rig

FILE = "capabilities.yaml"


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings of the user's, and a folder of its own."""
    monkeypatch.chdir(tmp_path)
    for name in ("OPENAI_BASE_URL", "OPENAI_API_BASE", "OPENAI_MODEL", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def partial() -> Iterator[Rig]:
    """A relay whose documents claim only part of the API, and which loses ``[DONE]``."""
    with rigs.start("reference", lanes=2, profile="laozhang", defects=["drop_done"]) as rig:
        yield rig


def results_of(folder: str) -> list[dict[str, Any]]:
    """The results of a run."""
    document = json.loads(Path(folder, "run.json").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = document["results"]
    return found


def test_what_is_declared_and_broken_fails_and_all_else_is_left_out(
    partial: Rig, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """From outside and wired, by the file that the probe wrote."""
    monkeypatch.setenv("OPENAI_API_KEY", str(partial.lanes[0].api_key))
    rigs.write(partial, tmp_path / "rig.yaml")
    chosen = ["--select", "SSE-014", "--select", "moderations", "--format", "junit"]

    probed = code_of(["probe", "--base-url", partial.base_url, "--skip", "images.*"])
    outside = code_of(
        ["run", "--base-url", partial.base_url, "--capabilities", FILE, *chosen, "--out", "outside"]
    )
    wired = code_of(["run", "--rig", "rig.yaml", "--capabilities", FILE, *chosen, "--out", "wired"])

    assert (probed, outside, wired) == (0, 1, 1)
    assert {"chat", "chat.stream"} <= set(read(Path(FILE)).claimed)
    for folder in ("outside", "wired"):
        rows = results_of(folder)
        assert {row["id"] for row in rows if row["outcome"] == "fail"} == {"SSE-014"}
        skipped = {row["message"] for row in rows if row["endpoint"] == "moderations"}
        assert len(skipped) == 1
        assert "does not claim: moderations (absent: 404" in skipped.pop()


def test_a_page_for_every_path_is_no_relay(capsys: pytest.CaptureFixture[str]) -> None:
    """A console that answers 200 and HTML to everything has no capability."""

    async def page(request: web.Request) -> web.Response:
        del request
        return web.Response(text="<html><body>Welcome</body></html>", content_type="text/html")

    async def start() -> TestServer:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", page)
        server = TestServer(app)
        await server.start_server()
        return server

    with LoopThread("stub") as loop:
        server = loop.run(start())
        code = code_of(["probe", "--base-url", f"http://127.0.0.1:{server.port}"])
        loop.run(server.close())

    found = read(Path(FILE))
    assert code == 3
    assert found.claimed == ()
    assert set(found.doubts) == set(trials())
    assert all(reason.startswith("absent") for reason in found.doubts.values())
    assert "is the base URL right?" in capsys.readouterr().out
