"""Messages over an upstream that speaks OpenAI's chat completions."""

from __future__ import annotations

from conformance.relay.dialects import OPENAI
from conformance.relay.translate.messages_openai.answer import error, message
from conformance.relay.translate.messages_openai.events import MessageEvents
from conformance.relay.translate.messages_openai.request import chat_request
from conformance.relay.translate.translation import Translation

__all__ = ["MESSAGES_OPENAI"]


def _path(_model: str, _is_stream: bool) -> str:
    return "/chat/completions"


MESSAGES_OPENAI = Translation(
    name="messages-openai",
    dialect=OPENAI,
    has=("choices", list),
    path=_path,
    request=chat_request,
    answer=message,
    events=MessageEvents,
    error=error,
)
