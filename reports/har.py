"""HAR 1.2 of a run: the exchanges that its results show as evidence, both sides of the relay.

Rules of this file: read from the texts of ``run.json``, so bodies are slices,
redacted and bounded; results that share an exchange share its entry. The calls
of upstreams follow the client's exchange as entries of their own; fields of
ours begin with an underscore, as the format asks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import zip_longest
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from reports.messages import Message, calls, message
from reports.phrases import Phrases
from reports.text import clean, fit, line
from reports.titles import titled

if TYPE_CHECKING:
    from reports.document import JSON
    from reports.evidence import Evidence
    from reports.run import Result, Run
    from reports.streams import Lane

__all__ = ["LIMIT", "render"]

LIMIT = 8_000_000
"""Octets of all entries; the developer tools of browsers take such a file at once."""

BODY = 16_000
"""Characters of one body."""

NAMED = 20
"""Results that one entry names."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def render(run: Run, lang: str = "en") -> str:
    """The evidence of a run as one HAR log."""
    phrases = Phrases(lang)
    shared = _shared(titled(run, lang))
    groups = [list(_entries(run, proof, named, phrases)) for proof, named in shared.items()]
    kept = len(fit((json.dumps(one, ensure_ascii=False, indent=1) for one in groups), LIMIT))
    notes = [] if run.complete else [f"{phrases('cut.title')}. {phrases('cut.text')}"]
    if kept < len(groups):
        notes.append(phrases("left.results", count=len(groups) - kept))
    log = {
        "version": "1.2",
        "creator": {"name": line(run.suite, 200), "version": line(run.suite_version, 100)},
        "entries": [entry for group in groups[:kept] for entry in group],
        "comment": " ".join([line(run.target.base_url, 300), *notes]),
    }
    return json.dumps({"log": log}, ensure_ascii=False, indent=1) + "\n"


def _shared(run: Run) -> dict[Evidence, list[Result]]:
    """Results by the exchange that they show, in the order of the run."""
    found: dict[Evidence, list[Result]] = {}
    for result in run.results:
        if result.evidence is not None:
            found.setdefault(result.evidence, []).append(result)
    return found


def _entries(
    run: Run, proof: Evidence, results: list[Result], phrases: Phrases
) -> Iterator[dict[str, JSON]]:
    """The client's exchange, then each call of an upstream that belongs to it."""
    began = _moment(proof.started_at) or _moment(run.started_at) or _EPOCH
    named = results[:NAMED]
    comment = line("; ".join(_about(one, phrases) for one in named), 1_000)
    lane = None if proof.timeline is None else proof.timeline.client
    yield {
        **_entry(began, lane, message(proof.request), message(proof.reply)),
        "comment": comment,
        "_side": "client",
        "_results": [line(f"{one.id}[{one.case}]", 300) for one in named],
        "_end": line(proof.end, 300),
    }
    told = list(calls(proof.upstream))
    lanes = () if proof.timeline is None else proof.timeline.upstreams
    for call, place in zip_longest(told, lanes[: len(told)]):
        at_s = 0.0 if place is None else place.start_s
        entry = _entry(began + timedelta(seconds=at_s), place, call.request, call.reply)
        yield {**entry, "comment": comment, "_side": "upstream", "_call": line(call.about, 300)}


def _about(result: Result, phrases: Phrases) -> str:
    told = f"{phrases(f'outcome.{result.outcome}')}{phrases('colon')}{result.message}"
    return line(f"{result.id} {result.title} · {told}", 300)


def _entry(start: datetime, lane: Lane | None, request: Message, reply: Message) -> dict[str, JSON]:
    wait_ms, receive_ms = _times(lane)
    return {
        "startedDateTime": f"{start:%Y-%m-%dT%H:%M:%S}.{start.microsecond // 1000:03d}Z",
        "time": round(wait_ms + receive_ms, 3),
        "request": _request(request),
        "response": _response(reply, lane),
        "cache": {},
        "timings": {"send": 0, "wait": wait_ms, "receive": receive_ms},
    }


def _times(lane: Lane | None) -> tuple[float, float]:
    """Milliseconds up to the first octet of the body, and from there to the end."""
    if lane is None:
        return 0.0, 0.0
    first_s = lane.pieces[0].at_s if lane.pieces else (lane.end_s or lane.start_s)
    last_s = lane.pieces[-1].at_s if lane.pieces else first_s
    end_s = last_s if lane.end_s is None else lane.end_s
    return _ms(first_s - lane.start_s), _ms(end_s - first_s)


def _ms(seconds: float) -> float:
    return round(max(seconds, 0.0) * 1000, 3)


def _request(told: Message) -> dict[str, JSON]:
    method, _, url = told.first.partition(" ")
    value = {
        "method": line(method, 40),
        "url": line(url, 2_000),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _headers(told),
        "queryString": _query(url),
        "headersSize": -1,
        "bodySize": -1,
    }
    if told.body:
        value["postData"] = {"mimeType": _kind(told), "text": clean(told.body, BODY)}
    return value


def _response(told: Message, lane: Lane | None) -> dict[str, JSON]:
    """The reply; a status of 0, as browsers write it, where none came."""
    status = told.first.removeprefix("HTTP ")
    is_status = status.isascii() and status.isdigit() and len(status) == 3
    return {
        "status": int(status) if is_status else 0,
        "statusText": "" if is_status else line(status, 100),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _headers(told),
        "content": {
            "size": len(told.body.encode("utf-8", "replace")) if lane is None else lane.octets,
            "mimeType": _kind(told),
            "text": clean(told.body, BODY),
        },
        "redirectURL": line(told.header("location"), 2_000),
        "headersSize": -1,
        "bodySize": -1,
    }


def _headers(told: Message) -> list[JSON]:
    return [
        {"name": line(name, 200), "value": line(value, 2_000)} for name, value in told.headers[:100]
    ]


def _kind(told: Message) -> str:
    return line(told.header("content-type"), 200) or "x-unknown"


def _query(url: str) -> list[JSON]:
    """The parameters of an address, as far as it is one."""
    try:
        pairs = parse_qsl(urlsplit(url).query, keep_blank_values=True, max_num_fields=100)
    except ValueError:
        return []
    return [{"name": line(name, 200), "value": line(value, 2_000)} for name, value in pairs]


def _moment(stamp: str) -> datetime | None:
    """The time in UTC; ``None`` for what is no time with a zone."""
    try:
        moment = datetime.fromisoformat(stamp)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
