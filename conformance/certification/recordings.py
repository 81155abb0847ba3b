"""Checks the runs in a bundle against its certificate.

Rules of this file: whatever can be computed anew is: summaries, verdicts,
scores, chains; judging again takes the suite that made the bundle.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import islice

from conformance import results
from conformance.certification import chain, rejudge, suite
from conformance.certification.documents import MOST_RUN, document
from conformance.certification.files import BundleError, Files
from conformance.certification.scoping import scope_of
from conformance.certification.score import Scope, Score, score
from conformance.certification.sets import RequirementSet
from conformance.errors import SetupError
from conformance.model import JSON
from conformance.transport.record import from_json
from conformance.wire import jsontext

__all__ = ["problems"]

MOST_TOLD = 10
"""Problems of one kind that are told of one run."""


@dataclass(frozen=True, slots=True)
class _Run:
    """One run: its document, its log, and what the certificate says of it."""

    document: Mapping[str, JSON]
    log: bytes
    claim: Mapping[str, JSON]


def problems(
    files: Files,
    claims: Mapping[str, JSON],
    statement: Mapping[str, JSON],
    frozen: RequirementSet,
) -> Iterator[str]:
    """What the runs say against the claims. Raises ``BundleError`` for an unreadable one."""
    there = {name.split("/")[1] for name in files if name.startswith("runs/")}
    claimed = [str(number) for number in range(1, len(claims["runs"]) + 1)]
    if there != set(claimed):
        yield f"the certificate counts {len(claimed)} runs, but the bundle has {len(there)}"
        return
    scope = Scope.from_json(claims["scope"])
    for number, claim in zip(claimed, claims["runs"], strict=True):
        run = _run(files, number, claim)
        total = score(run.document["results"], frozen, scope)
        yield from _numbered(number, _unlike(run, claims))
        yield from _numbered(number, total.problems)
        yield from _numbered(number, _unrecorded(run))
        if suite.is_same(claims["suite"]):
            yield from _numbered(number, _overreached(run, frozen, scope))
            yield from _numbered(number, rejudge.contradictions(run.document, run.log))
            yield from _numbered(number, rejudge.unasked(run.document, frozen, scope))
    yield from _miscounted(total, run.document, claims, statement)


def _run(files: Files, number: str, claim: Mapping[str, JSON]) -> _Run:
    place = f"runs/{number}"
    run = document(files, f"{place}/run.json", "meta/run.schema.json", MOST_RUN)
    if f"{place}/exchanges.ndjson" not in files:
        raise BundleError(f"the bundle has no {place}/exchanges.ndjson")
    return _Run(run, files[f"{place}/exchanges.ndjson"], claim)


def _numbered(number: str, found: Iterable[str]) -> Iterator[str]:
    """The first problems of one kind, with the run that they are of."""
    return (f"run {number}: {one}" for one in islice(found, MOST_TOLD))


def _unlike(one: _Run, claims: Mapping[str, JSON]) -> Iterator[str]:
    """Where the run is not the one that the certificate speaks of, or not one with itself."""
    run, scope = one.document, claims["scope"]
    judged = {key: claims["suite"][key] for key in run["suite"] if key in claims["suite"]}
    mode = "blackbox" if run["mode"] == "blackbox" else "wired"
    facts = {
        "suite": (run["suite"], judged),
        "profile": (run["target"]["profile"], scope["profile"]),
        "mode": (mode, scope["mode"]),
        "capabilities": (run.get("capabilities"), scope["capabilities"]),
        "time": (run["started_at"], one.claim["started_at"]),
    }
    for name, (own, told) in facts.items():
        if own != told:
            yield f"its {name} is not what the certificate says"
    if not run["complete"] or run["mode"] == "embedded":
        yield "it is cut, or of the bundled relay"
    names = [(row["id"], row["case"]) for row in run["results"]]
    if len(set(names)) < len(names):
        yield "a case has two results"
    if run["summary"] != results.summary(run["results"]):
        yield "its summary is not that of its results"
    if run["verdicts"] != results.verdicts(run["results"], complete=True):
        yield "its verdicts are not those of its results"


def _overreached(one: _Run, frozen: RequirementSet, scope: Scope) -> Iterator[str]:
    """The scope says of itself what profile, set and run give, and nothing less."""
    if one.document.get("capabilities") is None:
        return
    meant = scope_of(one.document, frozen, profile=scope.profile, load=scope.load).as_json()
    for name, value in scope.as_json().items():
        if value != meant[name]:
            yield f"the scope's {name} is not what profile, set and run give"


def _unrecorded(one: _Run) -> Iterator[str]:
    """What the recorded exchanges say against the chain and the results."""
    broken = list(chain.breaks(one.log))
    yield from (f"the chain of exchanges is broken: {place}" for place in broken)
    if not broken and chain.head(one.log) != one.claim["head"]:
        yield "the chain of exchanges ends otherwise than the certificate says"
    try:
        ids = [from_json(jsontext.loads(line)).id for line in BytesIO(one.log)]
    except (SetupError, jsontext.JsonTextError) as error:
        yield f"its exchanges cannot be read: {error}"
        return
    if len(ids) != one.claim["exchanges"]:
        yield f"it has {len(ids)} exchanges, not {one.claim['exchanges']}"
    named = {name for row in one.document["results"] for name in row["exchanges"]}
    missing = sorted(named - set(ids))
    if missing:
        yield f"results name exchanges that are not recorded: {', '.join(missing[:5])}"


def _miscounted(
    total: Score,
    run: Mapping[str, JSON],
    claims: Mapping[str, JSON],
    statement: Mapping[str, JSON],
) -> Iterator[str]:
    """Whether certificate and statement count what the last run has."""
    if claims["requirements"] != total.as_json():
        yield "the certificate's counts are not those of its last run"
    if claims["verdicts"]["strict"] != run["verdicts"]["strict"]:
        yield "the certificate's strict verdict is not that of its last run"
    told = statement["predicate"]
    if told["passedTests"] != list(total.passed) or told["warnedTests"] != list(total.warned):
        yield "the statement lists other tests than the last run has"
