"""The verbs ``diff`` and ``matrix``: two runs compared, many side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from conformance.cli.language import with_lang
from conformance.errors import UsageError

if TYPE_CHECKING:
    from reports.run import Run


@click.command()
@click.argument("run_a")
@click.argument("run_b")
@click.option("--json", "as_json", is_flag=True, help="one JSON document")
@click.option("--markdown", "as_markdown", is_flag=True, help="Markdown, for a comment or a page")
@with_lang
def diff(*, run_a: str, run_b: str, as_json: bool, as_markdown: bool, lang: str) -> int:
    """Show what changed from one run to another, and whose doing it is.

    Where a rule or the suite itself changed, the relay is not accused: judge the older
    run again with today's rules (`relay-conformance judge`) to tell the two apart.

    \b
    relay-conformance diff reports/out/monday reports/out/latest
    relay-conformance diff --markdown before after >> "$GITHUB_STEP_SUMMARY"

    Exit code: 0 nothing newly failing but by the suite's own doing or by what was selected,
    1 something is, 2 wrong usage, 3 a run was cut and nothing is newly failing in the rest.
    """
    from reports import changes  # only here
    from reports.diff import compare
    from reports.titles import titled

    shown = "en" if as_json else lang
    found = compare(titled(run_of(run_a), shown), titled(run_of(run_b), shown))
    if as_json:
        click.echo(changes.as_json(found), nl=False)
    elif as_markdown:
        click.echo(changes.markdown(found, lang), nl=False)
    else:
        click.echo(changes.text(found, lang), nl=False)
    return found.exit_code


@click.command()
@click.argument("runs", nargs=-1, required=True, metavar="RUN…")
@click.option("--format", "name", default="text", show_default=True, metavar="NAME",
              help="text, markdown, html or csv")  # fmt: skip
@click.option("--all", "is_whole", is_flag=True, help="also what every run keeps")
@click.option("--out", metavar="FILE", help="write it there [stdout]")
@with_lang
def matrix(*, runs: tuple[str, ...], name: str, is_whole: bool, out: str | None, lang: str) -> None:
    """Set runs side by side: many relays, or one relay over time.

    \b
    relay-conformance matrix reports/out/relay-a reports/out/relay-b
    relay-conformance matrix --format html --out matrix.html reports/out/*/

    Exit code: 0, or 2 for wrong usage; a table of runs is no verdict.
    """
    from reports.matrix import WRITERS  # templates
    from reports.several import table
    from reports.titles import titled

    if name not in WRITERS:
        raise UsageError(f"no format {name!r}; choose {', '.join(WRITERS)}")
    whole = {"is_whole": is_whole} if name != "csv" else {}
    shown = lang if name != "csv" else "en"
    named = (titled(run_of(path), shown, areas=True) for path in runs)
    written(WRITERS[name](table(named), lang, **whole), out)


def written(text: str, out: str | None) -> None:
    """``text`` is in the file ``out``, or else on stdout."""
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        Path(out).write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise UsageError(f"--out {out}: cannot be written: {error.strerror}") from error
    click.echo(out)


def run_of(path: str) -> Run:
    """The run in a directory. Raises :class:`UsageError` when there is none."""
    from reports.run import RunError, load

    try:
        return load(path)
    except RunError as error:
        raise UsageError(f"{error}; name the directory of a run") from error
