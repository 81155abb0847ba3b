"""A person sees what is judged, what failed, and what to type next."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from conformance import rigs
from conformance.cli import code_of
from conformance.cli.progress import Progress


def test_a_failure_is_told_with_blame_and_next_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Requirement, blame, reason, report, next command."""
    monkeypatch.chdir(tmp_path)
    with rigs.start("reference", lanes=1, defects=["drop_done"]) as rig:
        rigs.write(rig, tmp_path / "rig.yaml")
        code_of(["run", "--rig", "rig.yaml", "--select", "chat-stream", "--out", "out"])

    shown = capfd.readouterr().out
    for words in (
        "(wired):",
        "fail SSE-014[chat-stream] a stream that ended well has [DONE]",
        "blame relay: no [DONE]",
        "as documented: not conformant",
        "report: out/report.html",
        "next: relay-conformance explain SSE-014",
        '  - {id: SSE-014, case: "chat-stream", reason: "the relay says or does: no [DONE]", ',
    ):
        assert words in shown


def test_a_relays_words_are_shown_as_text() -> None:
    """Neither markup nor control characters of a relay reach the terminal."""
    stream = io.StringIO()

    Progress(stream=stream).line("[bold]\u20ac[/bold]")

    assert stream.getvalue() == "[bold]\u20ac[/bold]\n"


def test_a_quiet_progress_prints_nothing() -> None:
    """``--json`` leaves stdout alone."""
    stream = io.StringIO()

    Progress(stream=stream, is_quiet=True).line("x")

    assert stream.getvalue() == ""
