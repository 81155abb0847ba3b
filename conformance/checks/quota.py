"""Rules of quota queries: to whom they are told, and how their numbers hang together.

Rules of this file: units are the site's own, so that numbers are compared with
each other only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from conformance.checks.registry import check
from conformance.model import JSON, Violation
from conformance.wire.view import View

TOLD = ("hard_limit_usd", "total_usage", "total_granted", "total_available")
"""Keys that tell of a quota, in an answer or in its ``data``."""


@check("quota.secret")
def secret(view: View) -> Iterator[Violation]:
    """The answer tells nothing of a quota."""
    data = _at(view.json, ["data"])
    for held in (view.json, data):
        for key in TOLD:
            if isinstance(held, Mapping) and isinstance(held.get(key), int | float | str):
                yield Violation(f"{key} is told to a stranger", at=f"/{key}", got=held[key])


@check("quota.balanced", given="json")
def balanced(view: View) -> Iterator[Violation]:
    """Granted is used and available together, unless there is no limit."""
    data = _at(view.json, ["data"])
    if isinstance(data, Mapping) and data.get("unlimited_quota") is True:
        return
    granted, used, left = (_number(_at(data, [f"total_{key}"])) for key in _PARTS)
    if granted is None or used is None or left is None or granted != used + left:
        yield Violation("the numbers do not add up", at="/data", got=data)


@check("quota.course", given="ok", whole_run=True)
def course(views: Sequence[View], *, at: Sequence[str], rises: bool) -> Iterator[Violation]:
    """The number that ``at`` leads to goes one way only, from the first answer to the last."""
    before, after = (_number(_at(view.json, at)) for view in (views[0], views[-1]))
    place = "/" + "/".join(at)
    if before is None or after is None:
        yield Violation("no number", at=place, exchange=len(views) - 1)
    elif after < before if rises else after > before:
        yield Violation(
            "an answer was paid the wrong way", place, before, after, exchange=len(views) - 1
        )


@check("quota.paid", given="some-served", whole_run=True)
def paid(views: Sequence[View], *, at: Sequence[str], rises: bool) -> Iterator[Violation]:
    """What the key has spent, told first and last, has grown between the two or has not."""
    before, after = (_number(_at(view.json, at)) for view in (views[0], views[-1]))
    place = "/" + "/".join(at)
    if before is None or after is None:
        yield Violation("no number", at=place, exchange=len(views) - 1)
    elif (after > before) is not rises:
        told = "nothing was paid" if rises else "it was paid for"
        yield Violation(told, place, before, after, exchange=len(views) - 1)


_PARTS = ("granted", "used", "available")


def _at(value: JSON, path: Sequence[str]) -> JSON:
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _number(value: JSON) -> float | None:
    return None if isinstance(value, bool) or not isinstance(value, int | float) else value
