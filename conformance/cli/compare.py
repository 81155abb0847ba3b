"""The verb ``diff``: two runs, and whose doing the difference is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from conformance.errors import UsageError

if TYPE_CHECKING:
    from reports.run import Run


@click.command()
@click.argument("run_a")
@click.argument("run_b")
@click.option("--json", "as_json", is_flag=True, help="one JSON document")
@click.option("--markdown", "as_markdown", is_flag=True, help="Markdown, for a comment or a page")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
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

    found = compare(run_of(run_a), run_of(run_b))
    if as_json:
        click.echo(changes.as_json(found), nl=False)
    elif as_markdown:
        click.echo(changes.markdown(found, lang), nl=False)
    else:
        click.echo(changes.text(found, lang), nl=False)
    return found.exit_code


def run_of(path: str) -> Run:
    """The run in a directory. Raises :class:`UsageError` when there is none."""
    from reports.run import RunError, load

    try:
        return load(path)
    except RunError as error:
        raise UsageError(f"{error}; name the directory of a run") from error
