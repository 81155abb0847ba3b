"""Puts the files of a finished run in place: ``run.json`` and its reports."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conformance.model import JSON
    from conformance.session.run import Run


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
    """Add the run's summary to the page that the CI shows for the job."""
    from reports import run as reader  # noqa: PLC0415
    from reports import summary  # noqa: PLC0415

    with file.open("a", encoding="utf-8") as page:
        page.write(summary.render(reader.load(directory), lang))
