"""Joins what the mock saw to the exchanges of one probe. Pure.

The rule: a call that holds the mark of one request is that request's. Of the
others, requests that were sent one after another own the calls that the journal
gained until the next was sent; what came late stands with the last one, and so
do unmarked calls of requests sent at once.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.wire.own import marks_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.model import Exchange, UpstreamCall


def attach(
    exchanges: Sequence[Exchange], calls: Sequence[UpstreamCall], seen: Sequence[int]
) -> tuple[Exchange, ...]:
    """``exchanges`` with their upstream calls.

    ``seen[i]`` is the length of the journal after request ``i``; shorter than
    ``exchanges`` (or empty) when nobody looked.
    """
    owners = {mark: at for at, one in enumerate(exchanges) for mark in marks_in(one.request.body)}
    found: list[list[UpstreamCall]] = [[] for _ in exchanges]
    for place, call in enumerate(calls if exchanges else ()):
        marked = {owners[mark] for mark in marks_in(call.body) if mark in owners}
        is_told = len(marked) == 1
        found[marked.pop() if is_told else _by_time(place, seen, len(exchanges) - 1)].append(call)
    return tuple(
        replace(one, upstream=tuple(own)) for one, own in zip(exchanges, found, strict=True)
    )


def _by_time(place: int, seen: Sequence[int], last: int) -> int:
    """The first request after which the journal was long enough to hold the call."""
    return next((at for at, length in enumerate(seen[:last]) if place < length), last)
