"""Defects of what chat carries besides words."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.defects import chat_parts
from conformance.relay.defects.base import Defect
from conformance.relay.turn import Turn

CHAT = "/v1/chat/completions"
AUDIO: Any = {"id": "a", "data": "AAAABBBBCCCCDDDD", "transcript": "x", "expires_at": 7}
CITED: Any = {"type": "url_citation", "url_citation": {"url": "u", "title": "t"}}
UNCITED: Any = {"type": "url_citation", "url_citation": {"title": "t"}}


def made(defect: type[Defect]) -> Any:
    """The defect in a turn of chat."""
    return defect(Turn("r", path=CHAT))


@pytest.mark.parametrize("at", ["delta", "message"])
@pytest.mark.parametrize(
    ("defect", "said", "shown"),
    [
        (chat_parts.ChatAudioDropped, {"role": "r", "audio": AUDIO}, {"role": "r"}),
        (
            chat_parts.ChatAudioCut,
            {"audio": AUDIO},
            {"audio": AUDIO | {"data": "AAAABBBB"}},
        ),
        (chat_parts.ChatAudioCut, {"audio": {"id": "a"}}, {"audio": {"id": "a"}}),
        (
            chat_parts.ChatAudioExpiryString,
            {"audio": AUDIO},
            {"audio": AUDIO | {"expires_at": "7"}},
        ),
        (chat_parts.ChatAudioExpiryString, {"audio": {"id": "a"}}, {"audio": {"id": "a"}}),
        (chat_parts.ChatCitationsDropped, {"content": "x", "annotations": []}, {"content": "x"}),
        (
            chat_parts.ChatCitationUrlsLost,
            {"annotations": [CITED]},
            {"annotations": [UNCITED]},
        ),
        (chat_parts.ChatCitationUrlsLost, {"content": "x"}, {"content": "x"}),
    ],
)
def test_what_is_said_is_less(defect: type[Defect], said: Any, shown: Any, at: str) -> None:
    """Streamed or not; the rest of the choice stays."""
    body, expected = ({"choices": [{"index": 0, at: one}]} for one in (said, shown))

    if at == "delta":
        assert made(defect).chunk(body) == [expected]
    else:
        assert made(defect).completion(body) == expected


PARTS: list[Any] = [
    {"type": "text", "text": "x"},
    {"type": "input_audio", "input_audio": {"data": "AAAABBBBCCCCDDDD", "format": "wav"}},
    {"type": "file", "file": {"filename": "f", "file_id": "i"}},
]


@pytest.mark.parametrize(
    ("defect", "index", "forwarded"),
    [
        (
            chat_parts.ChatRecordingCut,
            1,
            [{"type": "input_audio", "input_audio": {"data": "AAAABBBB", "format": "wav"}}],
        ),
        (chat_parts.ChatFilesDropped, 2, []),
        (chat_parts.ChatFileNamesLost, 2, [{"type": "file", "file": {"file_id": "i"}}]),
    ],
)
def test_one_part_is_spoilt(defect: type[Defect], index: int, forwarded: Any) -> None:
    """The others and messages of plain text pass, and so do other endpoints."""
    plain = {"role": "system", "content": "x"}
    body: Any = {"messages": [plain, {"role": "user", "content": PARTS}]}
    content = [*PARTS[:index], *forwarded, *PARTS[index + 1 :]]

    assert made(defect).request_body(body) == {
        "messages": [plain, {"role": "user", "content": content}]
    }
    assert defect(Turn("r", path="/v1/responses")).request_body(body) == body


@pytest.mark.parametrize(
    ("defect", "forwarded"),
    [
        (chat_parts.ChatModalitiesDropped, {"web_search_options": {}}),
        (
            chat_parts.ChatSearchDropped,
            {"modalities": ["audio"], "audio": {"voice": "a", "format": "wav"}},
        ),
        (
            chat_parts.ChatAudioFormatLost,
            {
                "modalities": ["audio"],
                "audio": {"voice": "a", "format": "mp3"},
                "web_search_options": {},
            },
        ),
    ],
)
def test_fields_are_lost(defect: type[Defect], forwarded: Any) -> None:
    """Those of chat alone."""
    body: Any = {
        "modalities": ["audio"],
        "audio": {"voice": "a", "format": "wav"},
        "web_search_options": {},
    }

    assert made(defect).request_body(body) == forwarded
    assert defect(Turn("r", path="/v1/responses")).request_body(body) == body
