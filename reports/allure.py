"""Allure results of a run: one JSON file a result, its evidence beside it as text.

Rules of this file: the states are those of JUnit (``reports.junit``), so that
both are red for the same results. A run without passing evidence has no steps.
Names of files come from the run, never from chance. The live plugin writes the
same results with :func:`told`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import md5
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, UUID, uuid5

from reports.junit import element_of
from reports.phrases import Phrases
from reports.text import clean, line, pretty
from reports.titles import titled

if TYPE_CHECKING:
    from reports.document import JSON
    from reports.run import Result, Run, Violation

__all__ = ["FOLDER", "Told", "about", "render", "told"]

FOLDER = "allure-results"

PROVEN = 1_000
"""Results with attachments, so that no relay fills a disk."""

FIELD = 4_000
EVIDENCE = 16_000
"""Characters of one attachment."""

_STATES = {"failure": "failed", "error": "broken", "skipped": "skipped", None: "passed"}
_SEVERITIES = {"MUST": "critical", "SHOULD": "normal", "MAY": "minor"}


@dataclass(slots=True)
class Told:
    """A result as Allure has it, and the attachments that it names."""

    result: dict[str, JSON]
    attachments: dict[str, str] = field(default_factory=dict)


def render(run: Run, lang: str = "en") -> Mapping[str, str]:
    """Every file of ``allure-results`` by its name."""
    phrases = Phrases(lang)
    start_ms = _milliseconds(run.started_at)
    space = uuid5(NAMESPACE_URL, repr((run.suite, run.target.base_url, run.started_at)))
    files = dict(about(run, phrases))
    room = PROVEN
    for result in titled(run, lang).results:
        uuid = uuid5(space, repr((result.id, result.case)))
        one = told(result, uuid, phrases, proven=room > 0)
        room -= bool(one.attachments)
        stop_ms = start_ms + round(result.duration_s * 1000)
        one.result |= {"uuid": str(uuid), "start": start_ms, "stop": stop_ms}
        files[f"{uuid}-result.json"] = _json(one.result)
        files |= one.attachments
    return {f"{FOLDER}/{name}": text for name, text in files.items()}


def told(result: Result, uuid: UUID, phrases: Phrases, *, proven: bool = True) -> Told:
    """One result, but for its times; ``uuid`` is what its attachments are named after."""
    found = Told({})
    state = _STATES[element_of(result)]
    name = line(f"{result.id}[{result.case}]", 300)
    found.result = {
        "name": line(f"{result.id} {result.title} [{result.case}]", 400),
        "fullName": name,
        "historyId": _digest(result.id, result.case),
        "testCaseId": _digest(result.id),
        "titlePath": [line(result.area, 100), line(result.id, 20)],
        "status": state,
        "statusDetails": _details(result, phrases),
        "stage": "finished",
        "description": _description(result, phrases, proven=proven),
        "labels": [{"name": key, "value": value} for key, value in _labels(result)],
        "links": list(_links(result)),
        "parameters": [{"name": key, "value": value} for key, value in _parameters(result)],
        "steps": list(_steps(result, state, found, uuid, phrases)) if proven else [],
    }
    return found


def _details(result: Result, phrases: Phrases) -> dict[str, JSON]:
    """The first line that a reader sees, and all that the judge said below it."""
    outcome = phrases(f"outcome.{result.outcome}")
    message = line(result.message, FIELD)
    if result.outcome in {"pass", "skip"}:
        return {"message": message} if message else {}
    blame = f"{phrases('blame')}{phrases('colon')}{phrases.word('blame', result.blame)}"
    violations = [_violation(one, phrases) for one in result.violations[:20]]
    trace = "\n".join([line(blame, 60), *violations])
    details: dict[str, JSON] = {"message": f"{outcome}{phrases('colon')}{message}", "trace": trace}
    return {**details, "known": True} if result.outcome == "known" else details


def _description(result: Result, phrases: Phrases, *, proven: bool) -> str:
    """What was promised, where, and what to do; plain lines, for Allure takes Markdown."""
    source = result.source
    where = source.url or source.document or ""
    lines = [
        f"“{line(source.quote, 1_000)}”",
        f"{line(where, 500)} ({phrases('seen_on', date=line(source.seen, 20))})",
        line(result.hint or "", 500),
        "" if proven or result.evidence is None else phrases("left.evidence"),
    ]
    return "\n\n".join(_plain(text) for text in lines if text)


def _plain(text: str) -> str:
    """Text in which Markdown and HTML of a relay's making do nothing."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|!~&" else sign for sign in text)


def _labels(result: Result) -> Iterator[tuple[str, str]]:
    area, identity = line(result.area, 100), line(result.id, 20)
    yield from (("epic", area), ("feature", line(f"{identity} {result.title}", 300)))
    yield from (("story", line(result.endpoint, 100)), ("parentSuite", area), ("suite", identity))
    yield from (("package", area), ("severity", _SEVERITIES.get(result.level, "trivial")))
    yield from (("framework", "relay-conformance"), ("outcome", result.outcome))
    yield from (("tag", line(result.level, 20)), ("tag", result.outcome))
    if result.blame is not None and result.outcome != "pass":
        yield from (("blame", line(result.blame, 40)), ("tag", f"blame {line(result.blame, 40)}"))
    for defect in result.defects[:20]:
        yield "tag", line(defect, 20)


def _links(result: Result) -> Iterator[dict[str, str]]:
    url = line(result.source.url or "", 2_000)
    if url.startswith(("https://", "http://")):
        yield {"name": url, "url": url, "type": "link"}


def _parameters(result: Result) -> Iterator[tuple[str, str]]:
    yield "case", line(result.case, 300)
    yield "endpoint", line(result.endpoint, 100)
    if result.error is not None:
        yield "error", line(result.error, 100)
        yield "stream", "true" if result.stream else "false"


def _steps(
    result: Result, state: str, found: Told, uuid: UUID, phrases: Phrases
) -> Iterator[dict[str, JSON]]:
    """The request, what the upstream got, the answer, and the judgement on them."""
    proof = result.evidence
    if proof is None:
        return
    ended = phrases("end", end=proof.end) if proof.end else ""
    sides = (
        ("request", {"request": proof.request, "curl": result.curl or ""}),
        ("upstream", {"upstream": proof.upstream}),
        ("reply", {"reply": "\n\n".join(filter(None, (proof.reply, ended)))}),
    )
    for title, texts in sides:
        attached = _attached({phrases(key): text for key, text in texts.items()}, found, uuid)
        if attached:
            yield {"name": phrases(title), "status": "passed", "attachments": attached}
    yield {
        "name": phrases("judgement"),
        "status": state,
        "statusDetails": {"message": line(result.message, FIELD)},
        "attachments": _attached(dict(_values(result, phrases)), found, uuid),
        "steps": [_violated(one, state, phrases) for one in result.violations[:20]],
    }


def _values(result: Result, phrases: Phrases) -> Iterable[tuple[str, str]]:
    if result.has_pair:
        yield phrases("expected"), pretty(result.expected, FIELD)
        yield phrases("seen"), pretty(result.actual, FIELD)


def _attached(texts: Mapping[str, str], found: Told, uuid: UUID) -> list[dict[str, str]]:
    """Put the texts that say something beside the result; name them."""
    rows = []
    for name, text in texts.items():
        if text:
            source = f"{uuid5(uuid, name)}-attachment.txt"
            found.attachments[source] = clean(text, EVIDENCE) + "\n"
            rows.append({"name": name, "source": source, "type": "text/plain"})
    return rows


def _violated(one: Violation, state: str, phrases: Phrases) -> dict[str, JSON]:
    values = ((phrases("expected"), one.expected), (phrases("seen"), one.got))
    return {
        "name": _violation(one, phrases),
        "status": state,
        "parameters": [
            {"name": name, "value": line(pretty(value, 1_000), 1_000)}
            for name, value in values
            if value is not None
        ],
    }


def _violation(one: Violation, phrases: Phrases) -> str:
    place = f" ({phrases('place', at=one.at)})" if one.at else ""
    return line(one.message + place, 500)


def about(run: Run, phrases: Phrases) -> Iterator[tuple[str, str]]:
    """Files that say what was run against what, and how to group what went wrong."""
    target = run.target
    facts = {
        "suite": f"{run.suite} {run.suite_version}",
        "target": target.base_url,
        "relay": target.relay,
        "profile": target.profile,
        "model": target.model,
        "mode": run.mode,
        "documented": run.documented,
        "strict": run.strict,
        "complete": "true" if run.complete else phrases("cut.title"),
    }
    rows = (f"{name}={_property(value)}\n" for name, value in facts.items() if value)
    yield "environment.properties", "".join(rows)
    names = (("group.fail", "failed"), ("group.open", "broken"))
    kinds = [{"name": phrases(key), "matchedStatuses": [status]} for key, status in names]
    yield "categories.json", _json(kinds)


def _property(value: str) -> str:
    """A value of a Java properties file: one line of ASCII."""
    text = json.dumps(line(value, 300))[1:-1]
    return text.replace('\\"', '"')


def _digest(*parts: str) -> str:
    return md5(repr(parts).encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()


def _json(value: JSON) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"


def _milliseconds(stamp: str) -> int:
    """The time since 1970; 0 for what is no time with a zone."""
    try:
        moment = datetime.fromisoformat(stamp)
        return round(moment.timestamp() * 1000) if moment.tzinfo else 0
    except (ValueError, OverflowError):
        return 0
