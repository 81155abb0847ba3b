"""Runs that another version of the suite has written are rendered in every format.

``tests/data/run-0.1.0.json`` is a run as version 0.1.0 wrote it, with each
outcome once. It is never changed: what a later version adds, it lacks.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reports.formats import FORMATS
from reports.run import OUTCOMES, Run, parse

OLD = Path(__file__).parents[1] / "data" / "run-0.1.0.json"
FREE = {"known", "expected", "actual", "got"}
"""Values that are shown as they are, whatever stands in them."""
LATER = {"of": "a later version", "list": [1, None, True]}


def as_written() -> Any:
    """The document as it stands."""
    return json.loads(OLD.read_text("utf-8"))


def with_the_least() -> Any:
    """The same with nothing but what every version has had."""
    document = as_written()
    for row in document["results"]:
        for key in set(row) - LEAST_OF_A_RESULT:
            del row[key]
        row["source"] = {key: row["source"][key] for key in ("quote", "seen")}
    return {key: value for key, value in document.items() if key in LEAST}


LEAST = {
    "schema_version", "suite", "target", "mode", "started_at", "duration_s", "cost", "verdicts",
    "summary", "results", "complete", "exit_code",
}  # fmt: skip
LEAST_OF_A_RESULT = {
    "id", "case", "title", "area", "endpoint", "level", "strict", "outcome", "blame", "message",
    "source", "exchanges", "duration_s",
}  # fmt: skip


def with_unknown_fields() -> Any:
    """The same with a field that nobody knows in every object but the tables of titles."""
    document = as_written()
    languages = document.pop("languages")
    return {**enriched(document), "languages": languages}


def of_a_later_schema() -> Any:
    """The same with another number of its schema, an outcome and a verdict that nobody knows."""
    document = with_unknown_fields()
    document["schema_version"] = 2
    document["results"][0]["outcome"] = "puzzling"
    document["verdicts"]["strict"] = "nearly"
    return document


def enriched(value: Any) -> Any:
    """The value, each object in it with one field more."""
    if isinstance(value, list):
        return [enriched(one) for one in value]
    if isinstance(value, dict):
        held = {key: one if key in FREE else enriched(one) for key, one in value.items()}
        return {"later": LATER, **held}
    return value


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "document", [as_written, with_the_least, with_unknown_fields, of_a_later_schema]
)
def test_a_run_of_another_version_is_rendered(
    document: Callable[[], Any], name: str, lang: str
) -> None:
    """Twice the same, and with its failure; only HAR has nothing to show without evidence."""
    run = parse(document())

    text = FORMATS[name].writer(run, lang)

    assert text == FORMATS[name].writer(parse(document()), lang)
    whole = text if isinstance(text, str) else "".join(text.values())
    assert name == "badge" or "SSE-014" in whole or '"entries": []' in whole


def test_each_outcome_stands_in_the_old_run_once() -> None:
    """So that every format is shown all of them."""
    run: Run = parse(as_written())

    assert sorted(one.outcome for one in run.results) == sorted(OUTCOMES)
    assert dict.fromkeys(OUTCOMES, 1) == run.summary


def test_unknown_fields_change_no_octet() -> None:
    """Whoever does not know them does not miss them."""
    for chosen in FORMATS.values():
        known = chosen.writer(parse(as_written()), "en")
        more = chosen.writer(parse(with_unknown_fields()), "en")
        assert more == known
