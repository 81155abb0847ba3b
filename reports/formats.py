"""The report formats there are, in one visible table.

Rules of this file: a format is a name, the file it is written to, and a writer:
a pure function from a run and a language to the text of that file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from reports import html, junit, summary
from reports.run import Run, load

__all__ = ["FORMATS", "Format", "FormatError", "Writer", "render"]

Writer: TypeAlias = Callable[[Run, str], str]
"""Takes a run and a language (``en``, ``zh``), gives the text of the file."""


@dataclass(frozen=True, slots=True)
class Format:
    """The name of a file in the run's directory, and what writes its text."""

    filename: str
    writer: Writer


FORMATS: dict[str, Format] = {
    "html": Format("report.html", html.render),
    "junit": Format("junit.xml", junit.render),
    "markdown": Format("summary.md", summary.render),
}
"""Every format by the name that ``--format`` takes."""


class FormatError(ValueError):
    """There is no format of this name; names those there are."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no report format {name!r}: choose {', '.join(FORMATS)}")


def render(run_dir: Path | str, names: Iterable[str], lang: str = "en") -> list[Path]:
    """The files written beside ``run.json``, in the order of ``names``.

    Nothing is written when a name is unknown (:class:`FormatError`), the run
    cannot be read (:class:`reports.run.RunError`) or a writer goes wrong.
    """
    formats = [_format(name) for name in dict.fromkeys(names)]
    run = load(run_dir)
    texts = [chosen.writer(run, lang) for chosen in formats]
    paths = [Path(run_dir) / chosen.filename for chosen in formats]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8", newline="\n")
    return paths


def _format(name: str) -> Format:
    if name not in FORMATS:
        raise FormatError(name)
    return FORMATS[name]
