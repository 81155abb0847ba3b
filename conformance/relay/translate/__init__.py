"""Translations between dialects: one row for each pair that the relay can serve.

Rules of this package: no sockets, no clock. A client asks at an endpoint, a channel
speaks a dialect; where the two are of one kind nothing is translated.
"""

from __future__ import annotations

from collections.abc import Mapping

from conformance.relay.config import Channel, Speaks
from conformance.relay.dialects import ANTHROPIC, GEMINI, OPENAI, Dialect
from conformance.relay.endpoint import Endpoint
from conformance.relay.translate.chat_anthropic import CHAT_ANTHROPIC
from conformance.relay.translate.chat_gemini import CHAT_GEMINI
from conformance.relay.translate.messages_openai import MESSAGES_OPENAI
from conformance.relay.translate.responses_chat import RESPONSES_CHAT
from conformance.relay.translate.translation import Translation

__all__ = ["TRANSLATIONS", "find", "serves"]

TRANSLATIONS: Mapping[tuple[str, Speaks], Translation] = {
    ("/v1/chat/completions", Speaks.ANTHROPIC): CHAT_ANTHROPIC,
    ("/v1/chat/completions", Speaks.GEMINI): CHAT_GEMINI,
    ("/v1/responses", Speaks.CHAT): RESPONSES_CHAT,
    ("/v1/messages", Speaks.CHAT): MESSAGES_OPENAI,
}
"""By the client's endpoint and the upstream's dialect."""

_NATIVE: Mapping[Speaks, Dialect] = {
    Speaks.CHAT: OPENAI,
    Speaks.ANTHROPIC: ANTHROPIC,
    Speaks.GEMINI: GEMINI,
}


def find(endpoint: Endpoint, channel: Channel) -> Translation | None:
    """Return the translation that a call to the channel takes, if it takes one."""
    return TRANSLATIONS.get((endpoint.path, channel.speaks))


def serves(endpoint: Endpoint, channel: Channel) -> bool:
    """Whether the channel can answer at the endpoint, translated or not."""
    is_native = channel.speaks is Speaks.ANY or _NATIVE[channel.speaks] is endpoint.dialect
    return is_native or find(endpoint, channel) is not None
