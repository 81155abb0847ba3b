"""The verbs that work on a recorded run: ``report``, ``judge`` and ``replay``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from conformance.errors import SetupError, UsageError

if TYPE_CHECKING:
    from conformance.model import JSON, Exchange

_MOST_BODY = 4096


@click.command()
@click.argument("run_dir")
@click.option("--format", "names", default="html,junit", show_default=True, metavar="NAMES")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
def report(*, run_dir: str, names: str, lang: str) -> None:
    """Render the reports of a recorded run again.

    \b
    relay-conformance report reports/out/latest --format html,markdown --lang zh
    """
    from conformance.cli.run import check_formats
    from reports import formats  # templates

    chosen = tuple(name.strip() for name in names.split(",") if name.strip())
    check_formats(chosen)
    document_of(run_dir)
    for file in formats.render(run_dir, chosen, lang):
        click.echo(file)


@click.command()
@click.argument("run_dir")
@click.option("--strict", is_flag=True, help="the exit code follows `OpenAI strict`")
def judge(*, run_dir: str, strict: bool) -> int:
    """Judge the recorded exchanges of a run again, offline.

    \b
    relay-conformance judge reports/out/latest
    """
    from conformance.session.again import judged_again  # the whole judge

    document = document_of(run_dir)
    results, verdicts, code = judged_again(Path(run_dir), document, strict=strict)
    before = {(row["id"], row["case"]): row["outcome"] for row in document["results"]}
    for row in results:
        old = before.get((row["id"], row["case"]), "absent")
        if old != row["outcome"]:
            click.echo(f"{row['id']}[{row['case']}]: {old} -> {row['outcome']}: {row['message']}")
    click.echo(f"as documented: {verdicts['documented']}; OpenAI strict: {verdicts['strict']}")
    return code


@click.command()
@click.argument("run_dir")
@click.argument("result_id", metavar="ID")
@click.option("--base-url", metavar="URL", help="send it to another relay")
@click.option("--rig", "rig_file", metavar="FILE", help="the rig of a wired run, if it moved")
def replay(*, run_dir: str, result_id: str, base_url: str | None, rig_file: str | None) -> None:
    """Send one recorded exchange again; print its curl and the new answer.

    In a wired run the mock first gets the script of the probe again.

    \b
    relay-conformance replay reports/out/latest SSE-014
    relay-conformance replay reports/out/latest 'SSE-014[chat-stream]'
    """
    from conformance.session.again import find_exchange, send_again

    document = document_of(run_dir)
    row = _row(document, result_id)
    old = find_exchange(Path(run_dir), row["exchanges"])
    if row.get("curl"):
        click.echo(f"# {row['curl']}")
    if document["mode"] != "blackbox":
        _set_stage(old, rig_file or document["target"]["rig"], document["target"]["profile"])
    answer = send_again(old, base_url, os.environ.get("OPENAI_API_KEY"))
    if answer.status is None:
        raise SetupError(f"no answer: {answer.end_detail or answer.end.value}")
    _show(answer)


def _set_stage(old: Exchange, rig_file: str | None, profile: str | None) -> None:
    """Let the mock do again what it did, as far as there is one."""
    if rig_file is None or not Path(rig_file).is_file():
        click.echo("# the mock is not set up again: name the rig file with --rig", err=True)
        return
    from conformance import rigs
    from conformance.session.stage import set_stage  # the whole catalogue

    lane = set_stage(old, rigs.load(Path(rig_file)), profile)
    click.echo(f"# the mock plays {old.probe} on {lane.name}")


def document_of(run_dir: str) -> dict[str, JSON]:
    """The ``run.json`` of a run. Raises :class:`UsageError` when there is none."""
    from conformance.wire import jsontext

    file = Path(run_dir) / "run.json"
    try:
        document = jsontext.loads(file.read_bytes())
    except OSError as error:
        raise UsageError(f"{file}: cannot be read; name the directory of a run") from error
    except jsontext.JsonTextError as error:
        raise UsageError(f"{file}: not JSON: {error}") from error
    if not isinstance(document, dict) or "results" not in document:
        raise UsageError(f"{file}: no document of a run")
    return document


def _row(document: dict[str, JSON], wanted: str) -> dict[str, JSON]:
    """The result of that id, a failed one first."""
    rows: list[dict[str, JSON]] = [
        row
        for row in document["results"]
        if wanted in {row["id"], f"{row['id']}[{row['case']}]"} and row["exchanges"]
    ]
    if not rows:
        raise UsageError(f"the run has no exchange of {wanted!r}; see its report for the ids")
    return min(rows, key=lambda row: row["outcome"] != "fail")


def _show(exchange: Exchange) -> None:
    click.echo(f"HTTP {exchange.status}")
    for name, value in exchange.headers:
        click.echo(f"{name}: {_plain(value)}")
    click.echo()
    click.echo(_plain(exchange.octets[:_MOST_BODY].decode("utf-8", "backslashreplace")))
    click.echo(f"# ended with {exchange.end.value} after {exchange.duration_s:.3f} s")


def _plain(text: str) -> str:
    """``text`` without control characters: a relay's words are hostile to terminals."""
    return "".join(char if char.isprintable() or char in "\n\t" else "?" for char in text)
