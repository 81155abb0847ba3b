"""Where what a request speaks of is kept: a response, a chat completion, a task.

Rules of this file: what another key owns is as unknown as what nobody has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from conformance.model import JSON
from conformance.relay.asked import Asked
from conformance.relay.endpoint import Routed
from conformance.relay.envelope import Reason, RelayError, refusal
from conformance.relay.stored import Made, Stored
from conformance.relay.tasks import id_in

__all__ = ["by_channel", "find"]


def find(stored: Stored, asked: Asked, token: str | None, body: Mapping[str, JSON]) -> Made | None:
    """Return where the key's one lives that is asked for or gone on from. Raises RelayError."""
    endpoint = asked.endpoint
    if endpoint.routed is Routed.BY_RESPONSE:
        if made := stored.find(asked.id, token):
            return made
        raise _gone(asked)
    if endpoint.is_task:
        return _task(stored, asked, token, body)
    id_ = body.get("previous_response_id") if endpoint.is_kept else None
    if isinstance(id_, str) and stored.is_foreign(id_, token or ""):
        message = f"Previous response with id '{id_[:200]}' not found."
        raise refusal(Reason.NO_PREVIOUS_RESPONSE, message, param="previous_response_id")
    return stored.find(id_, token) if isinstance(id_, str) else None


def by_channel(
    stored: Stored, ids: Sequence[JSON], token: str | None
) -> list[tuple[Made, list[JSON]]]:
    """Return the ids that the key owns, together with those of the same channel.

    Without a key those of everybody: a defect.
    """
    found: dict[str, tuple[Made, list[JSON]]] = {}
    for id_ in ids:
        if made := stored.find(str(id_), token):
            found.setdefault(made.channel.name, (made, []))[1].append(id_)
    return list(found.values())


def _task(stored: Stored, asked: Asked, token: str | None, body: Mapping[str, JSON]) -> Made | None:
    id_ = asked.id or id_in(body.get(asked.endpoint.about))
    if not id_:
        return None
    if made := stored.find(id_, token):
        return made
    raise refusal(Reason.NO_SUCH_TASK, "task_not_exist")


def _gone(asked: Asked) -> RelayError:
    is_chat = asked.endpoint.path.startswith("/v1/chat/")
    what, param = ("Chat completion", "completion_id") if is_chat else ("Response", "response_id")
    message = f"{what} with id '{asked.id[:200]}' not found."
    return refusal(Reason.NO_SUCH_RESPONSE, message, param=param)
