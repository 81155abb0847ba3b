"""The Responses API, served by an upstream that knows chat completions only."""

from __future__ import annotations

from conformance.relay.dialects import OPENAI
from conformance.relay.translate.responses_chat.answer import response
from conformance.relay.translate.responses_chat.events import ResponseEvents
from conformance.relay.translate.responses_chat.request import request
from conformance.relay.translate.translation import Translation

__all__ = ["RESPONSES_CHAT"]

RESPONSES_CHAT = Translation(
    name="responses-chat",
    dialect=OPENAI,
    has=("choices", list),
    path=lambda _model, _is_stream: "/chat/completions",
    request=request,
    answer=response,
    events=ResponseEvents,
    error=lambda failure: failure.error,
)
