"""Rules of responses that are kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from conformance.wire.view import View

Maker = Callable[..., View]
Places = Callable[..., list[str | None]]
WHOLE: Any = {"id": "resp_1", "object": "response", "status": "completed", "output": []}
PAGE: Any = {"object": "list", "data": [], "first_id": None, "last_id": None, "has_more": False}


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({"previous_response_id": "resp_1"}, 0),
        ({"input": [{"content": "remember"}]}, 0),
        ({"input": "which"}, 1),
        ([], 1),
    ],
)
def test_a_conversation_goes_on(
    view: Maker, call: Any, places: Places, body: Any, found: int
) -> None:
    """The upstream is told the id, or everything."""
    first = view(WHOLE, request={"input": "remember"})
    then = view(WHOLE, upstream=[call(body=body)])

    assert len(places("responses.continued", first, then, first=0, then=1)) == found


@pytest.mark.parametrize(("changes", "found"), [({}, []), ({"output": [{}]}, ["/output"])])
def test_a_retrieved_response_is_the_answered_one(
    view: Maker, places: Places, changes: Any, found: list[str]
) -> None:
    """Id, status, output and usage are compared."""
    views = view(WHOLE), view(WHOLE | changes)

    assert places("responses.same", *views, first=0, then=1) == found


@pytest.mark.parametrize(
    ("page", "found"), [(PAGE, 0), ({"data": []}, 1), (PAGE | {"object": "page"}, 1), ([], 1)]
)
def test_a_page_of_items(view: Maker, places: Places, page: Any, found: int) -> None:
    """A list says where it begins and ends, and whether more follows."""
    assert len(places("responses.listed", view(page), place=0)) == found


def test_each_place_has_its_statuses(view: Maker, places: Places) -> None:
    """One violation for each answer that has another."""
    views = view({}), view({}, status=404)

    assert places("responses.statuses", *views, accept=[[200], [404]]) == []
    assert len(places("responses.statuses", *views, accept=[[404], [200, 204]])) == 2


ANSWERED: Any = {
    "id": "c1",
    "choices": [{"index": 0, "message": {"content": "Hi"}, "finish_reason": "stop"}],
}


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"usage": None}, []),
        ({"id": "c2"}, ["/id"]),
        ({"choices": []}, ["/text"]),
    ],
)
def test_a_retrieved_completion_is_the_answered_one(
    view: Maker, places: Places, changes: Any, found: list[str]
) -> None:
    """Id and text are compared; a finish has rows of its own."""
    views = view(ANSWERED), view(ANSWERED | changes)

    assert places("stored.chat", *views, first=0, then=1) == found


def test_a_streamed_completion_is_retrieved_whole(
    stream: Maker, view: Maker, chunk: Callable[..., Any], places: Places
) -> None:
    """What was streamed is joined before it is compared."""
    pieces = stream(chunk("H"), chunk("i"), chunk(finish="stop"), "[DONE]")

    assert places("stored.chat", pieces, view(ANSWERED), first=0, then=1) == []


@pytest.mark.parametrize(
    ("body", "found"), [({"metadata": {"a": "b"}}, []), ({}, ["/metadata"]), ([], ["/metadata"])]
)
def test_new_metadata_are_kept(view: Maker, places: Places, body: Any, found: list[str]) -> None:
    """As they were asked for."""
    seen = view(body, request={"metadata": {"a": "b"}})

    assert places("stored.metadata", seen, place=0) == found


@pytest.mark.parametrize(("body", "count"), [(PAGE, 0), ({"data": []}, 4), ("x", 1)])
def test_one_place_is_judged_by_a_schema(
    view: Maker, places: Places, body: Any, count: int
) -> None:
    """What is missing is told one by one."""
    seen = places("stored.valid", view(body), place=0, schema="openai/chat.message.list.json")

    assert len(seen) == count
