"""The JUnit file has the shape that CI systems read, and is red when the run is."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

import pytest

from reports.junit import render
from reports.run import Run
from reports.text import line

Runs = Callable[..., Run]
Results = Callable[..., dict[str, Any]]

COUNTS = {"name", "tests", "failures", "errors", "time"}
SHAPE: dict[str, tuple[set[str], set[str]]] = {
    "testsuites": ({"testsuite"}, COUNTS),
    "testsuite": ({"properties", "testcase"}, COUNTS | {"skipped", "timestamp"}),
    "properties": ({"property"}, set()),
    "property": (set(), {"name", "value"}),
    "testcase": ({"failure", "error", "skipped", "system-out"}, {"name", "classname", "time"}),
    "failure": (set(), {"type", "message"}),
    "error": (set(), {"type", "message"}),
    "skipped": (set(), {"message"}),
    "system-out": (set(), set()),
}
"""Element -> children and attributes that junit-10.xsd of Jenkins allows and we use."""


def read(run: Run, lang: str = "en") -> ET.Element:
    """The document, parsed back and held against the shape."""
    root = ET.fromstring(render(run, lang).encode())
    for element in root.iter():
        children, attributes = SHAPE[element.tag]
        assert {child.tag for child in element} <= children
        assert set(element.attrib) <= attributes
    return root


def elements(root: ET.Element) -> list[list[str]]:
    """The tags below each test case."""
    return [[child.tag for child in case] for case in root.iter("testcase")]


@pytest.mark.parametrize(
    ("outcome", "level", "expected"),
    [
        ("pass", "MUST", []),
        ("warn", "SHOULD", ["system-out"]),
        ("fail", "MUST", ["failure"]),
        ("fixed", "MUST", ["failure"]),
        ("error", "MUST", ["error"]),
        ("inconclusive", "MUST", ["error"]),
        ("inconclusive", "SHOULD", ["skipped"]),
        ("skip", "MUST", ["skipped"]),
        ("known", "MUST", ["skipped"]),
    ],
)
def test_outcomes_become_elements(
    make_run: Runs, make_result: Results, outcome: str, level: str, expected: list[str]
) -> None:
    """Each outcome has the element that the module's table promises."""
    root = read(make_run([make_result(outcome=outcome, level=level, message="why")]))

    assert elements(root) == [expected]


def test_a_failure_says_what_to_act_on(make_run: Runs, make_failure: Results) -> None:
    """Name, message and body carry id, case, expectation, source and curl."""
    root = read(make_run([make_failure()], exit_code=1))

    (case,) = root.iter("testcase")
    (child,) = case
    assert case.attrib == {
        "classname": "stream",
        "name": "SSE-001 chat-stream-basic",
        "time": "0.250",
    }
    assert child.attrib == {"type": "MUST", "message": "the last data line is not [DONE]"}
    body = child.text or ""
    for part in ('expected: "[DONE]"', "https://example.com/doc", "curl -N", "event 3", "relay"):
        assert part in body


def test_counts_and_properties_tell_the_run(
    make_run: Runs, make_failure: Results, make_result: Results
) -> None:
    """Totals are those of the elements; properties name target and verdicts."""
    results = [make_failure(1), make_result(2), make_result(3, outcome="skip", message="no vision")]
    root = read(make_run(results, exit_code=1))

    (suite,) = root
    assert [suite.get(key) for key in ("tests", "failures", "errors", "skipped")] == list("3101")
    properties = {p.get("name"): p.get("value") for p in suite.iter("property")}
    assert properties["target.base_url"] == "http://127.0.0.1:4000/v1"
    assert properties["verdict.documented"] == "conformant"
    assert "target.rig" not in properties
    assert [e.get("message") for e in suite.iter("skipped")] == ["skip: no vision"]


def test_a_known_failure_gives_the_reason_of_its_row(make_run: Runs, make_failure: Results) -> None:
    """The reason in the baseline is why it is skipped."""
    root = read(make_run([make_failure(outcome="known", known={"reason": "issue 7"})]))

    assert [e.get("message") for e in root.iter("skipped")] == ["known: issue 7"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_cut_run_is_red(make_run: Runs, lang: str) -> None:
    """A run that was cut has one more case with an error."""
    root = read(make_run(complete=False, exit_code=3, notices=["interrupted"]), lang)

    assert elements(root) == [[], ["error"]]
    assert "interrupted" in (root.findtext(".//error") or "")


def test_a_green_looking_run_with_another_exit_code_is_red(make_run: Runs) -> None:
    """No file is all green when the run did not exit with 0."""
    verdicts = {"documented": "no verdict", "strict": "no verdict"}

    assert elements(read(make_run([], exit_code=3, verdicts=verdicts))) == [["error"]]
    assert elements(read(make_run())) == [[]]


def test_hostile_values_are_inert(hostile: str, hostile_run: Run) -> None:
    """The document parses back, with each value cleaned."""
    root = read(hostile_run)

    messages = [e.get("message") for e in root.iter("failure")]
    assert messages == [line(hostile, 4_000)] * 2
    assert len(render(hostile_run)) < 1_000_000


def test_the_same_run_gives_the_same_text(hostile_run: Run) -> None:
    """Nothing but the run decides the text."""
    assert render(hostile_run) == render(hostile_run)
