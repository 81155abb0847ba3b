"""Puts the files of a finished run in place: ``run.json`` and its reports."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conformance.model import JSON
    from conformance.session.run import Run

PAGE = 1024 * 1024
"""Octets of the summaries of one step (docs.github.com, seen 2026-11-26)."""


def deliver(run: Run, *, complete: bool) -> dict[str, JSON]:
    """Write the run's document and every report that was asked for; return the document."""
    from reports import formats  # noqa: PLC0415 (templates; only at the end of a run)

    document = run.finish(complete=complete)
    formats.render(run.directory.path, run.settings.formats, run.settings.lang)
    step_summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if step_summary:
        append_summary(run.directory.path, Path(step_summary), run.settings.lang)
    return document


def append_summary(directory: Path, file: Path, lang: str) -> None:
    """Add the run's summary to the page that the CI shows for the job.

    GitHub refuses a page over its limit as a whole, so what stands there counts.
    """
    from reports import run as reader  # noqa: PLC0415
    from reports import summary  # noqa: PLC0415

    room = PAGE - (file.stat().st_size if file.exists() else 0)
    with file.open("a", encoding="utf-8") as page:
        page.write(summary.render(reader.load(directory), lang, min(room, summary.LIMIT)))


def workflow_commands(run: Run) -> str:
    """What GitHub Actions shows beside the job; nothing where no such runner listens."""
    if os.environ.get("GITHUB_ACTIONS") != "true":
        return ""
    from reports import github  # noqa: PLC0415
    from reports import run as reader  # noqa: PLC0415

    return github.render(reader.load(run.directory.path), run.settings.lang)
