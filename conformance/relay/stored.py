"""Which channel made which response, so that a client can ask for it again.

Rules of this file: a key finds its own responses only, and the oldest are
forgotten when there are too many.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from conformance.relay.config import Channel

__all__ = ["Made", "Stored"]

_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Made:
    """Where a response lives, and under which name of the model it was asked for."""

    channel: Channel
    alias: str


class Stored:
    """The responses of all keys, by id; ``token`` is a client key's."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._made: OrderedDict[str, dict[str, Made]] = OrderedDict()

    def keep(self, id_: str, token: str, made: Made) -> None:
        """Remember who made a response for whom."""
        self._made.setdefault(id_, {})[token] = made
        self._made.move_to_end(id_)
        while len(self._made) > self._most:
            self._made.popitem(last=False)

    def find(self, id_: str, token: str | None) -> Made | None:
        """Return where the key's response lives; without a key, where anybody's does."""
        owners = self._made.get(id_, {})
        return next(iter(owners.values()), None) if token is None else owners.get(token)

    def forget(self, id_: str) -> None:
        """Forget whose it is."""
        self._made.pop(id_, None)

    def is_foreign(self, id_: str, token: str) -> bool:
        """Whether the id is known, but only as other keys'."""
        return id_ in self._made and token not in self._made[id_]
