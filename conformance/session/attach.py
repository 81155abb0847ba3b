"""Joins what the mock saw to the exchanges of one probe. Pure.

The rule: requests that were sent one after another own the calls that the
journal gained until the next was sent. Of requests sent at once nobody can
tell; their calls all stand with the last one. So do calls that came late.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

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
    last = len(exchanges) - 1
    borders = [0, *seen[:last], *[0] * (last - len(seen[:last]))][: last + 1]
    joined = []
    for index, exchange in enumerate(exchanges):
        start = borders[index]
        end = len(calls) if index == last else max(start, borders[index + 1])
        joined.append(replace(exchange, upstream=tuple(calls[start:end])))
    return tuple(joined)
