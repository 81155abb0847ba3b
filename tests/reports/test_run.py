"""A run document becomes typed values; unknown fields do no harm."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import specs
from reports.run import OUTCOMES, Evidence, Run, RunError, Source, Violation, load, parse

Documents = Callable[..., dict[str, Any]]


def test_a_run_is_read_from_its_directory_or_file(tmp_path: Path, make_document: Documents) -> None:
    """Both ways give the same run."""
    (tmp_path / "run.json").write_text(json.dumps(make_document()), encoding="utf-8")

    assert load(tmp_path) == load(tmp_path / "run.json") == parse(make_document())


def test_every_field_arrives(make_run: Callable[..., Run], make_failure: Documents) -> None:
    """A failure keeps its violations, source, evidence and baseline row."""
    run = make_run([make_failure(known={"reason": "r"})], capabilities=["chat"], notices=["n"])

    (result,) = run.results
    assert run.target.relay == "reference 1.0"
    assert (run.capabilities, run.notices) == (("chat",), ("n",))
    assert (Violation("not [DONE]", "event 3", None, 1, 1),) == result.violations
    assert Source("as written", "2026-11-21", "https://example.com/doc") == result.source
    assert Evidence("POST /", "data: {}", "200", "eof") == result.evidence
    assert result.known == {"reason": "r"}
    assert result.has_pair


def test_future_fields_are_passed_over(make_document: Documents, make_failure: Documents) -> None:
    """A newer writer may add members anywhere."""
    failure = make_failure(new=1, source={"quote": "q", "seen": "2026-01-01", "new": []})
    document = make_document([failure], new={"a": 1})
    document["summary"]["new"] = 4

    assert parse(document).results[0].source.quote == "q"


def test_optional_parts_may_be_null(make_document: Documents, make_result: Documents) -> None:
    """Null stands for absent in every optional member."""
    result = make_result(evidence=None, curl=None, hint=None, known=None)
    document = make_document([result])
    document["target"].update(relay=None, profile=None, model=None)
    document["cost"]["usd"] = None

    run = parse(document)

    assert (run.target.relay, run.target.model, run.cost.usd) == (None, None, None)
    assert run.results[0].evidence is None
    assert not run.results[0].has_pair


def test_a_later_version_may_know_more_words(
    make_document: Documents, make_result: Documents
) -> None:
    """The careful one stands for each, and a notice says so; summaries may lack some."""
    rows = [
        {"endpoint": "chat", "parameter": name, "fate": fate, "exchange": "x/0"}
        for name, fate in (("n", "dropped"), ("seed", "melted"))
    ]
    document = make_document([make_result()], parameters=rows[:1], notices=["a"])
    document["schema_version"] = 7
    document["parameters"] = rows
    document["results"][0]["outcome"] = "puzzling"
    document["verdicts"]["strict"] = "nearly"
    del document["summary"]["fixed"]

    run = parse(document)

    assert (run.results[0].outcome, run.strict, run.summary["fixed"]) == (
        "inconclusive", "no verdict", 0,
    )  # fmt: skip
    assert [one.name for one in run.parameters] == ["n"]
    assert run.notices[0].startswith("written by a later version of the suite (schema 7)")
    assert run.notices[1:] == ("a",)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("schema_version",), 0, "/schema_version: is 0; this reader knows 1 and later ones"),
        (("schema_version",), "2", "/schema_version: is '2'; this reader knows 1 and later ones"),
        (("summary", "fail"), None, "/summary: has no 'fail'"),
        (("results",), None, "/: has no 'results'"),
        (("results", 0, "outcome"), "maybe", "/results/0/outcome: 'maybe' is none of fail"),
        (("results", 0, "title"), 4, "/results/0/title: is a number, not a string"),
        (("results", 0), "x", "/results/0: is a string, not an object"),
        (("verdicts", "strict"), "yes", "/verdicts/strict: 'yes' is none of conformant"),
        (("complete",), "true", "/complete: is a string, not true or false"),
        (("target", "base_url"), None, "/target: has no 'base_url'"),
    ],
)
def test_what_a_report_needs_is_demanded(
    make_document: Documents, path: tuple[str | int, ...], value: object, message: str
) -> None:
    """The error names the file and the pointer."""
    document: Any = make_document()
    place = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value

    with pytest.raises(RunError) as caught:
        parse(document, "dir/run.json")

    assert str(caught.value).startswith(f"dir/run.json: {message}")


def test_areas_count_outcomes_in_order(
    make_run: Callable[..., Run], make_result: Documents
) -> None:
    """Areas stand in the order of the run, each with all outcomes."""
    run = make_run(
        [
            make_result(1),
            make_result(2, outcome="fail"),
            make_result(3, area="chat", outcome="skip"),
        ]
    )

    assert list(run.areas()) == ["stream", "chat"]
    assert tuple(run.areas()["stream"][name] for name in ("pass", "fail", "skip")) == (1, 1, 0)
    assert [r.id for r in run.with_outcome("skip", "fail")] == ["SSE-002", "SSE-003"]


def test_the_outcomes_are_those_of_the_schema() -> None:
    """Reader and schema know the same outcomes."""
    schema = specs.load_schema("meta/run.schema.json")

    assert sorted(schema["properties"]["summary"]["required"]) == sorted(OUTCOMES)
