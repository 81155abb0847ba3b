"""``mock-upstream serve``: the mock until Ctrl-C."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import click

from mock_upstream.cli.scripts import read_script
from mock_upstream.server import StartError, is_loopback, start

WELCOME = """\
mock upstream at {url}
  try it     from openai import OpenAI
             client = OpenAI(base_url="{url}/v1", api_key="any")
             print(client.chat.completions.create(
                 model="gpt-4o", messages=[{{"role": "user", "content": "hi"}}]))
  control    {url}/__mock__/v1/health
  journal    {url}/__mock__/v1/sessions/default/journal
Ctrl-C ends it."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    default=9100,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Port to listen on; 0 takes a free one.",
)
@click.option(
    "--script",
    "script_path",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="YAML or JSON script; its first upstream answers at the root.",
)
@click.option("--workers", default=1, show_default=True, help="Processes; only 1 is possible.")
@click.option(
    "--token-env",
    metavar="NAME",
    help="Environment variable with the bearer token of the control API; needed off loopback.",
)
def serve(
    host: str, port: int, script_path: Path | None, workers: int, token_env: str | None
) -> None:
    """Serve healthy answers, or a script, until Ctrl-C.

    Point any OpenAI SDK at http://HOST:PORT/v1 with any key. Sessions, faults
    and the journal are under /__mock__/v1.
    """
    if workers != 1:
        raise click.UsageError(
            "--workers: sessions and counters live in one process, so only 1 is right; "
            "one worker serves over a thousand streams a second"
        )
    token = _token(token_env, host)
    script = read_script(script_path) if script_path else None

    async def run() -> None:
        mock = await start(host, port, script=script, token=token)
        click.echo(WELCOME.format(url=mock.url))
        stopped = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stopped.set)
        await stopped.wait()
        await mock.close()
        click.echo("ended")

    try:
        asyncio.run(run())
    except StartError as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"cannot listen on {host}:{port}: {error.strerror}") from error


def _token(name: str | None, host: str) -> str | None:
    """The token in the variable ``name``. Raises UsageError when it is needed and missing."""
    if name is None:
        if is_loopback(host):
            return None
        raise click.UsageError(f"--host {host} is not loopback: add --token-env NAME")
    token = os.environ.get(name)
    if not token:
        raise click.UsageError(f"--token-env: the variable {name} is not set or empty")
    return token
