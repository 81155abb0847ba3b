"""Figures of a relay that no rule bounds, as a run has measured them.

Rules of this file: reading and wording; a figure that is new here is shown by
its own name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.text import line

if TYPE_CHECKING:
    from reports.document import Node
    from reports.phrases import Phrases

__all__ = ["Figure", "parse", "told"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: ``count`` values it was taken from, and exchanges that show it."""

    name: str
    value: float
    unit: str
    count: int = 0
    exchanges: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """The value with its unit; short times in milliseconds."""
        if self.unit == "s" and abs(self.value) < 1:
            return f"{self.value * 1000:.0f} ms"
        return f"{self.value:.1f} {line(self.unit, 20)}"


def parse(items: Iterable[Node]) -> tuple[Figure, ...]:
    """The figures of a document. Raises :class:`reports.run.RunError`."""
    return tuple(_figure(item) for item in items)


def _figure(node: Node) -> Figure:
    count = node.find("count")
    return Figure(
        name=node.need("name").text(),
        value=node.need("value").number(),
        unit=node.need("unit").text(),
        count=0 if count is None else int(count.number()),
        exchanges=node.texts("exchanges"),
    )


def told(figures: Iterable[Figure], phrases: Phrases) -> Iterator[tuple[str, str]]:
    """(name in words, value) of each figure."""
    for figure in figures:
        yield phrases.word("measured", line(figure.name, 60)), figure.shown
