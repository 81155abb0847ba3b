"""The verbs that send nothing: ``list`` and ``explain``."""

from __future__ import annotations

import json
from difflib import get_close_matches
from typing import TYPE_CHECKING

import click

from conformance.cli.language import titles, with_lang
from conformance.errors import UsageError

if TYPE_CHECKING:
    from conformance.catalog import Catalog, Requirement
    from conformance.model import JSON


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="one JSON document instead of lines")
@click.option("--select", "patterns", multiple=True, metavar="PATTERN", help="only what matches")
@with_lang
def list_(*, as_json: bool, patterns: tuple[str, ...], lang: str) -> None:
    """List every requirement; sends nothing.

    \b
    relay-conformance list --select 'ERR-*'
    relay-conformance list --json
    """
    catalog = _catalog()
    rows = _chosen(catalog, patterns)
    if as_json:
        document = {"requirements": [as_row(catalog, row) for row in rows]}
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
        return
    from reports.phrases import Phrases  # only here

    called, unjudged = titles(lang), Phrases(lang)("explain.unjudged")
    for row in rows:
        state = "" if row.is_judged else f"  {unjudged}"
        title = called.get(row.id, row.title)
        click.echo(f"{row.id}  {row.level.value:<8}  {row.area:<12}  {title}{state}")


@click.command()
@click.argument("requirement_id", metavar="ID")
@with_lang
def explain(requirement_id: str, lang: str) -> None:
    """Explain one requirement: its source, what is asked, and what makes it fail.

    \b
    relay-conformance explain SSE-001
    """
    from conformance.cli.explained import explained  # the checks

    catalog = _catalog()
    row = catalog.requirements.get(requirement_id.upper())
    if row is None:
        near = get_close_matches(requirement_id.upper(), catalog.requirements, n=3, cutoff=0.4)
        raise UsageError(
            f"no requirement {requirement_id!r}; "
            f"{'near: ' + ', '.join(near) if near else 'see `relay-conformance list`'}"
        )
    for line in explained(catalog, row, lang):
        click.echo(line)


def as_row(catalog: Catalog, row: Requirement) -> dict[str, JSON]:
    """One requirement as ``list --json`` prints it."""
    return {
        "id": row.id,
        "area": row.area,
        "level": row.level.value,
        "title": row.title,
        "strict": row.strict,
        "modes": sorted(mode.value for mode in row.modes),
        "needs": sorted(row.needs),
        "probes": list(row.probes),
        "cases": [instance.key for instance in catalog.instances(row)],
        "check": row.check or ("expect" if row.expect is not None else None),
        "proof": list(row.proof),
        "source": row.source.as_json(),
        "excluded": row.excluded,
        "withdrawn": row.withdrawn,
    }


def _chosen(catalog: Catalog, patterns: tuple[str, ...]) -> list[Requirement]:
    if not patterns:
        return list(catalog.requirements.values())
    from conformance.plan import Wanted, make

    roles = frozenset(probe.lane for probe in catalog.probes.values())
    plan = make(catalog.cases(), Wanted(select=patterns, roles=roles))
    ids = dict.fromkeys(item.case.requirement.id for item in plan.items)
    return [catalog.requirements[one] for one in ids]


def _catalog() -> Catalog:
    from conformance.catalog import load  # reads all of specs

    return load()
