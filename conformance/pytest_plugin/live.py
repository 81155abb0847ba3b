"""Results for Allure while the tests run: ``pytest --pyargs conformance --alluredir DIR``.

Rules of this file: imported only when allure-pytest listens. allure-pytest
writes one result a test; what stands in it is replaced by what
``reports.allure`` would write from ``run.json``, but for the times and the
labels that only the process knows.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import allure_commons

from conformance.results import languages
from reports import allure
from reports.phrases import Phrases
from reports.run import load, parse_result

if TYPE_CHECKING:
    import pytest

    from conformance.model import JSON

OWN = frozenset({"host", "thread", "language"})
"""Labels of allure-pytest that stay: where the test ran."""


def describe(folder: Path, run_dir: Path, lang: str) -> None:
    """Say beside the results what was run against what; a file of the user's own stays."""
    for name, text in allure.about(load(run_dir), Phrases(lang)):
        if not (folder / name).exists():
            (folder / name).write_text(text, encoding="utf-8")


class Live:
    """A plugin of Allure's own: sees each result before it is written."""

    def __init__(self, lang: str) -> None:
        self._phrases = Phrases(lang)
        self._result: dict[str, JSON] | None = None

    @classmethod
    def registered(cls, config: pytest.Config, lang: str) -> Live:
        """One that listens until the session ends."""
        live = cls(lang)
        allure_commons.plugin_manager.register(live)
        config.add_cleanup(lambda: allure_commons.plugin_manager.unregister(live))
        return live

    def take(self, result: dict[str, JSON]) -> None:
        """Keep what the test that is running has judged."""
        self._result = result

    @allure_commons.hookimpl(tryfirst=True)
    def report_result(self, result: Any) -> None:  # noqa: ANN401 (allure's own type)
        """Replace what pytest knows of a test by what the judge found."""
        if self._result is None:
            return
        found, self._result = self._result, None
        told = allure.told(parse_result(self._titled(found)), UUID(result.uuid), self._phrases)
        told.result["labels"] += [
            {"name": one.name, "value": one.value} for one in result.labels if one.name in OWN
        ]
        result.start = result.stop - round(found["duration_s"] * 1000)  # it was sent ahead
        for name, value in told.result.items():
            setattr(result, name, value)
        for name, text in told.attachments.items():
            allure_commons.plugin_manager.hook.report_attached_data(body=text, file_name=name)

    def _titled(self, result: dict[str, JSON]) -> dict[str, JSON]:
        """The result, its requirement called what it is called in the language asked for."""
        titles = languages([result]).get(self._phrases.language, {}).get("titles", {})
        return {**result, "title": titles.get(result["id"], result["title"])}
