"""Defects of what stands beside responses: counts of input tokens, and compaction."""

from __future__ import annotations

from conformance.model import JSON
from conformance.relay.defects.base import Defect
from conformance.relay.envelope import Reason, refusal

__all__ = ["RESPONSE_HELPERS"]

Body = dict[str, JSON]

_COUNT = "/v1/responses/input_tokens"
_COMPACT = "/v1/responses/compact"


class ResponseHelpersRefused(Defect):
    """Counting and compacting are refused as unknown."""

    name = "response_helpers_refused"

    def request_body(self, body: Body) -> Body:
        """Refuse it."""
        if self.turn.path in {_COUNT, _COMPACT}:
            raise refusal(Reason.UNKNOWN_PATH, "Only responses are made here.")
        return body


class ResponseHelpersUnguided(Defect):
    """The instructions of what is counted or compacted are not forwarded."""

    name = "response_helpers_unguided"

    def request_body(self, body: Body) -> Body:
        """Leave them out."""
        is_here = self.turn.path in {_COUNT, _COMPACT}
        return {k: v for k, v in body.items() if not is_here or k != "instructions"}


class InputTokensString(Defect):
    """A count of input tokens is a string."""

    name = "input_tokens_string"

    def result(self, body: Body) -> Body:
        """Write it as text."""
        is_here = self.turn.path == _COUNT
        return body | {"input_tokens": str(body["input_tokens"])} if is_here else body


class InputTokensRecounted(Defect):
    """A count of input tokens is the relay's own."""

    name = "input_tokens_recounted"

    def result(self, body: Body) -> Body:
        """Count one more."""
        is_here = self.turn.path == _COUNT
        return body | {"input_tokens": body["input_tokens"] + 1} if is_here else body


class CompactionUsageLost(Defect):
    """A compacted conversation has no usage."""

    name = "compaction_usage_lost"

    def result(self, body: Body) -> Body:
        """Take it out."""
        is_here = self.turn.path == _COMPACT
        return {k: v for k, v in body.items() if not is_here or k != "usage"}


class CompactionItemLost(Defect):
    """The first item of a compacted conversation is lost."""

    name = "compaction_item_lost"

    def result(self, body: Body) -> Body:
        """Keep the others."""
        return body | {"output": body["output"][1:]} if self.turn.path == _COMPACT else body


RESPONSE_HELPERS: tuple[type[Defect], ...] = (
    ResponseHelpersRefused,
    ResponseHelpersUnguided,
    InputTokensString,
    InputTokensRecounted,
    CompactionUsageLost,
    CompactionItemLost,
)
"""The defects of this family."""
