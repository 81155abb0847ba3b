"""``mock-upstream validate, explain, faults``: about scripts, without a server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from mock_upstream.explain import explained
from mock_upstream.faults import catalogue
from mock_upstream.faults.reference import render
from mock_upstream.scenario.load import load_file
from mock_upstream.scenario.model import JSON, Script
from mock_upstream.scenario.problems import ScriptError

WRONG_USE = 2

FILE = click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def read_script(path: Path) -> Script:
    """The script in ``path``; says what is wrong and exits 2 when it cannot be played."""
    try:
        return load_file(path)
    except ScriptError as error:
        for problem in error.problems:
            click.echo(problem.sentence(error.file), err=True)
        raise SystemExit(WRONG_USE) from error
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{path} is no UTF-8 text") from error


@click.command()
@FILE
def validate(file: Path) -> None:
    """Check a script: exit 0 when it can be played, 2 when not.

    Each problem is one line: file, line, JSON pointer, what is wrong, what is
    allowed there.
    """
    script = read_script(file)
    click.echo(f"{file}: right; upstreams: {', '.join(script.upstreams)}")


@click.command()
@FILE
@AS_JSON
def explain(file: Path, as_json: bool) -> None:
    """Print what each step of a script puts on the wire, frame by frame."""
    value = explained(read_script(file))
    if as_json:
        click.echo(json.dumps(value, ensure_ascii=False, indent=2))
        return
    for line in _explanation(value):
        click.echo(line)


def _explanation(value: JSON) -> Iterator[str]:
    """The lines of an explanation."""
    for name, upstream in value["upstreams"].items():
        yield f"upstream {name}" + ("  (healthy: default answers)" if upstream["healthy"] else "")
        if "door" in upstream:
            yield f"  door {upstream['door']}"
        for rule in upstream["rules"]:
            yield f"  rule {rule['pointer']}" + (f"  {rule['name']}" if rule["name"] else "")
            yield f"    for {rule['request']}"
            for step in rule["steps"]:
                yield from _step(step)


def _step(step: JSON) -> Iterator[str]:
    """The lines of one step."""
    fault = f"  fault {step['fault']}" if step["fault"] else ""
    yield f"    step {step['pointer'].rpartition('/')[2]}  times {step['times']}{fault}"
    if step["problem"]:
        yield f"      problem: {step['problem']}"
    for line in step["frames"]:
        yield f"      {line}"
    if "task" in step:
        yield f"      task   {' > '.join(step['task']['states'])}, by {step['task']['by']}"
    sent = step["wire"]
    yield f"      wire   {sent['octets']} octets, sha256 {sent['sha256'][:16]}, ends {sent['end']}"


@click.command()
@AS_JSON
@click.option("--markdown", is_flag=True, help="Print the page docs/reference/faults.md.")
def faults(as_json: bool, markdown: bool) -> None:
    """List every fault a script can name, with its phase and its parameters."""
    rows = catalogue()
    if markdown:
        click.echo(render(rows), nl=False)
        return
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo(f"{row['name']:<28} {row['phase']:<11} {row['summary']}")
        for param in row["params"]:
            click.echo(f"{'':<30}{_parameter(param)}")


def _parameter(param: JSON) -> str:
    """One parameter in a line: name, type or values, unit, default."""
    kind = " | ".join(map(str, param["values"])) if "values" in param else param["type"]
    unit = f" in {param['unit']}" if "unit" in param else ""
    default = f", default {param['default']!r}" if "default" in param else ""
    return f"{param['name']}: {kind}{unit}{default}"
