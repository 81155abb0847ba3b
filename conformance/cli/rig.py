"""The verbs ``up`` and ``rig``: a relay to judge, started or described."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import click

from conformance.cli.run import terminated_as_interrupted
from conformance.errors import UsageError


@click.command()
@click.option("--rig", "name", metavar="NAME", default="reference", show_default=True)
@click.option("--write", "file", metavar="FILE", help="where the rig file is put")
@click.option("--lanes", type=click.IntRange(1, 64), default=8, show_default=True)
@click.option("--profile", metavar="NAME|FILE", help="the role that the reference relay plays")
@click.option("--load", metavar="SIZE", help="full: lanes with the limits that a profile promises")
@click.option("--defect", "defects", multiple=True, metavar="D", help="a deliberate defect")
@click.option("--list-defects", is_flag=True, help="print the defects and stop")
@click.option("--mock-url", metavar="URL", help="use a running mock")
@click.option("--upstream-url", metavar="URL", help="where the relay's channels point [the mock]")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="port of the relay [free]")
def up(*, name: str, file: str | None, lanes: int, list_defects: bool, **own: object) -> None:
    """Start a relay and its mock, and serve until Ctrl-C.

    \b
    relay-conformance up --write rig.yaml &
    relay-conformance run --rig rig.yaml
    relay-conformance up --profile sozeer --write sozeer.yaml
    relay-conformance up --defect drop_done --write broken.yaml
    """
    from conformance import rigs  # starts servers

    if list_defects:
        _list_defects()
        return
    options = {"mock_url": own.pop("mock_url"), **_options(rigs.module(name).__name__, own)}
    with terminated_as_interrupted():
        try:
            with rigs.start(name, lanes=lanes, log=_say, **options) as rig:
                if file:
                    rigs.write(rig, Path(file))
                    _say(f"rig file: {file}")
                _say(f"relay: {rig.base_url}  mock: {rig.control_url}  (Ctrl-C ends both)")
                threading.Event().wait()
        except KeyboardInterrupt:
            _say("stopped")


@click.command()
@click.argument("name")
@click.option("--mock-url", metavar="URL", required=True, help="the running mock")
@click.option("--lanes", type=click.IntRange(1, 64), default=8, show_default=True)
def rig(*, name: str, mock_url: str, lanes: int) -> None:
    """Print the configuration to paste into a relay of kind NAME.

    \b
    mock-upstream serve --port 9100 &
    relay-conformance rig litellm --mock-url http://127.0.0.1:9100 > config.yaml
    """
    from conformance import rigs  # brings the rigs' own imports

    click.echo(rigs.module(name).paste(mock_url, lanes))


def _options(module: str, own: dict[str, object]) -> dict[str, Any]:
    """Options that only the reference relay has; others refuse them."""
    given = {key: own[key] for key in own if own[key]}
    if given and not module.endswith(".reference"):
        names = ", ".join("--" + key.removesuffix("s").replace("_", "-") for key in given)
        raise UsageError(f"{names}: only the reference relay takes this; leave out --rig")
    return given


def _list_defects() -> None:
    from conformance.rigs.reference import known_defects  # many small files

    for name, summary in known_defects():
        click.echo(f"{name:<28}  {summary}")


def _say(line: str) -> None:
    click.echo(line, err=True)
