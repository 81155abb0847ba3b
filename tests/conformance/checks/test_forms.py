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

    def make(got: Any, old: str = "", new: str = "") -> View:
        exchange = view({}).exchange
        (kind, sent), (other, body) = encode(ROW), encode(got)
        body = body.replace(old.encode(), new.encode(), 1) if old else body
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
        ({**ROW, "files": [{**file, "type": "a/b"} for file in FILES]}, 0, 0),
        ({**ROW, "files": [FILES[0], {**FILES[1], "content": "mask"}]}, 0, 1),
        ({}, 3, 1),
    ],
    ids=["same", "renamed", "changed", "one-file", "other-kinds", "other-octets", "empty"],
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


def test_files_of_one_field_keep_their_order(
    forms: Callable[..., View], places: Callable[..., Any]
) -> None:
    """What is to stand on the left is the first."""
    turned = forms({**ROW, "files": FILES[::-1]})

    assert places("form.files", turned) == ["/files"]


@pytest.mark.parametrize(
    ("old", "new", "by_type", "by_ending"),
    [
        ("a.png", "image.PNG", 0, 0),
        ("image/png", "image/x-png; a=b", 0, 0),
        ("image/png", "text/plain", 1, 0),
        ("a.png", "a.jpg", 0, 1),
        ("a.png", "blob", 0, 1),
    ],
    ids=["another-name", "synonym", "type", "ending", "no-ending"],
)
def test_a_file_keeps_its_kind(
    forms: Callable[..., View],
    places: Callable[..., Any],
    old: str,
    new: str,
    by_type: int,
    by_ending: int,
) -> None:
    """What the file is called before its ending is the relay's own affair."""
    seen = forms(ROW, old, new)

    assert places("form.file-kinds", seen, by=["type"]) == ["/image"] * by_type
    assert places("form.file-kinds", seen, by=["ending"]) == ["/image"] * by_ending
    assert places("form.files", seen) == []


def test_a_lost_file_has_no_kind(forms: Callable[..., View], places: Callable[..., Any]) -> None:
    """That it is lost is judged elsewhere."""
    assert places("form.file-kinds", forms({**ROW, "files": FILES[:1]}), by=["type"]) == []


def test_nothing_forwarded_is_all_lost(
    forms: Callable[..., View], places: Callable[..., Any]
) -> None:
    """A request that reached no upstream forwarded nothing."""
    alone = View(replace(forms(ROW).exchange, upstream=()))

    assert places("form.files", alone) == ["/files"]
