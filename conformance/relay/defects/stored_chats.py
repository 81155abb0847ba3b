"""Defects of what becomes of a chat completion that was kept."""

from __future__ import annotations

from conformance.model import JSON
from conformance.relay.defects.base import Defect, Switch
from conformance.relay.defects.responses import failure
from conformance.relay.envelope import Problem, Reason, refusal

__all__ = ["STORED_CHATS"]

Body = dict[str, JSON]

_ONE = "/v1/chat/completions/{id}"


class StoredChatForgotten(Defect):
    """A chat completion that was kept is not found when it is asked for."""

    name = "stored_chat_forgotten"

    def result(self, body: Body) -> Body:
        """Fail where the upstream has found it."""
        if self.turn.path == _ONE and "choices" in body:
            raise refusal(Reason.NO_SUCH_RESPONSE, "This completion is not known.")
        return body


class StoredChatEmptied(Defect):
    """A chat completion that is asked for again says nothing."""

    name = "stored_chat_emptied"

    def result(self, body: Body) -> Body:
        """Take the choices out."""
        is_again = self.turn.path == _ONE and "choices" in body
        return body | {"choices": []} if is_again else body


class StoredMessagesBare(Defect):
    """The messages of a chat completion that was kept are a list without its ends."""

    name = "stored_messages_bare"

    def result(self, body: Body) -> Body:
        """Keep the messages."""
        is_page = self.turn.path == f"{_ONE}/messages"
        return {"data": body["data"]} if is_page else body


class StoredMetadataLost(Defect):
    """New metadata of a chat completion that was kept are not forwarded."""

    name = "stored_metadata_lost"

    def request_body(self, body: Body) -> Body:
        """Forward none."""
        return body | {"metadata": {}} if self.turn.path == _ONE else body


class StoredChatUndeleted(Defect):
    """A chat completion that was deleted is not called so."""

    name = "stored_chat_undeleted"

    def result(self, body: Body) -> Body:
        """Say the opposite."""
        is_here = self.turn.path == _ONE and "deleted" in body
        return body | {"deleted": False} if is_here else body


class StoredFirstChannel(Defect):
    """What was kept is asked of the first channel, whoever made it."""

    name = "stored_first_channel"
    switches = frozenset({Switch.FIRST_CHANNEL})


class UnknownChat500(Defect):
    """A chat completion that nobody has kept is answered with 500."""

    name = "unknown_chat_500"

    def error(self, problem: Problem) -> Problem:
        """Tell of a failure instead."""
        is_unknown = self.turn.path.startswith(_ONE) and problem.status == 404
        return failure() if is_unknown else problem


STORED_CHATS: tuple[type[Defect], ...] = (
    StoredChatForgotten,
    StoredChatEmptied,
    StoredMessagesBare,
    StoredMetadataLost,
    StoredChatUndeleted,
    StoredFirstChannel,
    UnknownChat500,
)
"""The defects of this family."""
