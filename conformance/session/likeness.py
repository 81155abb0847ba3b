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
from reports.phrases import Phrases

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


def differences(
    old: Exchange, new: Exchange, *, is_live: bool = False, lang: str = "en"
) -> list[str]:
    """How ``new`` is unlike ``old``, one sentence or block each; nothing when it is the same.

    ``is_live``: a model answered, which never says the same twice.
    """
    phrases = Phrases(lang)
    found = list(_ends(old, new, phrases))
    found += _headers(old, new, phrases)
    bodies = _body(old, is_live=is_live), _body(new, is_live=is_live)
    found += _blocks("again.body", *bodies, phrases)
    if old.upstream is not None and new.upstream is not None:
        calls = _calls(old.upstream), _calls(new.upstream)
        found += _blocks("again.upstream", *calls, phrases)
    return found


def _ends(old: Exchange, new: Exchange, phrases: Phrases) -> Iterator[str]:
    for key, then, now in (
        ("again.status", str(old.status), str(new.status)),
        ("again.end", old.end.value, new.end.value),
    ):
        if then != now:
            yield phrases(key, then=then, now=now)


def _headers(old: Exchange, new: Exchange, phrases: Phrases) -> Iterator[str]:
    then, now = View(old).headers, View(new).headers
    for name in sorted(then.keys() | now.keys()):
        if _IDLE_HEADERS.fullmatch(name):
            continue
        before, after = then.get(name), now.get(name)
        if before is None or after is None:
            key = "again.header_now" if before is None else "again.header_then"
            yield phrases(key, name=name)
        elif _still(before) != _still(after):
            yield phrases("again.header", name=name, then=repr(before), now=repr(after))


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


def _blocks(key: str, then: list[str], now: list[str], phrases: Phrases) -> Iterator[str]:
    names = phrases("again.then"), phrases("again.now")
    lines = list(unified_diff(then, now, *names, lineterm="", n=1))
    if lines:
        left = len(lines) - MOST_LINES
        more = [phrases("again.more", count=left)] if left > 0 else []
        yield "\n".join([phrases(key), *lines[:MOST_LINES], *more])
