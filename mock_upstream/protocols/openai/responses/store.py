"""The responses that an account has kept, and what can be asked of them.

Rules of this file: state in the mapping that it is handed, no clock. A
response made in the background takes one step each time it is looked at:
queued when it is made, then in progress, then finished.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field

from mock_upstream.errors import failure
from mock_upstream.frames import Data
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.openai import rules
from mock_upstream.protocols.openai.responses.conversation import messages_of
from mock_upstream.protocols.openai.responses.request import ResponsesRequest
from mock_upstream.reply import Failure

__all__ = ["Kept", "Stored", "cancel", "delete", "find", "input_items", "keep", "look", "page"]

MOST = 1_000
"""Responses kept per account; the oldest go first."""
UNFINISHED = ("queued", "in_progress")
PAGE = 20


@dataclass(slots=True)
class Stored:
    """One response with all that belongs to it."""

    response: dict[str, JSON]
    """As it is when it is finished."""
    items: Sequence[Mapping[str, JSON]]
    conversation: Sequence[Mapping[str, JSON]]
    events: Sequence[Data] = ()
    states: list[str] = field(default_factory=list)
    """The states still to come before the finished one."""

    @property
    def shown(self) -> dict[str, JSON]:
        """The response as it is now."""
        if not self.states:
            return self.response
        empty: dict[str, JSON] = {
            "output": [],
            "usage": None,
            "completed_at": None,
            "incomplete_details": None,
        }
        return {**self.response, **empty, "status": self.states[0]}


Kept = MutableMapping[str, Stored]
"""By id."""


def keep(
    kept: Kept, request: ResponsesRequest, response: dict[str, JSON], events: Sequence[Data] = ()
) -> Stored:
    """Keep a response, unless the client does not want that; what was kept, or would be."""
    said = [*request.before, *messages_of(request.items), *messages_of(response["output"])]
    begun = list(UNFINISHED) if request.background and not request.stream else []
    stored = Stored(response, request.items, said, events, begun)
    if request.store:
        kept[response["id"]] = stored
    while len(kept) > MOST:
        del kept[next(iter(kept))]
    return stored


def find(kept: Kept, name: str) -> Stored | Failure:
    """The response ``name``, or the 404."""
    stored = kept.get(name)
    if isinstance(stored, Stored):
        return stored
    return failure("unknown_object", message=f"Response with id '{name}' not found.")


def look(kept: Kept, name: str) -> Stored | Failure:
    """The response ``name`` one step further."""
    stored = find(kept, name)
    if isinstance(stored, Stored) and stored.states:
        del stored.states[0]
    return stored


def delete(kept: Kept, name: str) -> dict[str, JSON] | Failure:
    """Forget a response."""
    stored = find(kept, name)
    if isinstance(stored, Failure):
        return stored
    del kept[name]
    return {"id": name, "object": "response", "deleted": True}


def cancel(kept: Kept, name: str) -> dict[str, JSON] | Failure:
    """End a response that is made in the background; one that has ended stays as it is."""
    stored = find(kept, name)
    if isinstance(stored, Failure):
        return stored
    if not stored.response["background"]:
        return failure("bad_request", message="Cannot cancel a synchronous response.")
    if stored.states:
        stored.response = {**stored.shown, "status": "cancelled"}
        stored.states.clear()
    return stored.response


def input_items(kept: Kept, name: str, query: Mapping[str, str]) -> dict[str, JSON] | Failure:
    """One page of the input of a response; newest first unless ``order`` is ``asc``."""
    stored = find(kept, name)
    if isinstance(stored, Failure):
        return stored
    wanted = query.get("limit", str(PAGE))
    limit = int(wanted) if wanted.lstrip("-").isdigit() else wanted
    order = query.get("order", "desc")
    wrong = rules.integer(1, 100)("limit", limit)
    if order not in {"asc", "desc"}:
        wrong = wrong or rules.invalid_value("order", order, ("asc", "desc"))
    return wrong or page(stored.items, int(limit), order, query.get("after"))


def page(
    items: Sequence[Mapping[str, JSON]], limit: int, order: str, after: str | None
) -> dict[str, JSON]:
    """The items behind ``after``, up to ``limit`` of them."""
    listed = list(items) if order == "asc" else list(reversed(items))
    ids = [item["id"] for item in listed]
    start = ids.index(after) + 1 if after in ids else 0
    page = listed[start : start + limit]
    return {
        "object": "list",
        "data": page,
        "first_id": page[0]["id"] if page else None,
        "last_id": page[-1]["id"] if page else None,
        "has_more": start + limit < len(listed),
    }
