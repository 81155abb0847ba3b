"""The tables of request parameters, and the requests that they make.

Rules of this file: pure; a table says what is documented, a request shows some
of it at once. Placeholders in samples are filled in with the probe's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import specs
from conformance.errors import UsageError
from conformance.model import JSON

__all__ = ["REQUESTS", "Parameter", "Table", "requests", "shown", "table", "table_of_path"]

REQUESTS = ("whole", "streamed", "service", "apart", "older", "empty", "nulls", "unknown")
"""What a table is shown by, each over the parameters that are required.

``whole`` and ``streamed`` hold all that decides the answer, ``service`` the
rest, ``apart`` what some models refuse, ``older`` what newer parameters have
replaced, ``empty`` what careless code takes for absent, ``nulls`` every explicit
null, ``unknown`` what no document knows.
"""

EACH = "each"
"""In place of such names: one request for each parameter that is not required."""

BESIDE: Mapping[str, tuple[str, ...]] = {
    "tool_choice": ("tools",),
    "parallel_tool_calls": ("tools",),
    "top_logprobs": ("logprobs",),
    "function_call": ("functions",),
    "audio": ("modalities",),
}
"""What a parameter has to have beside it to say anything, where the table has that too."""

UNKNOWN: Mapping[str, JSON] = {"x_vendor_option": {"depth": 3}, "x_vendor_note": "kept as it is"}
"""Parameters that stand in no document; a form has the second alone."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One row of a table; ``values`` holds its sample, streamed and empty values."""

    name: str
    types: frozenset[str]
    effect: str
    values: Mapping[str, JSON]
    default: JSON = None
    when: str | None = None
    renames: tuple[str, ...] = ()
    is_required: bool = False
    grows: bool = False
    crosses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Places in the body of an upstream of another dialect, by dialect."""


@dataclass(frozen=True, slots=True)
class Table:
    """What a request to one endpoint may hold, by name."""

    endpoint: str
    path: str
    is_form: bool
    parameters: Mapping[str, Parameter]


@cache
def table(endpoint: str) -> Table:
    """The table of ``endpoint``. Raises :class:`specs.SpecError` when there is none."""
    document = specs.parameters(endpoint)
    paths = {row["name"]: str(row["path"]) for row in specs.endpoints()}
    if endpoint not in paths:
        raise UsageError(f"parameters/{endpoint}.yaml: there is no such endpoint")
    rows = [_parameter(row) for row in document["parameters"]]
    is_form = document.get("form", False)
    return Table(endpoint, paths[endpoint], is_form, {row.name: row for row in rows})


def table_of_path(path: str) -> Table | None:
    """The table of the endpoint that a request's path leads to, if there is one."""
    tables = [table(name) for name in specs.names("parameters")]
    found = [one for one in tables if path.endswith(one.path)]
    return max(found, key=lambda one: len(one.path), default=None)


def shown(endpoint: str, names: Sequence[str]) -> dict[str, dict[str, JSON]]:
    """The requests of these names, as the axis of a probe asks for them."""
    if list(names) == [EACH]:
        return each(table(endpoint))
    made = requests(table(endpoint))
    unknown = [name for name in names if name not in made]
    if unknown:
        known = ", ".join(made)
        raise UsageError(f"parameters of {endpoint} make no request {unknown}; known are {known}")
    return {name: made[name] for name in names}


def requests(of: Table) -> dict[str, dict[str, JSON]]:
    """Request name -> body, or fields of the form; only those that show something."""
    return {name: body for name in REQUESTS if (body := _request(of, name))}


def each(of: Table) -> dict[str, dict[str, JSON]]:
    """Parameter name -> body with what is required, that parameter, and what it needs."""
    rows = of.parameters
    samples = {name: row.values["sample"] for name, row in rows.items() if "sample" in row.values}
    always = {name: samples[name] for name in samples if _always(rows[name])}
    return {
        name: always
        | {one: samples[one] for one in (*BESIDE.get(name, ()), name) if one in samples}
        for name in samples
        if name not in always and rows[name].when != "stream"
    }


def _request(of: Table, name: str) -> dict[str, JSON] | None:
    always = {row.name: row.values["sample"] for row in of.parameters.values() if _always(row)}
    shown: dict[str, JSON] = {}
    for row in of.parameters.values():
        key = _key(row, name)
        if key is not None and not (of.is_form and key == "null"):
            shown[row.name] = None if key == "null" else row.values[key]
    if name == "unknown":
        shown = {key: UNKNOWN[key] for key in list(UNKNOWN)[of.is_form :]}
    if not shown or (name == "streamed" and not _streams(of)):
        return None
    body = always | shown
    return {_written(of, key): value for key, value in body.items()}


def _key(row: Parameter, request: str) -> str | None:
    """Which value of ``row`` the request holds beside the required ones, if any."""
    wanted = {
        "whole": row.effect == "answer" and row.when in {None, "whole"},
        "streamed": row.effect == "answer" and row.when in {None, "stream"},
        "service": row.effect == "service" and row.when is None,
        "apart": row.when == "apart",
        "older": row.when == "older",
    }
    if request == "nulls":
        return "null" if "null" in row.types and not _always(row) else None
    if request == "empty":
        return "empty" if "empty" in row.values else None
    if not wanted.get(request):
        return None
    key = "streamed" if request == "streamed" and "streamed" in row.values else "sample"
    return key if key in row.values else None


def _always(row: Parameter) -> bool:
    return (row.is_required or row.effect == "route") and "sample" in row.values


def _streams(of: Table) -> bool:
    return any("streamed" in row.values for row in of.parameters.values())


def _written(of: Table, name: str) -> str:
    """The name as it stands in the request: lists of a form carry ``[]``."""
    row = of.parameters.get(name)
    return f"{name}[]" if of.is_form and row is not None and "array" in row.types else name


def _parameter(row: Mapping[str, JSON]) -> Parameter:
    types = row["type"]
    return Parameter(
        name=row["name"],
        types=frozenset([types] if isinstance(types, str) else types),
        effect=row["effect"],
        values={key: row[key] for key in ("sample", "streamed", "empty") if key in row},
        default=row.get("default"),
        when=row.get("when"),
        renames=tuple(row.get("renames", ())),
        is_required=row.get("required", False),
        grows=row.get("grows", False),
        crosses={name: tuple(places) for name, places in row.get("crosses", {}).items()},
    )
