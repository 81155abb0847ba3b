"""What became of each documented parameter, over all exchanges of a run. Pure.

Rules of this file: one row for each endpoint and parameter that was shown, with
the gravest fate and the exchange that proves it. Only a wired run can tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from conformance.catalog.parameters import Table
from conformance.checks.parameters import compared, crossed, table_of
from conformance.model import JSON, Exchange
from conformance.wire.fidelity import Fate
from conformance.wire.view import View

__all__ = ["AREA", "matrix"]

AREA = "parameters"
"""The area whose probes show every parameter."""

_QUOTED = re.compile(r"['\"`]([a-z][a-z0-9_]*)['\"`]")
"""A name as messages quote it."""

_GRAVEST = (Fate.DROPPED, Fate.CHANGED, Fate.REJECTED, Fate.RENAMED, Fate.FORWARDED, Fate.ADDED)


def matrix(exchanges: Iterable[Exchange]) -> list[dict[str, JSON]]:
    """The rows, endpoints by name and parameters in the order of their table."""
    found: dict[tuple[str, str], tuple[Fate, str]] = {}
    order: dict[str, list[str]] = {}
    for exchange in exchanges:
        view = View(exchange)
        table = table_of(view)
        if table is None:
            continue
        dialect = _dialect(exchange)
        endpoint = f"{table.endpoint} → {dialect}" if dialect else table.endpoint
        names = order.setdefault(endpoint, list(table.parameters))
        fates = _crossed(view, table, dialect) if dialect else _fates(view, table)
        for name, fate in fates:
            if name not in names:
                names.append(name)
            key = (endpoint, name)
            if key not in found or _rank(fate) < _rank(found[key][0]):
                found[key] = (fate, exchange.id)
    return [
        {"endpoint": endpoint, "parameter": name, "fate": fate.value, "exchange": exchange}
        for endpoint in sorted(order)
        for name in order[endpoint]
        if (endpoint, name) in found
        for fate, exchange in [found[endpoint, name]]
    ]


def _fates(view: View, table: Table) -> Iterator[tuple[str, Fate]]:
    if not view.upstream:
        yield from _rejected(view, table)
        return
    if not view.upstream[-1].call.path.endswith(table.path):
        return
    for one in compared(view):
        is_extra = one.field.name not in table.parameters
        if one.effect == "route" or one.is_idle or (is_extra and one.field.fate is not Fate.ADDED):
            continue
        yield one.field.name, one.field.fate


def _dialect(exchange: Exchange) -> str:
    """The upstream's dialect where a probe's name tells of another than the client's."""
    return exchange.probe.partition("[")[0].partition("-over-")[2]


def _crossed(view: View, table: Table, dialect: str) -> Iterator[tuple[str, Fate]]:
    """The same on the way into another dialect, where many a parameter has no place."""
    if not view.upstream:
        yield from _rejected(view, table)
    for one in crossed(view, dialect):
        yield one.name, one.fate


def _rejected(view: View, table: Table) -> Iterator[tuple[str, Fate]]:
    """The parameters that the relay's own refusal names; one without names tells of none."""
    error = view.json.get("error") if isinstance(view.json, Mapping) else None
    if (view.status or 0) // 100 != 4 or not isinstance(error, Mapping):
        return
    param = re.split(r"[.\[]", str(error.get("param") or ""), maxsplit=1)[0]
    named = [param] if param else _QUOTED.findall(str(error.get("message")))
    for name in dict.fromkeys(named):
        if name in table.parameters and table.parameters[name].effect != "route":
            yield name, Fate.REJECTED


def _rank(fate: Fate) -> int:
    return _GRAVEST.index(fate)
