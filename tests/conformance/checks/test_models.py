"""Lists of models and single models are judged by their ids."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


def listing(*ids: Any) -> Any:
    """A list answer of these ids."""
    return {"object": "list", "data": [{"id": one} for one in ids]}


@pytest.mark.parametrize(("ids", "count"), [(("a", "b"), 0), (("a", "a"), 1), ((), 0)])
def test_an_id_listed_twice_is_found(
    view: Callable[..., Any], places: Callable[..., Any], ids: Any, count: int
) -> None:
    """Pickers would show it twice."""
    assert count == len(places("models.unique", view(listing(*ids))))


@pytest.mark.parametrize(("model", "count"), [("a", 0), ("b", 1)])
def test_a_model_that_answers_is_listed(
    view: Callable[..., Any], places: Callable[..., Any], model: str, count: int
) -> None:
    """The second request's id is looked up in the first one's list."""
    views = [view(listing("a")), view({"id": model}, url=f"http://relay/v1/models/{model}")]

    assert count == len(places("models.listed", *views))


@pytest.mark.parametrize(("got", "count"), [("a/b", 0), ("c", 1)])
def test_a_model_is_the_one_asked_for(
    view: Callable[..., Any], places: Callable[..., Any], got: Any, count: int
) -> None:
    """The id in the path is percent-decoded before it is compared."""
    seen = view({"id": got}, url="http://relay/v1/models/a%2Fb")

    assert count == len(places("models.same", seen))


@pytest.mark.parametrize(
    ("body", "rest", "count"),
    [(listing(), {}, 0), ("<html>", {"kind": "text/html"}, 1), (listing(), {"status": 404}, 1)],
)
def test_a_landing_page_is_no_list(
    view: Callable[..., Any], places: Callable[..., Any], body: Any, rest: Any, count: int
) -> None:
    """200 with HTML is no capability."""
    assert count == len(places("models.answer", view(body, **rest)))
