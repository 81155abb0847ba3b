"""Tasks that are asked for together, wherever they run.

Rules of this file: each channel is asked for its own; whose they are was remembered.
"""

from __future__ import annotations

from conformance.relay import jsontext
from conformance.relay.answer import Answer, Body
from conformance.relay.asked import Asked
from conformance.relay.defects.base import Defects, Switch
from conformance.relay.kept import by_channel
from conformance.relay.proxy import Pool, Proxy
from conformance.relay.tasks import rows_of, with_rows
from conformance.relay.turn import Turn

__all__ = ["listed"]


async def listed(pool: Pool, asked: Asked, turn: Turn, defects: Defects) -> Answer:
    """Return those of the tasks that the key owns. Raises RelayError."""
    ids, rows = turn.body.get("ids"), []
    asked_for = ids if isinstance(ids, list) else []
    token = None if defects.has(Switch.OPEN_TASKS) else turn.token
    for made, own in by_channel(pool.stored, asked_for, token):
        turn.alias, turn.body = made.alias, {**turn.body, "ids": own}
        rows += rows_of(await Proxy(pool, asked, turn, defects, made).body())
    shown = with_rows(asked.endpoint.empty, defects.fold(rows, lambda d, value: d.tasks(value)))
    return Answer(200, Body.RESULT, jsontext.encode(shown))
