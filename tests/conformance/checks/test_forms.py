"""Forms are compared part by part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from conformance.probes.form import encode
from conformance.wire.view import View

FILES = [
    {"name": "image[]", "filename": name, "type": "image/png", "content": "png"}
    for name in ("a.png", "b.png")
]
ROW: Any = {"fields": {"model": "alias", "n": 2, "l[]": ["x", "y"]}, "files": FILES}


@pytest.fixture
def forms(view: Callable[..., Any], call: Callable[..., Any]) -> Callable[..., View]:
    """Makes a view of a form and of what reached the upstream of it."""

    def make(got: Any) -> View:
        exchange = view({}).exchange
        (kind, sent), (other, body) = encode(ROW), encode(got)
        request = replace(exchange.request, headers=(("content-type", kind),), body=sent)
        calls = (call(body=body, headers=(("Content-Type", other),)),)
        return View(replace(exchange, request=request, upstream=calls))

    return make


BARE = [{**file, "name": "image"} for file in FILES]


@pytest.mark.parametrize(
    ("got", "fields", "files"),
    [
        (ROW, 0, 0),
        (
            {**ROW, "fields": {"model": "m", "n": 2, "l": ["x", "y"], "more": 1}, "files": BARE},
            0,
            0,
        ),
        ({**ROW, "fields": {"model": "alias", "n": 3, "l[]": ["x"]}}, 2, 0),
        ({**ROW, "files": FILES[:1]}, 0, 1),
        ({**ROW, "files": [{**FILES[0], "type": "text/plain"}, FILES[1]]}, 0, 1),
        ({}, 3, 1),
    ],
    ids=["same", "renamed", "changed", "one-file", "typed", "empty"],
)
def test_what_is_lost_is_found(
    forms: Callable[..., View], places: Callable[..., Any], got: Any, fields: int, files: int
) -> None:
    """A list may be called by either name, the model by any."""
    assert fields == len(places("form.fields", forms(got)))
    assert files == len(places("form.files", forms(got)))


def test_fields_can_be_chosen(forms: Callable[..., View], places: Callable[..., Any]) -> None:
    """Some alone, or all but some."""
    lost = forms({**ROW, "fields": {"l[]": ["x", "y"]}})

    assert places("form.fields", lost, keys=["n"]) == ["/n"]
    assert places("form.fields", lost, keys=["l"]) == []
    assert places("form.fields", lost, but=["n"]) == []


def test_nothing_forwarded_is_all_lost(
    forms: Callable[..., View], places: Callable[..., Any]
) -> None:
    """A request that reached no upstream forwarded nothing."""
    alone = View(replace(forms(ROW).exchange, upstream=()))

    assert places("form.files", alone) == ["/files"]
