"""What an account has kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mock_upstream.protocols.openai.responses import store
from mock_upstream.protocols.openai.responses.request import ResponsesRequest
from mock_upstream.protocols.openai.responses.store import Kept
from mock_upstream.reply import Failure

Put = Callable[..., Kept]


@pytest.fixture
def put(ask: Callable[..., ResponsesRequest], whole: Callable[..., Any]) -> Put:
    """A store with one response, ``resp_1``, to what ``ask`` takes."""

    def made(asked: Any = "Say hello.", /, **fields: Any) -> Kept:
        kept: Kept = {}
        value = whole(asked, said={"id": "resp_1"}, **fields)
        store.keep(kept, ask(asked, **fields), value)
        return kept

    return made


def test_what_is_kept_is_found_and_goes_on(put: Put) -> None:
    """The conversation holds question and answer."""
    stored = put()["resp_1"]

    assert [message["role"] for message in stored.conversation] == ["user", "assistant"]


def test_what_is_not_to_be_kept_is_not(put: Put) -> None:
    """The client's word counts."""
    assert put(store=False) == {}


def test_the_oldest_go_first(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store has its bounds."""
    monkeypatch.setattr(store, "MOST", 0)

    assert put() == {}


def test_a_background_response_takes_its_steps(put: Put) -> None:
    """Queued when it is made, then in progress, then finished for good."""
    kept = put(background=True)

    states = [kept["resp_1"].shown["status"]]
    for _ in range(3):
        stored = store.look(kept, "resp_1")
        assert isinstance(stored, store.Stored)
        states.append(stored.shown["status"])

    assert states == ["queued", "in_progress", "completed", "completed"]


def test_cancelling_twice_is_the_same(put: Put) -> None:
    """The response stays cancelled."""
    kept = put(background=True)

    first, second = (store.cancel(kept, "resp_1") for _ in range(2))

    assert not isinstance(first, Failure)
    assert (first["status"], second) == ("cancelled", first)


def test_only_a_background_response_is_cancelled(put: Put) -> None:
    """Another is refused with 400."""
    found = store.cancel(put(), "resp_1")

    assert isinstance(found, Failure)
    assert found.status == 400


def test_delete_forgets(put: Put) -> None:
    """The second time nothing is there."""
    kept = put()

    assert store.delete(kept, "resp_1") == {"id": "resp_1", "object": "response", "deleted": True}
    assert isinstance(store.delete(kept, "resp_1"), Failure)


@pytest.mark.parametrize(
    "ask_for", [store.look, store.cancel, lambda kept, name: store.input_items(kept, name, {})]
)
def test_an_unknown_id_is_a_404(ask_for: Callable[[Kept, str], Any]) -> None:
    """Whatever is asked of it."""
    found = ask_for({}, "resp_0")

    assert isinstance(found, Failure)
    assert found.status == 404


ITEMS: Any = [{"role": "user", "content": str(number), "id": f"msg_{number}"} for number in "123"]


@pytest.mark.parametrize(
    ("query", "ids", "more"),
    [
        ({}, ["msg_3", "msg_2", "msg_1"], False),
        ({"order": "asc", "limit": "2"}, ["msg_1", "msg_2"], True),
        ({"order": "asc", "after": "msg_2"}, ["msg_3"], False),
        ({"after": "msg_1"}, [], False),
    ],
)
def test_pages_of_input(put: Put, query: Any, ids: list[str], more: bool) -> None:
    """Newest first unless asked for otherwise, behind ``after``, up to ``limit``."""
    page = store.input_items(put(ITEMS), "resp_1", query)

    assert not isinstance(page, Failure)
    assert [item["id"] for item in page["data"]] == ids
    assert (page["first_id"], page["has_more"]) == (ids[0] if ids else None, more)


@pytest.mark.parametrize(
    "query", [{"limit": "0"}, {"limit": "101"}, {"limit": "x"}, {"order": "x"}]
)
def test_bad_pages_are_refused(put: Put, query: Any) -> None:
    """Limits from 1 to 100, orders asc and desc."""
    found = store.input_items(put(ITEMS), "resp_1", query)

    assert isinstance(found, Failure)
    assert found.status == 400
