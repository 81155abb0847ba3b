"""Reads ``run.json`` into values that every report format can rely on.

Rules of this file: the shape is that of ``specs/meta/run.schema.json``. Fields
that are not known here are passed over, so that an older report can show a
newer run; what a report cannot do without is demanded, with file and pointer.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from reports import evidence as proof
from reports import measured, parameters, titles
from reports.document import JSON, Node, RunError, read
from reports.evidence import Evidence, Source, Violation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = [
    "OUTCOMES",
    "VERDICTS",
    "Cost",
    "Evidence",
    "Report",
    "Result",
    "Run",
    "RunError",
    "Source",
    "Target",
    "Violation",
    "load",
    "parse",
    "parse_result",
]

SCHEMA_VERSION = 1

NEWER = (
    "written by a later version of the suite (schema {version}): what this version does not "
    "know is not shown, and an outcome that it does not know counts as inconclusive"
)
"""The notice on a run whose words may not all be known here."""

OUTCOMES = ("fail", "fixed", "warn", "inconclusive", "error", "known", "skip", "pass")
"""Every outcome, in the order in which a reader wants to see them."""

VERDICTS = ("conformant", "not conformant", "no verdict")


@dataclass(frozen=True, slots=True)
class Target:
    """What was judged; ``relay`` is a name with its version when one is known."""

    base_url: str
    profile: str | None = None
    model: str | None = None
    rig: str | None = None
    relay: str | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """What the run spent; ``usd`` is ``None`` when no price is known."""

    requests: int
    tokens: int
    usd: float | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A defect that the public has reported of some relay, and where."""

    id: str
    title: str
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one case of one requirement."""

    id: str
    case: str
    title: str
    area: str
    endpoint: str
    level: str
    strict: bool
    outcome: str
    blame: str | None
    message: str
    source: Source
    expected: JSON = None
    actual: JSON = None
    violations: tuple[Violation, ...] = ()
    defects: tuple[str, ...] = ()
    hint: str | None = None
    exchanges: tuple[str, ...] = ()
    curl: str | None = None
    evidence: Evidence | None = None
    known: JSON = None
    duration_s: float = 0.0
    error: str | None = None
    """The error that was provoked, if one was; ``stream``: whether of a stream."""
    stream: bool = False
    rule: str | None = None
    """A digest of what was asked and how."""
    needs: tuple[str, ...] = ()
    """Capabilities that the case judges with."""

    @property
    def has_pair(self) -> bool:
        """Whether something expected stands against something seen."""
        return self.expected is not None or self.actual is not None


@dataclass(frozen=True, slots=True)
class Run:
    """A whole run. ``summary`` counts results by outcome."""

    suite: str
    suite_version: str
    specs_digest: str
    target: Target
    mode: str
    started_at: str
    duration_s: float
    complete: bool
    exit_code: int
    cost: Cost
    documented: str
    strict: str
    summary: Mapping[str, int]
    results: tuple[Result, ...]
    notices: tuple[str, ...] = ()
    capabilities: tuple[str, ...] = ()
    parameters: tuple[parameters.Parameter, ...] = ()
    measured: tuple[measured.Figure, ...] = ()
    titles: titles.Titles = field(default_factory=titles.Titles)
    reports: tuple[Report, ...] = ()
    planned: int | None = None
    """How many cases there were to be; a run that was cut judged fewer."""

    def with_outcome(self, *outcomes: str) -> tuple[Result, ...]:
        """The results of these outcomes, in the order of the run."""
        return tuple(result for result in self.results if result.outcome in outcomes)

    def areas(self) -> dict[str, dict[str, int]]:
        """How many results of each outcome each area has, areas in the order of the run."""
        table: dict[str, dict[str, int]] = {}
        for result in self.results:
            row = table.setdefault(result.area, dict.fromkeys(OUTCOMES, 0))
            row[result.outcome] += 1
        return table


def load(path: Path | str) -> Run:
    """The run in a ``run.json``, or in the directory that holds one.

    Raises :class:`RunError` when there is none or it cannot be understood.
    """
    file = Path(path)
    file = file / "run.json" if file.is_dir() else file
    return parse(read(file), str(file))


def parse(document: JSON, file: str = "run.json") -> Run:
    """The run that a decoded document tells; ``file`` is what errors name."""
    return _run(Node(file, "", document))


def parse_result(document: JSON) -> Result:
    """One row of ``results``, as soon as it is judged."""
    return _result(Node("result", "", document))


def _run(node: Node) -> Run:
    version = _version(node.need("schema_version"))
    node = replace(node, is_newer=version > SCHEMA_VERSION)
    suite, verdicts, summary = node.need("suite"), node.need("verdicts"), node.need("summary")
    planned = node.find("planned")
    return Run(
        suite=suite.need("name").text(),
        suite_version=suite.need("version").text(),
        specs_digest=suite.need("specs_digest").text(),
        target=_target(node.need("target")),
        mode=node.need("mode").text(),
        started_at=node.need("started_at").text(),
        duration_s=node.need("duration_s").number(),
        complete=node.need("complete").boolean(),
        exit_code=int(node.need("exit_code").number()),
        cost=_cost(node.need("cost")),
        documented=verdicts.need("documented").one_of(VERDICTS, "no verdict"),
        strict=verdicts.need("strict").one_of(VERDICTS, "no verdict"),
        summary={name: _count(summary, name) for name in OUTCOMES},
        results=tuple(_result(item) for item in _required_list(node, "results")),
        notices=(*((NEWER.format(version=version),) * node.is_newer), *node.texts("notices")),
        capabilities=node.texts("capabilities"),
        parameters=parameters.parse(node.items("parameters")),
        measured=measured.parse(node.items("measured")),
        titles=titles.parse(node.find("languages")),
        reports=tuple(_report(item) for item in node.items("reports")),
        planned=None if planned is None else int(planned.number()),
    )


def _version(node: Node) -> int:
    """The version of the schema, this one or a later."""
    if type(node.value) is not int or node.value < SCHEMA_VERSION:
        raise node.fail(f"is {node.value!r}; this reader knows {SCHEMA_VERSION} and later ones")
    return node.value


def _count(summary: Node, name: str) -> int:
    """How many results have an outcome; a later version may have given it up."""
    found = summary.find(name) if summary.is_newer else summary.need(name)
    return 0 if found is None else int(found.number())


def _required_list(node: Node, key: str) -> Iterator[Node]:
    node.need(key)
    return node.items(key)


def _target(node: Node) -> Target:
    relay = node.find("relay")
    parts = () if relay is None else (relay.optional("name"), relay.optional("version"))
    return Target(
        base_url=node.need("base_url").text(),
        profile=node.optional("profile"),
        model=node.optional("model"),
        rig=node.optional("rig"),
        relay=" ".join(part for part in parts if part) or None,
    )


def _cost(node: Node) -> Cost:
    usd = node.find("usd")
    return Cost(
        requests=int(node.need("requests").number()),
        tokens=int(node.need("tokens").number()),
        usd=None if usd is None else usd.number(),
    )


def _report(node: Node) -> Report:
    return Report(node.need("id").text(), node.need("title").text(), node.texts("links"))


def _result(node: Node) -> Result:
    return Result(
        id=node.need("id").text(),
        case=node.need("case").text(),
        title=node.need("title").text(),
        area=node.need("area").text(),
        endpoint=node.need("endpoint").text(),
        level=node.need("level").text(),
        strict=node.need("strict").boolean(),
        outcome=node.need("outcome").one_of(OUTCOMES, "inconclusive"),
        blame=node.optional("blame"),
        message=node.need("message").text(),
        source=proof.source(node.need("source")),
        expected=node.value.get("expected"),
        actual=node.value.get("actual"),
        violations=tuple(proof.violation(item) for item in node.items("violations")),
        defects=node.texts("defects"),
        hint=node.optional("hint"),
        exchanges=node.texts("exchanges"),
        curl=node.optional("curl"),
        evidence=proof.evidence(node.find("evidence")),
        known=node.value.get("known"),
        duration_s=node.need("duration_s").number(),
        error=node.optional("error"),
        stream=node.value.get("stream") is True,
        rule=node.optional("rule"),
        needs=node.texts("needs"),
    )
