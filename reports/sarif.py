"""SARIF 2.1.0 of a run, for code scanning pages that collect findings.

Rules of this file: what broke is a result, what was not judged an ``open`` one,
a fault of the suite a notification; passes and skips are left out. Results that
belong together in two runs have the same fingerprint: requirement and case.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from reports.phrases import Phrases
from reports.text import clean, line
from reports.titles import titled

if TYPE_CHECKING:
    from reports.document import JSON
    from reports.run import Result, Run, Source

__all__ = ["MOST", "SCHEMA", "render"]

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"

MOST = 5_000
"""Results; GitHub shows no more of one run (docs.github.com, seen 2026-11-26)."""

TOLD = ("fail", "fixed", "warn", "known", "inconclusive")
"""Outcomes that become results."""

_LEVELS = {"MUST": "error", "SHOULD": "warning", "MAY": "note", "OBSERVED": "note"}

_URI = "/:?#[]@!$&'()*+,;=%-._~"
"""What may stand in a URI beside letters and digits (RFC 3986)."""


def render(run: Run, lang: str = "en") -> str:
    """The run as a SARIF log with one run."""
    phrases = Phrases(lang)
    told = titled(run, lang).with_outcome(*TOLD)
    shown = told[:MOST]
    rules = list({result.id: result for result in shown}.values())
    places = {rule.id: place for place, rule in enumerate(rules)}
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver(run, rules, phrases)},
                "automationDetails": {"id": line(f"{run.suite}/{run.target.profile or ''}/", 200)},
                "invocations": [_invocation(run, len(told) - len(shown), phrases)],
                "columnKind": "unicodeCodePoints",
                "results": [_result(one, places[one.id], phrases) for one in shown],
                "properties": _facts(run),
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _driver(run: Run, rules: Iterable[Result], phrases: Phrases) -> dict[str, JSON]:
    return {
        "name": line(run.suite, 200),
        "version": line(run.suite_version, 100),
        "language": phrases.language,
        "rules": [_rule(rule, phrases) for rule in rules],
    }


def _rule(result: Result, phrases: Phrases) -> dict[str, JSON]:
    """A requirement: what it says, and the sentence it rests on."""
    source, title = result.source, line(result.title, 300)
    seen = phrases("seen_on", date=line(source.seen, 20))
    text = f"{title}\n\n“{line(source.quote, 1_000)}”\n{line(_where(source), 500)} ({seen})"
    rule: dict[str, JSON] = {
        "id": line(result.id, 20),
        "shortDescription": {"text": title},
        "fullDescription": {"text": line(source.quote, 1_000) or title},
        "help": {"text": text},
        "defaultConfiguration": {"level": _LEVELS.get(result.level, "note")},
        "properties": {"tags": sorted({line(result.area, 60), line(result.level, 20)})},
    }
    if (source.url or "").startswith(("https://", "http://")):
        rule["helpUri"] = quote(line(source.url or "", 2_000), safe=_URI)
    return rule


def _result(result: Result, place: int, phrases: Phrases) -> dict[str, JSON]:
    kind, level = _kind(result)
    value: dict[str, JSON] = {
        "ruleId": line(result.id, 20),
        "ruleIndex": place,
        "kind": kind,
        "level": level,
        "message": {"text": _message(result, phrases)},
        "locations": [_location(result)],
        "partialFingerprints": {"requirementCase/v1": _fingerprint(result)},
        "properties": {
            "outcome": result.outcome,
            "blame": line(result.blame or "", 40),
            "strict": result.strict,
            "exchanges": [line(one, 200) for one in result.exchanges[:20]],
            "defects": [line(one, 20) for one in result.defects[:20]],
            "curl": clean(result.curl or "", 2_000),
        },
    }
    if result.outcome == "known":
        value["suppressions"] = [{"kind": "external", "justification": _reason(result.known)}]
    return value


def _kind(result: Result) -> tuple[str, str]:
    """SARIF's kind and level; only what failed has a level (§3.27.10)."""
    if result.outcome == "inconclusive":
        return "open", "none"
    if result.outcome in {"fail", "fixed"}:
        return "fail", "error"
    return "fail", _LEVELS.get(result.level, "note") if result.outcome == "known" else "warning"


def _message(result: Result, phrases: Phrases) -> str:
    told = f"{phrases(f'outcome.{result.outcome}')}{phrases('colon')}{result.message}"
    blame = f"{phrases('blame')}{phrases('colon')}{phrases.word('blame', result.blame)}"
    return f"{line(told, 1_500)}\n{line(f'{result.endpoint} · {result.case}', 300)}\n{blame}"


def _location(result: Result) -> JSON:
    """The rows of the area, since a relay has no file here; and the case by its name."""
    area, case = line(result.area, 60), line(result.case, 200)
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": f"specs/requirements/{quote(area, safe='')}.yaml"},
            "region": {"startLine": 1},
        },
        "logicalLocations": [
            {
                "name": case,
                "fullyQualifiedName": line(f"{result.endpoint}/{case}", 300),
                "kind": "resource",
            }
        ],
    }


def _fingerprint(result: Result) -> str:
    name = f"{result.id}\0{result.case}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(name).hexdigest()


def _reason(known: JSON) -> str:
    reason = known.get("reason") if isinstance(known, dict) else None
    return line(reason, 500) if isinstance(reason, str) else ""


def _where(source: Source) -> str:
    return source.url or source.document or ""


def _invocation(run: Run, left: int, phrases: Phrases) -> dict[str, JSON]:
    """Whether the suite itself went through, and all that it has to say of that."""
    errors = run.with_outcome("error")
    notes = [_notification("error", f"{one.id} {one.case}: {one.message}") for one in errors[:100]]
    if not run.complete:
        notes.append(_notification("error", f"{phrases('cut.title')}. {phrases('cut.text')}"))
    if left:
        notes.append(_notification("warning", phrases("left.results", count=left)))
    notes += [_notification("note", notice) for notice in run.notices[:100]]
    started = _moment(run.started_at)
    return {
        "executionSuccessful": run.complete and not errors,
        "exitCode": run.exit_code,
        **({"startTimeUtc": started} if started else {}),
        "toolExecutionNotifications": notes,
    }


def _notification(level: str, text: str) -> JSON:
    return {"level": level, "message": {"text": line(text, 1_000)}}


def _moment(stamp: str) -> str | None:
    """The time in UTC as RFC 3339 has it; ``None`` for what is no time with a zone."""
    try:
        moment = datetime.fromisoformat(stamp)
        return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _facts(run: Run) -> dict[str, JSON]:
    target = run.target
    facts = {
        "target": target.base_url,
        "profile": target.profile,
        "relay": target.relay,
        "model": target.model,
        "mode": run.mode,
        "documented": run.documented,
        "strict": run.strict,
        "specsDigest": run.specs_digest,
    }
    return {name: line(value, 300) for name, value in facts.items() if value is not None}
