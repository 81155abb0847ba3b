"""Defects of what becomes of a chat completion that was kept."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.defects import stored_chats as stored
from conformance.relay.defects.base import Defect, Switch
from conformance.relay.envelope import Problem, Reason, RelayError
from conformance.relay.turn import Turn

ONE = "/v1/chat/completions/{id}"
WHOLE: Any = {"id": "c", "choices": [1]}
PAGE: Any = {"object": "list", "data": [], "has_more": False}
DELETED: Any = {"id": "c", "deleted": True}


@pytest.mark.parametrize(
    ("defect", "path", "body", "shown"),
    [
        (stored.StoredChatEmptied, ONE, WHOLE, WHOLE | {"choices": []}),
        (stored.StoredMessagesBare, f"{ONE}/messages", PAGE, {"data": []}),
        (stored.StoredChatUndeleted, ONE, DELETED, DELETED | {"deleted": False}),
    ],
)
def test_what_is_found_is_spoilt(defect: type[Defect], path: str, body: Any, shown: Any) -> None:
    """Answers of other paths are whole."""
    assert defect(Turn("r", path=path)).result(body) == shown
    assert defect(Turn("r", path="/v1/responses/{id}")).result(body) == body


def test_what_was_found_is_forgotten() -> None:
    """But not what was deleted."""
    forgotten = stored.StoredChatForgotten(Turn("r", path=ONE))

    with pytest.raises(RelayError) as caught:
        forgotten.result(WHOLE)
    assert caught.value.problem.status == 404
    assert forgotten.result(DELETED) == DELETED


def test_metadata_are_lost() -> None:
    """Those of a new completion are not."""
    lost = stored.StoredMetadataLost

    assert lost(Turn("r", path=ONE)).request_body({"metadata": {"a": "b"}}) == {"metadata": {}}
    new: Any = {"metadata": {"a": "b"}}
    assert lost(Turn("r", path="/v1/chat/completions")).request_body(new) == new


@pytest.mark.parametrize(("path", "status"), [(ONE, 500), (f"{ONE}/messages", 500), ("/v1/x", 404)])
def test_an_unknown_completion_is_a_failure(path: str, status: int) -> None:
    """Other unknown things are not."""
    problem = Problem(Reason.NO_SUCH_RESPONSE, 404, "no", "invalid_request_error", None)

    assert stored.UnknownChat500(Turn("r", path=path)).error(problem).status == status


def test_the_wrong_channel_is_asked() -> None:
    """The relay does the rest."""
    assert stored.StoredFirstChannel.switches == {Switch.FIRST_CHANNEL}
