"""Rules of the list of models and of a model by its id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import unquote

from conformance.checks.registry import check
from conformance.model import JSON, Violation
from conformance.wire.view import View


def listed_ids(view: View) -> list[JSON]:
    """The ids of a list answer, in its order."""
    data = view.json.get("data")
    return [one.get("id") for one in data or [] if isinstance(one, Mapping)]


def asked_id(view: View) -> str:
    """The id in the path of a request for one model, percent-decoded."""
    return unquote(view.exchange.request.url.rpartition("/models/")[2])


@check("models.unique", given="json")
def unique(view: View) -> Iterator[Violation]:
    """No id is listed twice."""
    for name, count in Counter(map(str, listed_ids(view))).items():
        if count > 1:
            yield Violation(f"{name!r} is listed {count} times", at="/data", got=name)


@check("models.same", given="json")
def same(view: View) -> Iterator[Violation]:
    """The model by its id is the one that was asked for."""
    asked = asked_id(view)
    if view.json.get("id") != asked:
        yield Violation(
            f"asked for {asked!r}, got {view.json.get('id')!r}",
            at="/id",
            expected=asked,
            got=view.json.get("id"),
        )


@check("models.listed", given="json", whole_run=True)
def listed(views: Sequence[View]) -> Iterator[Violation]:
    """A model that answers by its id (second request) is in the list (first request)."""
    ids = listed_ids(views[0])
    if asked_id(views[-1]) not in ids:
        yield Violation(f"{asked_id(views[-1])!r} is not listed", at="/data", got=ids[:20])


@check("models.answer", given="served")
def answer(view: View) -> Iterator[Violation]:
    """The list is answered with 200 and JSON; a landing page is no list."""
    if view.status != 200 or not isinstance(view.json, Mapping):
        yield Violation(
            f"status {view.status}, {view.content_type}",
            expected="200, application/json",
            got=view.text[:200],
        )
