"""The defects of translations, pair by pair; each family has a file of its own."""

from __future__ import annotations

from conformance.relay.defects.asked_gemini import ASKED_GEMINI
from conformance.relay.defects.base import Defect
from conformance.relay.defects.translated_chat_answers import TRANSLATED_CHAT_ANSWERS
from conformance.relay.defects.translated_chat_ends import TRANSLATED_CHAT_ENDS
from conformance.relay.defects.translated_chat_requests import TRANSLATED_CHAT_REQUESTS
from conformance.relay.defects.translated_gemini import TRANSLATED_GEMINI
from conformance.relay.defects.translated_message_answers import TRANSLATED_MESSAGE_ANSWERS
from conformance.relay.defects.translated_message_ends import TRANSLATED_MESSAGE_ENDS
from conformance.relay.defects.translated_message_requests import TRANSLATED_MESSAGE_REQUESTS
from conformance.relay.defects.translated_responses import TRANSLATED_RESPONSES

__all__ = ["TRANSLATED"]

TRANSLATED: tuple[type[Defect], ...] = (
    *TRANSLATED_CHAT_ANSWERS,
    *TRANSLATED_CHAT_ENDS,
    *TRANSLATED_CHAT_REQUESTS,
    *TRANSLATED_MESSAGE_ANSWERS,
    *TRANSLATED_MESSAGE_ENDS,
    *TRANSLATED_MESSAGE_REQUESTS,
    *TRANSLATED_GEMINI,
    *ASKED_GEMINI,
    *TRANSLATED_RESPONSES,
)
"""Every defect of a translation."""
