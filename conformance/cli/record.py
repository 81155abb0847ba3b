"""The verbs that work on a recorded run: ``report``, ``judge`` and ``replay``."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from conformance.cli.language import with_lang
from conformance.errors import SetupError, UsageError
from conformance.transport.curl import curl
from reports.names import NAMES
from reports.phrases import Phrases
from reports.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.model import JSON
    from conformance.session.replay import Again

MOST_SHOWN = 8000
"""Characters of one difference."""

_FORMATS = "\b\nFormats:\n" + "\n".join(f"  {name:<9} {told}" for name, told in NAMES.items())


@click.command(epilog=_FORMATS)
@click.argument("run_dir")
@click.option("--format", "names", default="html,junit", show_default=True, metavar="NAMES")
@with_lang
def report(*, run_dir: str, names: str, lang: str) -> None:
    """Render the reports of a recorded run again.

    A badge whose time is over is rendered grey.

    \b
    relay-conformance report reports/out/latest --format html,markdown --lang zh
    """
    from conformance.cli.run import check_formats
    from reports import formats  # templates

    chosen = tuple(name.strip() for name in names.split(",") if name.strip())
    check_formats(chosen)
    document_of(run_dir, lang)
    today = datetime.now(UTC).date()
    for file in formats.render(run_dir, chosen, lang, today):
        click.echo(file)


@click.command()
@click.argument("run_dir")
@click.option("--strict", is_flag=True, help="the exit code follows `OpenAI strict`")
@click.option("--json", "as_json", is_flag=True, help="what changed as one JSON document")
@with_lang
def judge(*, run_dir: str, strict: bool, as_json: bool, lang: str) -> int:
    """Judge the recorded exchanges of a run again, offline, and show what changed.

    A relay cannot change in a record: whatever comes out otherwise is the doing of the
    rules, which may have been mended, added or withdrawn since.

    \b
    relay-conformance judge reports/out/latest

    Exit code: that of a run with these results.
    """
    from conformance.session.again import judged_again  # the whole judge
    from reports import changes
    from reports.diff import compare
    from reports.run import parse
    from reports.titles import titled

    before, after = judged_again(Path(run_dir), document_of(run_dir, lang), strict=strict)
    shown = "en" if as_json else lang
    found = compare(titled(parse(before, run_dir), shown), titled(parse(after, "today"), shown))
    if as_json:
        click.echo(changes.as_json(found), nl=False)
        return int(after["exit_code"])
    click.echo(changes.text(found, lang), nl=False)
    phrases = Phrases(lang)
    verdicts = {name: phrases(f"run.{one}") for name, one in after["verdicts"].items()}
    click.echo(phrases("again.verdicts", **verdicts))
    return int(after["exit_code"])


@click.command()
@click.argument("run_dir")
@click.argument("wanted", metavar="ID")
@click.option("--base-url", metavar="URL", help="send it to another relay, or another address")
@click.option("--rig", "rig_file", metavar="NAME|FILE", help="the rig of a wired run, if it moved")
@click.option("--api-key-env", default="OPENAI_API_KEY", metavar="NAME", show_default=True)
@with_lang
def replay(
    *,
    run_dir: str,
    wanted: str,
    base_url: str | None,
    rig_file: str | None,
    api_key_env: str,
    lang: str,
) -> int:
    """Send one recorded exchange again, and show the difference.

    ID is a requirement, a case, a probe or an exchange. The whole probe is carried out, on
    the same lane and with the same script of the mock; ids, times, nonces and, on a live
    relay, the words of the model are set aside.

    \b
    relay-conformance replay reports/out/latest SSE-014
    relay-conformance replay reports/out/latest 'SSE-014[chat-stream]'
    relay-conformance replay reports/out/latest chat-stream/0 --base-url https://relay.example/v1

    Exit code: 0 the same came again, 1 something else came, 2 wrong usage, 3 no answer.
    """
    from conformance.session import replay as again  # the client and the judge

    document, phrases = document_of(run_dir, lang), Phrases(lang)
    found = again.find(Path(run_dir), document, wanted)
    for one in found.exchanges:
        if one.id in found.watched:
            told = phrases("again.of", id=one.id, probe=found.instance.key)
            click.echo(f"{told}\n{curl(one)}")
    if len(found.exchanges) > 1:
        click.echo(phrases("again.sends", count=len(found.exchanges)))
    key = os.environ.get(api_key_env, "").strip() or None
    given = {"base_url": base_url, "rig_file": rig_file, "api_key": key}
    pairs = again.replay(found, document, **given, lang=lang)
    if not any(one.new.status is not None or one.old.status is None for one in pairs):
        raise SetupError(f"no answer: {_why(pairs)}")
    for pair in pairs:
        _show(pair, phrases)
    return 1 if any(pair.differences for pair in pairs) else 0


def document_of(run_dir: str, lang: str = "en") -> dict[str, JSON]:
    """The ``run.json`` of a run, made anew from its log where the run never ended.

    Raises :class:`UsageError` when there is none.
    """
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
    return _recovered(Path(run_dir), document, lang) if document.get("running") else document


def _recovered(directory: Path, document: dict[str, JSON], lang: str) -> dict[str, JSON]:
    """The document of a run that was killed; it is written down for every reader."""
    from conformance.results import RunDirectory
    from conformance.session.recover import recover  # the whole judge

    whole = recover(directory, document)
    RunDirectory(directory).write(whole)
    done, planned = len(whole["results"]), len(whole["plan"])
    click.echo(Phrases(lang)("run.killed", done=done, planned=planned), err=True)
    return whole


def _why(pairs: Sequence[Again]) -> str:
    ends = [one.new.end_detail or one.new.end.value for one in pairs]
    return ends[0] if ends else "the probe sends nothing like it any more"


def _show(one: Again, phrases: Phrases) -> None:
    """The answer of today, and how it is unlike the other."""
    new = one.new
    seconds = f"{new.duration_s:.3f}"
    click.echo(phrases("again.answer", status=new.status, end=new.end.value, seconds=seconds))
    if not one.differences:
        click.echo(phrases("again.same", id=new.id))
        return
    click.echo(phrases("again.differs", id=new.id))
    for told in one.differences:
        click.echo(clean(told, MOST_SHOWN))
