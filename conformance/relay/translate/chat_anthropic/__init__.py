"""Chat completions over an upstream that speaks Anthropic's dialect."""

from __future__ import annotations

from conformance.relay.dialects import ANTHROPIC
from conformance.relay.translate.chat_anthropic.answer import completion, error
from conformance.relay.translate.chat_anthropic.events import ChatEvents
from conformance.relay.translate.chat_anthropic.request import message_request
from conformance.relay.translate.translation import Translation

__all__ = ["CHAT_ANTHROPIC"]


def _path(_model: str, _is_stream: bool) -> str:
    return "/messages"


CHAT_ANTHROPIC = Translation(
    name="chat-anthropic",
    dialect=ANTHROPIC,
    has=("content", list),
    path=_path,
    request=message_request,
    answer=completion,
    events=ChatEvents,
    error=error,
)
