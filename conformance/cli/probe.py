"""The verb ``probe``: finds what a relay serves and writes it down."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import click

from conformance.cli.run import shape, terminated_as_interrupted
from conformance.errors import UsageError
from conformance.settings.options import OPTIONS

FILE = "capabilities.yaml"

TAKEN = (
    "base-url",
    "model",
    "api-key-env",
    "api-key-file",
    "max-requests",
    "max-tokens",
    "timeout",
    "lang",
)
"""The options of ``run`` that ``probe`` has too."""


def _with_options(command: Callable[..., int]) -> Callable[..., int]:
    for option in reversed(OPTIONS):
        if option.name in TAKEN:
            command = click.option(f"--{option.name}", option.field, **shape(option))(command)
    return command


@click.command()
@_with_options
@click.option("--skip", "skipped", multiple=True, metavar="PATTERN", help="ask for no such one")
@click.option("--out", metavar="FILE", help=f"where the declaration is put [{FILE}]")
def probe(*, skipped: tuple[str, ...], out: str | None, **flags: object) -> int:
    """Find what a relay serves, and write it down for `run --capabilities`.

    One cheap request for each capability: claimed where the answer shows it, absent
    where the relay says no, unsure where neither is plain (a refused key, a 429, a model
    that nobody named). Pictures and speech cost more than words; --skip leaves them out.

    \b
    OPENAI_API_KEY=… relay-conformance probe --base-url https://relay.example/v1
    relay-conformance probe --base-url URL --model gpt-4o-mini --model embeddings=bge-m3
    relay-conformance probe --base-url URL --skip 'images.*' --skip 'audio.*' --out relay.yaml
    relay-conformance run --base-url URL --capabilities relay.yaml

    Exit code: 0 something is claimed, 2 wrong usage, 3 nothing is, or no answer.
    """
    from conformance.cli.inquiry import chosen, inquire  # the client
    from conformance.settings.resolve import resolve  # keeps --help quick
    from conformance.settings.values import Target

    settings = resolve(flags, environ=os.environ, folder=Path.cwd())
    if settings.target is not Target.BLACKBOX:
        raise UsageError("probe looks at a relay from outside: name it with --base-url URL")
    file = Path(out or FILE)
    if out is None and file.exists():
        raise UsageError(f"{file} is already there; write over it with --out {file}")
    trials = chosen(skipped)
    with terminated_as_interrupted():
        return inquire(settings, trials, file)
