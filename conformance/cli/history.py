"""The verb ``history``: runs kept in one file, and requirements drawn over time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from conformance.cli.compare import run_of, written
from conformance.cli.language import titles, with_lang
from conformance.errors import UsageError

if TYPE_CHECKING:
    from reports.history import History

DEFAULT_FILE = "reports/out/history.sqlite"
"""Beside the directories of runs."""

_DB = click.option("--db", "file", default=DEFAULT_FILE, metavar="FILE", show_default=True)


@click.group()
def history() -> None:
    """Keep runs in one file, and see each requirement over time.

    \b
    relay-conformance run --history
    relay-conformance history add reports/out/*/
    relay-conformance history show SSE-014
    """


@history.command()
@click.argument("runs", nargs=-1, required=True, metavar="RUN…")
@_DB
@with_lang
def add(*, runs: tuple[str, ...], file: str, lang: str) -> None:
    """Keep recorded runs; one that is there already is passed over."""
    from reports.phrases import Phrases  # only here

    added = keep(file, runs)
    click.echo(Phrases(lang)("history.added", file=file, added=added, old=len(runs) - added))


@history.command()
@click.argument("requirement_id", metavar="[ID]", required=False)
@_DB
@click.option("--target", metavar="TEXT", help="only runs of addresses with this in them")
@click.option("--last", type=click.IntRange(1, 500), default=30, show_default=True, metavar="N")
@click.option("--all", "is_whole", is_flag=True, help="also what was kept all the time")
@click.option("--format", "name", default="text", show_default=True, metavar="NAME",
              help="text, html or json")  # fmt: skip
@click.option("--out", metavar="FILE", help="write it there [stdout]")
@with_lang
def show(*, requirement_id: str | None, file: str, target: str | None, last: int, is_whole: bool,
         name: str, out: str | None, lang: str) -> None:  # fmt: skip
    """Draw requirements over time, or the cases of one.

    \b
    relay-conformance history show
    relay-conformance history show SSE-014
    relay-conformance history show --format html --out history.html --target api.example
    """
    from reports.timeline import WRITERS, stories  # templates

    if name not in WRITERS:
        raise UsageError(f"no format {name!r}; choose {', '.join(WRITERS)}")
    if not Path(file).is_file():
        raise UsageError(f"{file}: there is no history yet; `history add RUN` begins one")
    wanted = requirement_id.upper() if requirement_id else None
    with opened(file) as db:
        entries = db.entries(target, last)
        points = db.points(entries, wanted)
    if name != "json":
        called = titles(lang)
        points = tuple(replace(one, title=called.get(one.id, one.title)) for one in points)
    if wanted is not None and not points:
        raise UsageError(f"{file}: no run judged {wanted!r}")
    found = stories(entries, points, by_case=wanted is not None)
    written(WRITERS[name](found, lang, is_whole=is_whole or wanted is not None), out)


def keep(file: str, runs: Sequence[str]) -> int:
    """How many of ``runs`` were new to the history in ``file``."""
    read = [run_of(path) for path in runs]
    with opened(file) as db:
        return sum(db.add(run) for run in read)


@contextmanager
def opened(file: str) -> Iterator[History]:
    """The history in ``file``. Raises :class:`UsageError` when it cannot be used."""
    from reports.history import History, HistoryError

    try:
        with History(Path(file)) as db:
            yield db
    except HistoryError as error:
        raise UsageError(str(error)) from error
