"""The page of what each relay's documents promise, from the profiles and their error tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

import specs
from conformance.catalog import Catalog, load
from conformance.catalog.promises import Promises, below, claims, exact
from conformance.model import JSON
from conformance.reference.contents import entries
from conformance.reference.markdown import table

HEAD = """# What each relay's documents promise

Generated from `specs` by `python -m conformance.reference docs/reference`;
do not edit. Each row of an error table is provoked and judged by PRF-001 (status), PRF-002 (code),
PRF-003 (type) and PRF-004 (keys); each endpoint that a relay says it lacks by NEG-001 and NEG-002.
A dash: the relay's documents say nothing.
"""
RELAYS = ("laozhang", "apiyi", "lalc", "sozeer", "4z-api")
"""Relays whose own manuals were read; the other profiles are kinds of software, or any relay."""


def render() -> str:
    """The whole page."""
    others = [name for name in specs.names("profiles") if name not in RELAYS]
    names = [*RELAYS, *others]
    lines = [HEAD, *_overview(names)]
    for name in names:
        lines += ["", *_relay(specs.profile(name), load(name))]
    return "\n".join(lines) + "\n"


def _overview(names: Iterable[str]) -> Iterator[str]:
    """Which relay tells which situation with which status and code."""
    names = list(names)
    tables = {name: _told(specs.profile(name)) for name in names}
    situations = [one for one in _situations() if any(one in table for table in tables.values())]
    yield "## Errors side by side\n"
    yield from table(
        ["situation", *names],
        ([one, *(tables[name].get(one, "-") for name in names)] for one in situations),
    )


def _situations() -> list[str]:
    schema = specs.load_schema("meta/profile.schema.json")
    return [str(one) for one in schema["$defs"]["situation"]["enum"]]


def _told(document: Mapping[str, JSON]) -> dict[str, str]:
    """Situation -> status and word, by the error table or else by what is accepted."""
    accepted = {
        one: _words(row["statuses"], row.get("codes", ()))
        for one, row in document.get("accept", {}).items()
    }
    rows = Promises(document).rows.items()
    return accepted | {one: _words([row["status"]], [row["code"] or ""]) for one, row in rows}


def _words(statuses: Iterable[int], codes: Iterable[str]) -> str:
    return " ".join([", ".join(map(str, statuses)), *(f"`{code}`" for code in codes if code)])


def _relay(document: Mapping[str, JSON], catalog: Catalog) -> Iterator[str]:
    yield f"## {document['title']} (`{document['name']}`)\n"
    addresses = ", ".join(f"`{url}`" for url in document.get("base_urls", ())) or "-"
    yield f"Addresses: {addresses}; paths begin with `{document.get('path_prefix', '/v1')}`."
    yield from _limits(document.get("limits"))
    yield from _section("Endpoints", ["method", "path", "the document says"], _served(document))
    yield from _section("Capabilities", ["claimed", "the document says"], _claimed(document))
    yield from _section(
        "Says that it lacks", ["method", "path", "the document says"], _lacked(document)
    )
    header = ["section", "entry", "endpoint", "judged by"]
    yield from _section("Table of contents", header, entries(document, catalog))
    header = ["endpoint", "parameter", "type", "range", "default"]
    yield from _section("Parameters", header, _parameters(document))
    header = ["status", "code", "type", "param", "when", "judged by"]
    yield from _section("Errors", header, _errors(document, catalog))
    header = ["about", "the document says", "binds the strict verdict only"]
    yield from _section("Leaves the OpenAI document", header, _deviations(document))


def _limits(limits: Mapping[str, JSON] | None) -> Iterator[str]:
    if limits is not None:
        shown = ", ".join(f"{key} {limits[key]}" for key in limits if key != "source")
        yield f"Limits: {shown}."


def _served(document: Mapping[str, JSON]) -> Iterator[list[str]]:
    """Endpoints of claimed capabilities first, then those that are listed only."""
    prefix, claimed = document.get("path_prefix", "/v1"), claims(document)
    own = {} if claimed is None else document["supports"]
    listed = document.get("endpoints", ())
    named = {row["path"] for row in listed}
    for row in specs.endpoints():
        path = below(prefix, row["path"])
        if row.get("capability") in own and path not in named:
            yield [row["method"], f"`{path}`", _quote(own[row["capability"]])]
    for row in listed:
        yield [row.get("method", "POST"), f"`{row['path']}`", _quote(row["source"])]


def _claimed(document: Mapping[str, JSON]) -> Iterator[list[str]]:
    for name, source in (document.get("supports") or {}).items():
        yield [f"`{name}`", _quote(source)]


def _parameters(document: Mapping[str, JSON]) -> Iterator[list[str]]:
    for endpoint, documented in document.get("parameters", {}).items():
        for name, row in documented["takes"].items():
            kinds = [row["type"]] if isinstance(row.get("type"), str) else row.get("type", ())
            default = f"`{json.dumps(row['default'])}`" if "default" in row else "-"
            shown = f"`{name}`" + (" (required)" if row.get("required") else "")
            yield [f"`{endpoint}`", shown, " or ".join(kinds) or "-", _range(row), default]


def _range(row: Mapping[str, JSON]) -> str:
    """What a value may be: ``0 to 2``, ``at most 4`` or the words that are allowed."""
    low, high = row.get("minimum"), row.get("maximum")
    if low is not None and high is not None:
        return f"{low} to {high}"
    if low is not None or high is not None:
        return f"at least {low}" if high is None else f"at most {high}"
    return ", ".join(f"`{one}`" for one in row.get("enum", ())) or "-"


def _lacked(document: Mapping[str, JSON]) -> Iterator[list[str]]:
    for row in document.get("disclaimed", ()):
        yield [row.get("method", "any"), f"`{row['path']}`", _quote(row["source"])]


def _errors(document: Mapping[str, JSON], catalog: Catalog) -> Iterator[list[str]]:
    """The whole table, with the probes that provoke each row."""
    probes: dict[str, list[str]] = {}
    for probe in catalog.probes.values():
        for label in probe.axes.get("documented", {}):
            probes.setdefault(label, []).append(f"`{probe.name}`")
    if "errors" not in document or Promises(document).is_generic:
        return
    for row in specs.errors(document["errors"]):
        if "relay" in row["from"]:
            names = probes.get(row.get("situation", ""), ["-"])
            yield [*_row(row), row["when"], ", ".join(names)]


def _row(row: Mapping[str, JSON]) -> list[str]:
    assumed = row.get("assumed", ())
    kind = f"`{row['type']}`" + (" (not shown)" if "type" in assumed else "")
    code = f"`{row['code']}`" if row["code"] else "-"
    if exact(row.get("situation", ""), row)["word_in_type"]:
        code += " (or as type)"
    param = "absent" if "param" in row.get("absent", ()) else f"`{_literal(row['param'])}`"
    return [str(row["status"]), code, kind, param]


def _literal(value: str | None) -> str:
    return "null" if value is None else f'"{value}"'


def _deviations(document: Mapping[str, JSON]) -> Iterator[list[str]]:
    for row in document.get("deviations", ()):
        yield [row["about"], row["says"], ", ".join(row.get("excuses", ())) or "-"]


def _section(title: str, header: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    """A titled table, unless it is empty."""
    rows = list(rows)
    if rows:
        yield f"\n### {title}\n"
        yield from table(header, rows)


def _quote(source: Mapping[str, JSON]) -> str:
    return str(source["quote"])
