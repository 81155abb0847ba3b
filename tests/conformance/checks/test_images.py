"""Pictures are judged by their form, their octets, and whose they are."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from conformance.probes.form import CONTENTS

PNG = CONTENTS["png"]("a.png")
B64 = base64.b64encode(PNG).decode()
LINK = "http://mock/1.png"
MADE = {
    "images": [{"sha256": hashlib.sha256(PNG).hexdigest(), "url": LINK}],
    "usage": {"total_tokens": 3},
}


@pytest.fixture
def shown(view: Callable[..., Any], call: Callable[..., Any]) -> Callable[..., Any]:
    """Makes a view of an answer with these items, to what the upstream made."""
    return lambda *items, **more: view(
        {"created": 1, "data": list(items), **more}, upstream=[call(reply=MADE)]
    )


@pytest.mark.parametrize(
    ("name", "item", "arguments", "found"),
    [
        ("images.count", {}, {"expected": 1}, 0),
        ("images.count", {}, {"expected": 2}, 1),
        ("images.form", {"url": LINK}, {"expected": "url"}, 0),
        ("images.form", {"url": LINK, "b64_json": None}, {"expected": "b64_json"}, 1),
        ("images.decode", {"b64_json": B64}, {"size": "64x64"}, 0),
        ("images.decode", {"url": f"data:image/png;base64,{B64}"}, {"size": "64x64"}, 0),
        ("images.decode", {"b64_json": B64}, {"size": "32x32"}, 1),
        ("images.decode", {"b64_json": B64[:40]}, {"size": "64x64"}, 1),
        ("images.decode", {"b64_json": "*"}, {"size": "64x64"}, 1),
        ("images.same", {"b64_json": B64}, {}, 0),
        ("images.same", {"url": LINK}, {}, 0),
        ("images.same", {"url": "http://relay/fake.png"}, {}, 1),
        ("images.same", {"b64_json": base64.b64encode(b"x").decode()}, {}, 1),
    ],
)
def test_an_item_is_judged(
    shown: Callable[..., Any],
    places: Callable[..., Any],
    name: str,
    item: Any,
    arguments: Any,
    found: int,
) -> None:
    """By what it holds, in either form."""
    assert found == len(places(name, shown(item), **arguments))


def test_no_picture_is_no_picture(shown: Callable[..., Any], places: Callable[..., Any]) -> None:
    """An empty list does not pass as pictures that decode."""
    assert places("images.decode", shown(), size="64x64") == ["/data"]


def test_an_upstream_that_was_never_asked_made_nothing(
    view: Callable[..., Any], places: Callable[..., Any]
) -> None:
    """Whatever the relay shows is its own."""
    assert places("images.same", view({"data": [{"url": LINK}]})) == ["/upstream"]


@pytest.mark.parametrize(("usage", "found"), [({"total_tokens": 3}, 0), ({}, 1), (None, 1)])
def test_usage_is_the_upstreams(
    shown: Callable[..., Any], places: Callable[..., Any], usage: Any, found: int
) -> None:
    """As it was counted, and there at all."""
    assert found == len(places("images.usage", shown({}, usage=usage)))


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ([("partial_image", 0), ("partial_image", 1), ("completed", None)], 0),
        ([("partial_image", 1), ("partial_image", 0), ("completed", None)], 1),
        ([("partial_image", 0), ("completed", None)], 0),
        ([("completed", None)], 0),
        ([], 1),
        ([("partial_image", 0), ("partial_image", 0), ("completed", None)], 1),
        ([*[("partial_image", index) for index in range(3)], ("completed", None)], 1),
        ([("partial_image", 0), ("partial_image", 1)], 1),
        ([("completed", None), ("partial_image", 0), ("partial_image", 1)], 1),
    ],
)
def test_sketches_come_in_order(
    stream: Callable[..., Any], places: Callable[..., Any], steps: Any, found: int
) -> None:
    """Rising numbers, the picture last."""
    events = [
        {"type": f"image_generation.{step}", "partial_image_index": index} for step, index in steps
    ]
    arguments = {"partial": 2, "kind": "image_generation"}

    assert found == len(places("images.stream-order", stream(*events), **arguments))


@pytest.mark.parametrize(
    ("made", "item", "found"),
    [
        ({"revised_prompt": "p"}, {"revised_prompt": "p"}, []),
        ({"revised_prompt": "p"}, {}, ["/data/0/revised_prompt"]),
        ({}, {"revised_prompt": "own"}, []),
    ],
)
def test_a_prompt_written_anew_comes_along(
    view: Callable[..., Any],
    call: Callable[..., Any],
    places: Callable[..., Any],
    made: Any,
    item: Any,
    found: list[str],
) -> None:
    """Where the upstream wrote none, a relay may."""
    seen = view({"data": [item]}, upstream=[call(reply={"images": [made]})])

    assert places("images.revised", seen) == found
