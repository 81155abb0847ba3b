"""What a request speaks of is found where its key has it."""

from __future__ import annotations

import pytest

from conformance.relay import kept
from conformance.relay.asked import Asked
from conformance.relay.config import Channel
from conformance.relay.endpoints import find, row
from conformance.relay.envelope import Reason, RelayError
from conformance.relay.stored import Made, Stored

FIRST, SECOND = (Made(Channel(name, "http://u/v1", "k", {}), "m") for name in ("a", "b"))


@pytest.fixture
def stored() -> Stored:
    """One of each kind on each channel, of key ``t``."""
    store = Stored()
    store.keep("7", "t", FIRST)
    store.keep("8", "t", SECOND)
    return store


def asked(path: str, method: str = "POST") -> Asked:
    """A request for ``path``."""
    found = find(path, method)
    assert found is not None
    return Asked(found[0], method, found[1])


def test_a_key_finds_its_own(stored: Stored) -> None:
    """By the path, or by what the body goes on from."""
    change = asked("/mj/submit/simple-change")

    assert kept.find(stored, asked("/mj/task/7/fetch", "GET"), "t", {}) == FIRST
    assert kept.find(stored, change, "t", {"content": "8 U1"}) == SECOND
    assert kept.find(stored, change, "t", {}) is None
    assert kept.find(stored, asked("/v1/responses/7", "GET"), "t", {}) == FIRST
    assert kept.find(stored, asked("/v1/responses"), "t", {"previous_response_id": "7"}) == FIRST
    assert kept.find(stored, asked("/v1/embeddings"), "t", {}) is None


@pytest.mark.parametrize(
    ("path", "method", "body", "reason"),
    [
        ("/mj/task/7/fetch", "GET", {}, Reason.NO_SUCH_TASK),
        ("/mj/submit/change", "POST", {"taskId": "7"}, Reason.NO_SUCH_TASK),
        ("/v1/responses/7", "GET", {}, Reason.NO_SUCH_RESPONSE),
        ("/v1/chat/completions/7", "GET", {}, Reason.NO_SUCH_RESPONSE),
        ("/v1/responses", "POST", {"previous_response_id": "7"}, Reason.NO_PREVIOUS_RESPONSE),
    ],
)
def test_a_stranger_finds_nothing(
    stored: Stored, path: str, method: str, body: dict[str, str], reason: Reason
) -> None:
    """It is told what is told of what nobody has."""
    with pytest.raises(RelayError) as caught:
        kept.find(stored, asked(path, method), "stranger", body)

    assert caught.value.problem.reason is reason


def test_ids_are_put_together_by_channel(stored: Stored) -> None:
    """In the order they were asked for; strangers' are left out."""
    stored.keep("9", "t", FIRST)

    assert kept.by_channel(stored, ["9", "8", "x", 7], "t") == [(FIRST, ["9", 7]), (SECOND, ["8"])]
    assert kept.by_channel(stored, ["9"], "stranger") == []


def test_the_rows_of_tasks_are_told_from_others() -> None:
    """By who answers them."""
    assert row("/mj/submit/imagine").is_task
    assert not row("/v1/responses").is_task
