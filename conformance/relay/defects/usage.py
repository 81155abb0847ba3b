"""Defects of the token counts, streamed or not."""

from __future__ import annotations

from abc import abstractmethod

from conformance.model import JSON
from conformance.relay import jsontext
from conformance.relay.defects.base import Defect
from conformance.relay.sse import Kind, OutEvent

__all__ = [
    "UsageChunkMissing",
    "UsageChunkNoChoices",
    "UsageDetailsLost",
    "UsageNullAbsent",
    "UsageRecounted",
    "UsageTotalWrong",
    "UsageUnasked",
]

Body = dict[str, JSON]
"""A chunk, a completion or its usage."""


class UsageChunkNoChoices(Defect):
    """The usage chunk lacks its empty ``choices``."""

    name = "usage_chunk_no_choices"

    def chunk(self, chunk: Body) -> list[Body]:
        """Take the key out."""
        is_usage = bool(chunk.get("usage"))
        return [{k: value for k, value in chunk.items() if not is_usage or k != "choices"}]


class UsageChunkMissing(Defect):
    """The usage chunk that the client asked for is not sent."""

    name = "usage_chunk_missing"

    def chunk(self, chunk: Body) -> list[Body]:
        """Swallow it."""
        return [] if chunk.get("usage") else [chunk]


class UsageUnasked(Defect):
    """A usage chunk is sent though the client did not ask for one."""

    name = "usage_unasked"
    _last: Body | None = None

    def chunk(self, chunk: Body) -> list[Body]:
        """Remember what a chunk of this stream looks like."""
        self._last = chunk
        return [chunk]

    def event(self, event: OutEvent) -> list[OutEvent]:
        """Put a usage chunk before the terminator."""
        is_end = event.kind in {Kind.DONE, Kind.ADDED_DONE}
        if not is_end or self._last is None or self.turn.wants_usage:
            return [event]
        usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
        unasked = jsontext.dump({**self._last, "choices": [], "usage": usage})
        return [OutEvent(Kind.CHUNK, unasked), event]


class UsageNullAbsent(Defect):
    """Chunks before the usage chunk lack ``usage: null``."""

    name = "usage_null_absent"

    def chunk(self, chunk: Body) -> list[Body]:
        """Take the null out."""
        return [{k: value for k, value in chunk.items() if k != "usage" or value}]


class _EachUsage(Defect):
    """A defect that changes the counts wherever they are."""

    def chunk(self, chunk: Body) -> list[Body]:
        """Change the counts of the usage chunk."""
        return [self.completion(chunk)]

    def completion(self, body: Body) -> Body:
        """Change the counts of an answer in one piece."""
        usage = body.get("usage")
        return body | {"usage": self._changed(usage)} if usage else body

    @abstractmethod
    def _changed(self, usage: Body) -> Body:
        """Return the counts as they are shown."""


class UsageTotalWrong(_EachUsage):
    """The total is not the sum of its parts."""

    name = "usage_total_wrong"

    def _changed(self, usage: Body) -> Body:
        return usage | {"total_tokens": usage["total_tokens"] + 1}


class UsageRecounted(_EachUsage):
    """The relay counts anew and gets other numbers than the upstream."""

    name = "usage_recounted"

    def _changed(self, usage: Body) -> Body:
        prompt = usage["prompt_tokens"] + 7
        completion = usage["completion_tokens"] + 11
        return usage | {
            "prompt_tokens": prompt,
            "completion_tokens": completion,
            "total_tokens": prompt + completion,
        }


class UsageDetailsLost(_EachUsage):
    """The details of the counts are lost."""

    name = "usage_details_lost"

    def _changed(self, usage: Body) -> Body:
        return {name: value for name, value in usage.items() if not name.endswith("_details")}
