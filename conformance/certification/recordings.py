"""Checks the runs in a bundle against its certificate.

Rules of this file: whatever can be computed anew is: summaries, verdicts,
scores, chains; judging again takes the suite that made the bundle.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO
from itertools import islice

from conformance import results
from conformance.certification import chain, rejudge, suite
from conformance.certification.documents import document
from conformance.certification.files import BundleError, Files
from conformance.certification.score import Scope, Score, score
from conformance.certification.sets import RequirementSet
from conformance.errors import SetupError
from conformance.model import JSON
from conformance.transport.record import from_json
from conformance.wire import jsontext

__all__ = ["problems"]

MOST_TOLD = 10
"""Problems of one kind that are told of one run."""


def problems(
    files: Files,
    claims: Mapping[str, JSON],
    statement: Mapping[str, JSON],
    frozen: RequirementSet,
) -> Iterator[str]:
    """What the runs say against the claims. Raises :class:`BundleError` for an unreadable one."""
    there = {name.split("/")[1] for name in files if name.startswith("runs/")}
    claimed = {str(number) for number in range(1, len(claims["runs"]) + 1)}
    if there != claimed:
        yield f"the certificate counts {len(claimed)} runs, but the bundle has {len(there)}"
        return
    scope = Scope.from_json(claims["scope"])
    for number, claim in enumerate(claims["runs"], 1):
        run = document(files, f"runs/{number}/run.json", "meta/run.schema.json")
        total = score(run["results"], frozen, scope)
        found = [
            *_unlike(run, claim, claims),
            *islice(total.problems, MOST_TOLD),
            *_recorded(files[f"runs/{number}/exchanges.ndjson"], run, claim, claims, frozen, scope),
        ]
        yield from (f"run {number}: {one}" for one in found)
    yield from _miscounted(total, run, claims, statement)


def _unlike(
    run: Mapping[str, JSON], claim: Mapping[str, JSON], claims: Mapping[str, JSON]
) -> Iterator[str]:
    """Where the run is not the one that the certificate speaks of, or not one with itself."""
    scope, judged = claims["scope"], {key: claims["suite"][key] for key in run["suite"]}
    mode = "blackbox" if run["mode"] == "blackbox" else "wired"
    facts = {
        "suite": (run["suite"], judged),
        "profile": (run["target"]["profile"], scope["profile"]),
        "mode": (mode, scope["mode"]),
        "capabilities": (run.get("capabilities"), scope["capabilities"]),
        "time": (run["started_at"], claim["started_at"]),
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


def _recorded(
    log: bytes,
    run: Mapping[str, JSON],
    claim: Mapping[str, JSON],
    claims: Mapping[str, JSON],
    frozen: RequirementSet,
    scope: Scope,
) -> Iterator[str]:
    """What the recorded exchanges say against the chain and the results."""
    broken = list(islice(chain.breaks(log), MOST_TOLD))
    yield from (f"the chain of exchanges is broken: {one}" for one in broken)
    if not broken and chain.head(log) != claim["head"]:
        yield "the chain of exchanges ends otherwise than the certificate says"
    try:
        ids = [from_json(jsontext.loads(line)).id for line in BytesIO(log)]
    except (SetupError, jsontext.JsonTextError) as error:
        yield f"its exchanges cannot be read: {error}"
        return
    if len(ids) != claim["exchanges"]:
        yield f"it has {len(ids)} exchanges, not {claim['exchanges']}"
    named = {one for row in run["results"] for one in row["exchanges"]}
    missing = sorted(named - set(ids))
    if missing:
        yield f"results name exchanges that are not recorded: {', '.join(missing[:5])}"
    if suite.is_same(claims["suite"]) and not broken:
        yield from islice(rejudge.contradictions(run, log), MOST_TOLD)
        yield from islice(rejudge.unasked(run, frozen, scope), MOST_TOLD)


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
