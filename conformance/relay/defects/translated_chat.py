"""Defects of chat completions over an upstream of Anthropic's dialect.

Rules of this file: a translated request alone is touched; what its translation made
right is made wrong again.
"""

from __future__ import annotations

from conformance.model import JSON
from conformance.relay.defects.base import Defect
from conformance.relay.defects.pair import PairDefect
from conformance.relay.envelope import Reason, refusal

__all__ = ["TRANSLATED_CHAT", "ChatAnthropicRefused"]

Body = dict[str, JSON]


class _ChatAnthropic(PairDefect):
    """A fault of this pair."""

    pair = "chat-anthropic"


class ChatAnthropicRefused(_ChatAnthropic):
    """Chat completions with tools are refused where the upstream speaks Anthropic's dialect."""

    name = "chat_anthropic_refused"

    def request_body(self, body: Body) -> Body:
        """Refuse it."""
        if body.get("tools"):
            raise refusal(Reason.UNSUPPORTED, "This model has no tools.", param="tools")
        return body


TRANSLATED_CHAT: tuple[type[Defect], ...] = (ChatAnthropicRefused,)
"""The defects of this family."""
