"""The verb ``run``: settings, one pytest session, exit code.

Rules of this file: pytest is the only runner; here it is started with our own
ini file and reporter, and nothing of the user's pytest configuration.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest

from conformance.cli.history import DEFAULT_FILE, keep
from conformance.errors import UsageError
from conformance.settings.options import OPTIONS, Option

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conformance.cli.progress import Progress
    from conformance.model import JSON
    from conformance.session import Run
    from conformance.settings.values import RunSettings

EPILOG = """
\b
Examples:
  relay-conformance run                                     the bundled relay, in seconds
  OPENAI_API_KEY=… relay-conformance run --base-url https://relay.example/v1 --model gpt-4o-mini
  relay-conformance run --base-url URL --model gpt-4o-mini --model embeddings=bge-m3
  relay-conformance run --base-url URL --capabilities capabilities.yaml     what `probe` found
  relay-conformance run --profile laozhang --base-url https://api.laozhang.ai/v1 --backup
  relay-conformance run --rig rig.yaml --select 'SSE-*'     only the rules of event streams
  relay-conformance run --select chat.completions --level must

\b
What is judged: --rig, else --base-url, else OPENAI_BASE_URL, else the bundled relay.
Order of configuration: flags, environment, [tool.relay-conformance] in pyproject.toml
or a --config file, defaults. Keys come from the environment or a file, never from a flag.
"""

NEEDLESS = (
    "cacheprovider", "debugging", "doctest", "faulthandler", "junitxml", "legacypath", "logging",
    "pastebin", "recwarn", "setuponly", "setupplan", "stepwise", "subtests", "terminal",
    "threadexception", "tmpdir", "unittest", "unraisableexception",
)  # fmt: skip
"""Parts of pytest that would show nothing here, and cost time with each of thousands of cases."""

_CLICK_TYPES: dict[str, Any] = {"number": float, "integer": int}


def _with_options(command: Callable[..., int]) -> Callable[..., int]:
    for option in reversed(OPTIONS):
        command = click.option(f"--{option.name}", option.field, **shape(option))(command)
    return command


def shape(option: Option) -> dict[str, Any]:
    """How click takes ``option``."""
    if option.kind == "flag":
        return {"is_flag": True, "help": option.help}
    shape = {"metavar": option.metavar, "help": option.help, "default": None}
    if option.is_repeated:
        return {**shape, "multiple": True}
    return {**shape, "type": _CLICK_TYPES.get(option.kind, str)}


@click.command(epilog=EPILOG)
@_with_options
@click.option("--config", metavar="FILE", help="TOML file with options")
@click.option("--json", "as_json", is_flag=True, help="print run.json on stdout, nothing else")
@click.option(
    "--backup",
    is_flag=False,
    flag_value="",
    metavar="[URL]",
    help="judge a second address too, which must do as the first [the profile's]",
)
@click.option(
    "--history",
    is_flag=False,
    flag_value=DEFAULT_FILE,
    metavar="[FILE]",
    help=f"keep the run in a history too [{DEFAULT_FILE}]",
)
@click.option("--dry-run", is_flag=True, help="print the plan and its cost, and send nothing")
def run(
    *,
    config: str | None,
    as_json: bool,
    backup: str | None,
    history: str | None,
    dry_run: bool,
    **flags: object,
) -> int:
    """Judge a relay and write a report."""
    from conformance.settings.resolve import resolve  # keeps --help quick

    settings = resolve(
        flags,
        environ=os.environ,
        folder=Path.cwd(),
        config=Path(config) if config else None,
    )
    if dry_run:
        return _tell_plan(settings)
    if backup is None:
        return int(judge(settings, as_json=as_json, history=history)["exit_code"])
    from conformance.cli.backup import judge_both, second  # few runs have one

    return judge_both(judge, settings, second(settings, backup), as_json=as_json)


def _tell_plan(settings: RunSettings) -> int:
    """Print what would be sent."""
    from conformance.cli.foretell import dry
    from conformance.session.dry import planned

    for line in dry(*planned(settings), settings):
        click.echo(line)
    return 0


def judge(
    settings: RunSettings,
    *,
    as_json: bool = False,
    quiet: bool = False,
    history: str | None = None,
) -> dict[str, JSON]:
    """Run the suite as ``settings`` say and give the document of the run.

    ``as_json`` puts it on stdout, and nothing else; ``quiet`` not even that.
    ``history`` is the file that keeps the run beside others.
    """
    from conformance.cli.progress import Progress  # rich
    from conformance.session import Run  # the whole judge
    from conformance.session.deliver import deliver, workflow_commands

    check_formats(settings.formats)
    if history is not None:
        keep(history, [])  # what cannot be written is said now
    quiet = quiet or as_json
    stream = sys.stderr if quiet else sys.stdout
    progress = Progress(stream=stream, is_quiet=quiet, lang=settings.lang)
    with terminated_as_interrupted():
        opened = Run(settings, log=progress.line)
        try:
            progress.begin(opened)
            _pytest(opened, progress)
        except KeyboardInterrupt:
            progress.interrupted()
        finally:
            document = progress.document or deliver(opened, complete=False)
            opened.close()
    click.echo(workflow_commands(opened), nl=False, err=as_json)
    if history is not None:
        keep(history, [str(opened.directory.path)])
    if as_json:
        click.echo((opened.directory.path / "run.json").read_text(encoding="utf-8"), nl=False)
    return document


def check_formats(names: tuple[str, ...]) -> None:
    """Raises :class:`UsageError` before anything is sent, not after."""
    from reports.names import NAMES

    for name in names:
        if name not in NAMES:
            raise UsageError(f"no report format {name!r}; choose {', '.join(NAMES)}")


def _pytest(opened: Run, progress: Progress) -> None:
    from conformance.pytest_plugin.active import SUITE, HandOver

    ini = Path(SUITE) / "pytest.ini"
    gc.freeze()  # the catalogue and the plan stay; no collection has to walk them
    arguments = [
        SUITE,
        "-c",
        str(ini),
        "--rootdir",
        SUITE,
        "--disable-plugin-autoload",
        "-p",
        "relay_conformance",
        "--capture=no",
        *(word for name in NEEDLESS for word in ("-p", f"no:{name}")),
    ]
    with _without("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):
        pytest.main(arguments, plugins=[HandOver(opened), progress])


@contextmanager
def terminated_as_interrupted() -> Iterator[None]:
    """SIGTERM ends the block as Ctrl-C does, so that what was found is still written.

    SIGINT is listened to also where a shell started us in the background and
    turned it off.
    """
    numbers = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(number, signal.default_int_handler) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


@contextmanager
def _without(*names: str) -> Iterator[None]:
    """The environment without ``names``: the user's pytest habits are not ours."""
    kept = {name: os.environ.pop(name) for name in names if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(kept)
