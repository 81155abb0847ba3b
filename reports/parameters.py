"""The matrix of parameters: what a relay did with each, endpoint by endpoint.

Rules of this file: reads and turns over the rows of ``run.json``; says nothing
in words, and shows a bounded part of a table that is too large.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reports.document import Node

__all__ = ["FATES", "LOST", "Matrix", "Parameter", "parse", "pivot"]

FATES = ("dropped", "changed", "rejected", "renamed", "added", "forwarded")
"""What a relay can do with a parameter, the gravest first."""

LOST = ("dropped", "changed")
"""Fates that nobody told the client of."""

ENDPOINTS, PARAMETERS = 24, 200
"""Columns and rows shown at most; there are a dozen and some eighty."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter at one endpoint, and the exchange that shows its fate."""

    endpoint: str
    name: str
    fate: str
    exchange: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """Parameters by endpoints; a cell is empty where the endpoint has no such parameter."""

    endpoints: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str | None, ...]], ...]
    odd: tuple[Parameter, ...]
    """All that did not arrive as it was sent."""
    counts: Mapping[str, int]


def parse(nodes: Iterable[Node]) -> tuple[Parameter, ...]:
    """The rows of a run. Raises RunError for one that is none."""
    return tuple(_parameter(node) for node in nodes if _is_known(node.need("fate")))


def _is_known(fate: Node) -> bool:
    """Whether the fate has a name here; a later version may know more."""
    return not fate.is_newer or fate.text() in FATES


def _parameter(node: Node) -> Parameter:
    return Parameter(
        endpoint=node.need("endpoint").text(),
        name=node.need("parameter").text(),
        fate=node.need("fate").one_of(FATES),
        exchange=node.need("exchange").text(),
    )


def pivot(parameters: tuple[Parameter, ...]) -> Matrix:
    """The rows as a table, both sides in the order in which they first occur."""
    endpoints = tuple(dict.fromkeys(one.endpoint for one in parameters))[:ENDPOINTS]
    names = tuple(dict.fromkeys(one.name for one in parameters))[:PARAMETERS]
    fates = {(one.name, one.endpoint): one.fate for one in parameters}
    return Matrix(
        endpoints,
        tuple((name, tuple(fates.get((name, one)) for one in endpoints)) for name in names),
        tuple(one for one in parameters if one.fate != "forwarded")[:PARAMETERS],
        {fate: sum(one.fate == fate for one in parameters) for fate in FATES},
    )
