"""What several families of defects do to a request or an answer.

Rules of this file: nothing here changes the body that it is given.
"""

from __future__ import annotations

from collections.abc import Callable

from conformance.model import JSON
from conformance.relay.defects.base import Defect

__all__ = ["Body", "EachSaid", "content", "messages", "without"]

Body = dict[str, JSON]
"""A request, an answer, a chunk, or a part of one."""


def without(body: Body, *names: str) -> Body:
    """The body without some members."""
    return {key: value for key, value in body.items() if key not in names}


def messages(body: Body, change: Callable[[Body], Body | None]) -> Body:
    """The body with other messages; those that become none are gone."""
    changed = [change(dict(one)) for one in body["messages"]]
    return body | {"messages": [one for one in changed if one]}


def content(body: Body, keeps: Callable[[Body], bool]) -> Body:
    """The body with those parts of its messages alone that are to be kept."""

    def kept(message: Body) -> Body | None:
        if not isinstance(message.get("content"), list):
            return message
        parts = [one for one in message["content"] if keeps(one)]
        return message | {"content": parts} if parts else None

    return messages(body, kept)


class EachSaid(Defect):
    """A defect that changes what each choice says, streamed or not."""

    def chunk(self, chunk: Body) -> list[Body]:
        """Change the choices of a chunk."""
        return [self.completion(chunk)]

    def completion(self, body: Body) -> Body:
        """Change the choices of an answer in one piece."""
        return body | {"choices": [self._shown(choice) for choice in body["choices"]]}

    def _shown(self, choice: Body) -> Body:
        at = "message" if "message" in choice else "delta"
        said = choice.get(at)
        return choice | {at: self._changed(said)} if said else choice

    def _changed(self, said: Body) -> Body:
        """Return the delta or message as it is shown."""
        return said
