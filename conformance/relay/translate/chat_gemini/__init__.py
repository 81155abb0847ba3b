"""Chat completions, served by an upstream that speaks Gemini."""

from __future__ import annotations

from urllib.parse import quote

from conformance.relay.dialects import GEMINI
from conformance.relay.translate.chat_gemini.answer import completion
from conformance.relay.translate.chat_gemini.error import error
from conformance.relay.translate.chat_gemini.events import ChatEvents
from conformance.relay.translate.chat_gemini.request import request
from conformance.relay.translate.translation import Translation

__all__ = ["CHAT_GEMINI"]


def path(model: str, is_stream: bool) -> str:
    """Return where a model is asked; the version is Gemini's own, beside OpenAI's."""
    asked = "streamGenerateContent?alt=sse" if is_stream else "generateContent"
    return f"/../v1beta/models/{quote(model, safe='')}:{asked}"


CHAT_GEMINI = Translation(
    name="chat-gemini",
    dialect=GEMINI,
    has=("usageMetadata", dict),
    path=path,
    request=request,
    answer=completion,
    events=ChatEvents,
    error=error,
)
