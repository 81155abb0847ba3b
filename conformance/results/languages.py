"""The titles of a run's results in the other languages of the suite.

Rules of this file: a title that a language lacks stays away, and is then shown in English.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import specs
from conformance.model import JSON
from reports.said import translations


def languages(
    results: Sequence[Mapping[str, JSON]], notices: Sequence[str] = ()
) -> dict[str, JSON]:
    """By language: the titles of what ``results`` name (areas, requirements), and the notices."""
    ids = {str(row["id"]) for row in results}
    areas = {str(row["area"]) for row in results}
    return {
        name: {
            "areas": _among(areas, specs.language(name)["areas"]),
            "titles": _among(ids, specs.language(name)["titles"]),
            "notices": translations(notices, name),
        }
        for name in specs.names("languages")
    }


def _among(keys: set[str], titles: Mapping[str, str]) -> dict[str, JSON]:
    return {key: titles[key] for key in sorted(keys) if key in titles}
