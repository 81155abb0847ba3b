"""Rules of moderations: one result for each text, and the upstream's judgement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from conformance.checks.meant import meant
from conformance.checks.registry import check
from conformance.model import JSON, Violation
from conformance.wire.view import View

_JUDGED = ("flagged", "categories", "category_scores", "category_applied_input_types")


@check("moderations.one-per-text", given="json")
def one_per_text(view: View) -> Iterator[Violation]:
    """Each text has one result; parts have one together."""
    request, _ = view.request_json
    given = request["input"]
    is_texts = isinstance(given, list) and all(isinstance(one, str) for one in given)
    expected, got = len(given) if is_texts else 1, len(_results(view))
    if got != expected:
        yield Violation(
            f"{got} results for {expected} inputs", at="/results", expected=expected, got=got
        )


@check("moderations.upstream", given="delivered")
def as_upstream(view: View) -> Iterator[Violation]:
    """What is flagged, and how much, is what the upstream said; further categories may be added."""
    for place, (got, expected) in enumerate(
        zip(_results(view), meant(view)["results"], strict=False)
    ):
        for key in _JUDGED:
            if not _says(got.get(key), expected.get(key)):
                yield Violation(
                    f"{key} is not the upstream's",
                    at=f"/results/{place}/{key}",
                    expected=expected.get(key),
                    got=got.get(key),
                )


def _says(got: JSON, expected: JSON) -> bool:
    """Whether all of ``expected`` is in ``got``."""
    if isinstance(got, Mapping) and isinstance(expected, Mapping):
        return {key: got.get(key) for key in expected} == dict(expected)
    return bool(got == expected)


def _results(view: View) -> list[Mapping[str, JSON]]:
    found = view.json.get("results") if isinstance(view.json, Mapping) else None
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []
