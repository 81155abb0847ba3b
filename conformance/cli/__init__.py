"""The command line ``relay-conformance``.

Rules of this file: the border at which errors become one sentence on stderr and
an exit code; each verb is a file of its own.
"""

from __future__ import annotations

import sys

import click

from conformance import __version__
from conformance.cli.certificates import certify, verify
from conformance.cli.compare import diff, matrix
from conformance.cli.history import history
from conformance.cli.look import explain, list_
from conformance.cli.probe import probe
from conformance.cli.record import judge, replay, report
from conformance.cli.rig import rig, up
from conformance.cli.run import run
from conformance.cli.validate import validate
from conformance.errors import SetupError, UsageError

__all__ = ["cli", "main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="relay-conformance")
def cli() -> None:
    """Prove whether an LLM API relay keeps its promises.

    \b
    relay-conformance run                       the bundled relay; no key, no network
    relay-conformance run --base-url URL        any relay; key from OPENAI_API_KEY
    relay-conformance probe --base-url URL      what a relay serves, as a file to judge it by
    relay-conformance run --rig litellm         a real relay, wired to the mock upstream
    relay-conformance explain SSE-001           what a requirement says, and why

    Exit code: 0 conformant, 1 not conformant, 2 wrong usage, 3 no verdict.
    """


VERBS = (
    *(run, probe, list_, explain, up, rig, report, replay, judge, diff, matrix, history),
    *(certify, verify, validate),
)
for command in VERBS:
    cli.add_command(command)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(code_of(arguments))


def code_of(arguments: list[str] | None = None) -> int:
    """The exit code of the command line; what went wrong stands on stderr."""
    try:
        return int(cli.main(arguments, standalone_mode=False) or 0)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 2
    except (click.Abort, KeyboardInterrupt):
        sentence, code = "interrupted", 3
    except Exception as error:  # the border named "CLI main"
        sentence, code = _said(error)
    click.echo(f"relay-conformance: {sentence}", err=True)
    return code


def _said(error: Exception) -> tuple[str, int]:
    """One sentence for ``error``, and its exit code."""
    import specs  # only to tell broken data from a bug

    match error:
        case click.ClickException():
            return error.format_message() + _hint(error), 2
        case UsageError() | specs.SpecError():
            return str(error), 2
        case SetupError():
            return f"no verdict: {error}", 3
        case _:
            name = type(error).__name__
            return f"no verdict: a fault of the suite itself: {name}: {error}", 3


def _hint(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return f"; see `{context.command_path} --help`" if context is not None else ""
