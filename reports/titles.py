"""What results and areas are called in the language of the reader.

Rules of this file: the run brings its titles along; one that it lacks is shown
as the run has it in English.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from reports.document import Node

if TYPE_CHECKING:
    from reports.run import Run

__all__ = ["Titles", "parse", "titled"]


@dataclass(frozen=True, slots=True)
class Titles:
    """By language, the titles of areas and of requirements (by id), and the notices."""

    areas: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    requirements: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    notices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By language, what the run says of itself: English -> translation."""

    def area(self, name: str, language: str) -> str:
        """The title of an area; in English areas go by their names."""
        return self.areas.get(language, {}).get(name, name)

    def requirement(self, identity: str, english: str, language: str) -> str:
        """The title of a requirement, ``english`` where the language has none."""
        return self.requirements.get(language, {}).get(identity, english)

    def notice(self, english: str, language: str) -> str:
        """What the run says of itself, ``english`` where it was not translated."""
        return self.notices.get(language, {}).get(english, english)


def parse(node: Node | None) -> Titles:
    """The titles that a run has beside the English ones."""
    languages = {} if node is None else dict(node.members())
    return Titles(
        areas={name: _texts(one, "areas") for name, one in languages.items()},
        requirements={name: _texts(one, "titles") for name, one in languages.items()},
        notices={name: _texts(one, "notices") for name, one in languages.items()},
    )


def titled(run: Run, language: str, *, areas: bool = False) -> Run:
    """The same run, its results called what they are called in ``language``; ``areas`` too."""
    results = (
        replace(
            one,
            title=run.titles.requirement(one.id, one.title, language),
            area=run.titles.area(one.area, language) if areas else one.area,
        )
        for one in run.results
    )
    return replace(run, results=tuple(results))


def _texts(node: Node, key: str) -> dict[str, str]:
    found = node.find(key)
    return {} if found is None else {name: one.text() for name, one in found.members()}
