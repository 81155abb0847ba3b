"""The report formats there are, in one visible table.

Rules of this file: a format is a name, the file it is written to, and a writer:
a pure function from a run and a language to the text of that file, or to the
texts of several by their names. What a name is for stands in ``reports.names``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeAlias

from reports import allure, badge, csv, github, har, html, junit, sarif, summary
from reports.run import Run, load

__all__ = ["FORMATS", "Format", "FormatError", "Text", "Writer", "render"]

Text: TypeAlias = str | Mapping[str, str]
"""The text of a file; or several, by their names in the run's directory."""

Writer: TypeAlias = Callable[[Run, str], Text]
"""Takes a run and a language (``en``, ``zh``), gives what is to be written."""


@dataclass(frozen=True, slots=True)
class Format:
    """The name of a file in the run's directory, and what writes its text.

    ``dated`` writes what looks different once its time is over.
    """

    filename: str
    writer: Writer
    dated: Callable[[Run, str, date], Text] | None = None

    def text(self, run: Run, lang: str, today: date | None) -> Text:
        """What is to be written; ``today`` only matters to what ages."""
        if self.dated is None or today is None:
            return self.writer(run, lang)
        return self.dated(run, lang, today)


FORMATS: dict[str, Format] = {
    "html": Format("report.html", html.render),
    "junit": Format("junit.xml", junit.render),
    "markdown": Format("summary.md", summary.render),
    "allure": Format(allure.FOLDER, allure.render),
    "github": Format("annotations.txt", github.render),
    "sarif": Format("results.sarif", sarif.render),
    "badge": Format("badge.json", badge.render, badge.render),
    "har": Format("exchanges.har", har.render),
    "csv": Format("results.csv", csv.render),
}
"""Every format by the name that ``--format`` takes."""


class FormatError(ValueError):
    """There is no format of this name; names those there are."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no report format {name!r}: choose {', '.join(FORMATS)}")


def render(
    run_dir: Path | str, names: Iterable[str], lang: str = "en", today: date | None = None
) -> list[Path]:
    """The files written beside ``run.json``, in the order of ``names``.

    ``today`` lets a badge whose time is over turn grey; without it, the run
    alone decides every octet. Nothing is written when a name is unknown
    (:class:`FormatError`), the run cannot be read
    (:class:`reports.run.RunError`) or a writer goes wrong.
    """
    formats = [_format(name) for name in dict.fromkeys(names)]
    run = load(run_dir)
    texts = [chosen.text(run, lang, today) for chosen in formats]
    paths = [Path(run_dir) / chosen.filename for chosen in formats]
    for path, text in zip(paths, texts, strict=True):
        _write(path, {path.name: text} if isinstance(text, str) else text)
    return paths


def _write(path: Path, texts: Mapping[str, str]) -> None:
    """Put the files in place; a folder of a format keeps nothing of an earlier rendering."""
    for old in path.glob("*") if path.is_dir() else ():
        old.unlink()
    for name, text in texts.items():
        file = path.parent / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")


def _format(name: str) -> Format:
    if name not in FORMATS:
        raise FormatError(name)
    return FORMATS[name]
