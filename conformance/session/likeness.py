"""Whether two answers to the same request say the same. Pure.

Rules of this file: what is different each time (ids, times, nonces, quotas) is
set aside; all else counts, down to the white space of a stream. The words of a
live model are set aside too, their form is not.
"""

from __future__ import annotations

import re
from difflib import unified_diff
from itertools import groupby
from typing import TYPE_CHECKING

from conformance.model import End
from conformance.wire.view import View

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.model import Exchange, UpstreamCall

__all__ = ["differences"]

MOST_LINES = 40
"""Lines of a difference that are shown; the answers themselves are in the record."""

_IDLE_HEADERS = re.compile(
    r"(?i)date|age|etag|expires|set-cookie|server-timing|alt-svc|cf-ray|cf-cache-status|nel"
    r"|report-to|content-length|retry-after|.*request-?id.*|.*trace.*|.*-ms|.*ratelimit.*"
    r"|x-litellm-.*|x-response-time|x-envoy-.*|x-amz.*|x-cache.*"
)
"""Names whose values are different each time, or follow from a body that is."""

_IDLE_KEYS = re.compile(
    r'("(?:id|created|created_at|completed_at|expires_at|item_id|call_id|tool_call_id|response_id|'
    r"request_id|system_fingerprint|obfuscation|responseId|createTime|signature|timestamp|"
    r'total_time)"\s*:\s*)("(?:[^"\\]|\\.)*"|-?[\d.]+)'
)
_LIVE_KEYS = re.compile(
    r'("(?:content|text|delta|reasoning|reasoning_content|arguments|partial_json|refusal|thinking|'
    r"transcript|b64_json|url|token|finish_reason|stop_reason|index|logprob|\w*_tokens|bytes|"
    r'revised_prompt|cost)"\s*:\s*)("(?:[^"\\]|\\.)*"|-?[\d.eE+-]+|null|\[[^\[\]{}]*\])'
)
"""What a model says, and counts of it: another time it says something else."""

_NONCE = re.compile(r"(?<![0-9A-Za-z])(?=[0-9A-Za-z-]*\d)[0-9A-Za-z-]{8,}(?![0-9A-Za-z])")
"""A word of at least eight characters with a digit in it: a nonce, an id, a time in seconds."""


def differences(old: Exchange, new: Exchange, *, is_live: bool = False) -> list[str]:
    """How ``new`` is unlike ``old``, one sentence or block each; nothing when it is the same.

    ``is_live``: a model answered, which never says the same twice.
    """
    found = list(_ends(old, new))
    found += _headers(old, new)
    found += _blocks("the body", _body(old, is_live=is_live), _body(new, is_live=is_live))
    if old.upstream is not None and new.upstream is not None:
        found += _blocks("the upstream's side", _calls(old.upstream), _calls(new.upstream))
    return found


def _ends(old: Exchange, new: Exchange) -> Iterator[str]:
    for name, then, now in (
        ("status", str(old.status), str(new.status)),
        ("the end of the reply", old.end.value, new.end.value),
    ):
        if then != now:
            yield f"{name}: then {then}, now {now}"


def _headers(old: Exchange, new: Exchange) -> Iterator[str]:
    then, now = View(old).headers, View(new).headers
    for name in sorted(then.keys() | now.keys()):
        if _IDLE_HEADERS.fullmatch(name):
            continue
        before, after = then.get(name), now.get(name)
        if before is None or after is None:
            told = "only now" if before is None else "only then"
            yield f"header {name}: {told}"
        elif _still(before) != _still(after):
            yield f"header {name}: then {before!r}, now {after!r}"


def _body(exchange: Exchange, *, is_live: bool) -> list[str]:
    """The lines of the body with what is different each time set aside.

    What we left before its end stops anywhere: such a body is not compared.
    """
    if exchange.end in {End.LEFT, End.TIMEOUT}:
        return []
    text = _still(View(exchange).text)
    if not is_live:
        return text.splitlines()
    lines = _LIVE_KEYS.sub(r"\1#", text).splitlines()
    return [line for line, _ in groupby(line for line in lines if line)]


def _still(text: str) -> str:
    return _NONCE.sub("#", _IDLE_KEYS.sub(r"\1#", text))


def _calls(calls: tuple[UpstreamCall, ...]) -> list[str]:
    """What the upstreams were asked, and how each call ended."""
    lines = []
    for call in calls:
        asked = _still(call.body.decode("utf-8", "backslashreplace"))
        how = f"{call.status}{f' {call.fault}' if call.fault else ''}"
        lines.append(f"{call.upstream} {call.method} {_still(call.path)} -> {how}: {asked}")
    return sorted(lines)


def _blocks(what: str, then: list[str], now: list[str]) -> Iterator[str]:
    lines = list(unified_diff(then, now, "then", "now", lineterm="", n=1))
    if lines:
        more = f"\n… {len(lines) - MOST_LINES} more lines" if len(lines) > MOST_LINES else ""
        yield f"{what}:\n" + "\n".join(lines[:MOST_LINES]) + more
