"""JUnit XML of a run, in the shape that Jenkins, GitLab and GitHub actions read.

What CI users expect decides the elements: whatever makes the run exit with
another code than 0 is red, nothing else is.

========================  =============================================
outcome                   element
========================  =============================================
pass                      none
warn                      none; the warning stands in ``system-out``
fail, fixed               ``failure`` (``fixed``: a baseline row is stale)
error                     ``error``
inconclusive, level MUST  ``error``: a required rule was not judged
inconclusive, others      ``skipped``
skip, known               ``skipped``, with the reason
========================  =============================================

A run that was cut, or that ended with another code than 0 while every case is
green, gets one more test case ``run``/``verdict`` with an ``error``.
Shape: junit-10.xsd of the Jenkins xUnit plugin (seen 2026-11-22), which has
``properties`` for the suite only.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from reports.phrases import Phrases
from reports.text import clean, line, pretty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.run import Result, Run

__all__ = ["element_of", "render"]

FIELD = 4_000
"""Characters of one field; Jenkins keeps whole reports in memory."""


def render(run: Run, lang: str = "en") -> str:
    """The run as a JUnit document; ``lang`` only chooses the words of the verdict case."""
    phrases = Phrases(lang)
    suite = ET.Element("testsuite", name=line(run.suite, 200))
    _properties(suite, run)
    for result in run.results:
        suite.append(_testcase(result))
    if not run.complete or (run.exit_code != 0 and not _reds(suite)):
        suite.append(_verdict_case(run, phrases))
    totals = {
        "tests": str(len(suite.findall("testcase"))),
        "failures": str(len(suite.findall("testcase/failure"))),
        "errors": str(len(suite.findall("testcase/error"))),
        "time": _seconds(run.duration_s),
    }
    suite.attrib.update(totals)
    suite.set("skipped", str(len(suite.findall("testcase/skipped"))))
    suite.set("timestamp", line(run.started_at, 40))
    root = ET.Element("testsuites", name=line(run.suite, 200), attrib=totals)
    root.append(suite)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, "unicode") + "\n"


def element_of(result: Result) -> str | None:
    """The element that tells the outcome; ``None`` when the case is green."""
    if result.outcome == "inconclusive":
        return "error" if result.level == "MUST" else "skipped"
    table = {"fail": "failure", "fixed": "failure", "error": "error"}
    return table.get(result.outcome, "skipped" if result.outcome in {"skip", "known"} else None)


def _reds(suite: ET.Element) -> bool:
    return bool(suite.findall("testcase/failure") or suite.findall("testcase/error"))


def _properties(suite: ET.Element, run: Run) -> None:
    """What was run against what, as name and value pairs of the suite."""
    pairs = {
        "suite.version": run.suite_version,
        "specs.digest": run.specs_digest,
        "target.base_url": run.target.base_url,
        "target.profile": run.target.profile,
        "target.model": run.target.model,
        "target.rig": run.target.rig,
        "target.relay": run.target.relay,
        "mode": run.mode,
        "verdict.documented": run.documented,
        "verdict.strict": run.strict,
        "complete": "true" if run.complete else "false",
        "exit_code": str(run.exit_code),
        "requests": str(run.cost.requests),
        "tokens": str(run.cost.tokens),
    }
    parent = ET.SubElement(suite, "properties")
    for name, value in pairs.items():
        if value is not None:
            ET.SubElement(parent, "property", name=name, value=line(value, 500))


def _testcase(result: Result) -> ET.Element:
    case = ET.Element(
        "testcase",
        classname=line(result.area, 100),
        name=line(f"{result.id} {result.case}", 200),
        time=_seconds(result.duration_s),
    )
    tag = element_of(result)
    if tag == "skipped":
        ET.SubElement(case, tag, message=line(f"{result.outcome}: {_why(result)}", FIELD))
    elif tag is not None:
        child = ET.SubElement(case, tag, type=line(result.level, 20), message=_message(result))
        child.text = _body(result)
    elif result.outcome == "warn":
        ET.SubElement(case, "system-out").text = f"warn: {_message(result)}\n{_body(result)}"
    return case


def _verdict_case(run: Run, phrases: Phrases) -> ET.Element:
    """A red case for a run that must not look green."""
    message = phrases("cut.title") if not run.complete else phrases(f"documented.{run.documented}")
    case = ET.Element("testcase", classname="run", name="verdict", time="0.000")
    child = ET.SubElement(case, "error", type="run", message=line(message, FIELD))
    child.text = "\n".join([f"exit code {run.exit_code}", *(line(n, 500) for n in run.notices)])
    return case


def _why(result: Result) -> str:
    """The reason of a skip; for a known failure that of its baseline row."""
    if isinstance(result.known, dict) and isinstance(result.known.get("reason"), str):
        return str(result.known["reason"])
    return result.message


def _message(result: Result) -> str:
    return line(result.message or result.title, FIELD)


def _body(result: Result) -> str:
    """Everything needed to act on a case, one labelled paragraph per field."""
    return "\n".join(f"{label}: {text}" for label, text in _fields(result) if text)


def _fields(result: Result) -> Iterator[tuple[str, str]]:
    yield "title", line(result.title, 300)
    yield "endpoint", line(result.endpoint, 200)
    yield "blame", line(result.blame or "", 40)
    if result.has_pair:
        yield "expected", pretty(result.expected, FIELD)
        yield "actual", pretty(result.actual, FIELD)
    for violation in result.violations[:20]:
        place = f" (at {violation.at})" if violation.at else ""
        yield "violation", line(violation.message + place, 500)
    source = result.source
    where = " ".join(filter(None, (source.url or source.document, f"(seen {source.seen})")))
    yield "source", line(f"“{source.quote}” {where}", 1_000)
    yield "hint", line(result.hint or "", 500)
    yield "defects", line(", ".join(result.defects), 200)
    yield "curl", clean(result.curl or "", FIELD)


def _seconds(value: float) -> str:
    return f"{value:.3f}"
