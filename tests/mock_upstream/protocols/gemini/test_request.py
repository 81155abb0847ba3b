"""A request for content is read, or refused as Google does."""

from __future__ import annotations

from typing import Any

import pytest

from mock_upstream.protocols.gemini.request import (
    GeminiRequest,
    method_of,
    model_of,
    read_content,
)
from mock_upstream.reply import Failure

PATH = "/v1beta/models/a%2Fb:streamGenerateContent"
HI: Any = {"role": "user", "parts": [{"text": "Hi."}]}


def test_a_path_names_model_and_method() -> None:
    """The model may be percent-encoded, and have a colon of its own."""
    assert (model_of(PATH), method_of(PATH)) == ("a/b", "streamGenerateContent")
    assert model_of("/v1beta/models/qwen:7b:countTokens") == "qwen:7b"


def test_a_sound_request_is_read() -> None:
    """Its path says how the answer is wanted, its config what."""
    config = {"responseModalities": ["TEXT", "IMAGE"]}
    request = read_content(PATH, {"contents": [HI], "generationConfig": config}, "alt=sse&key=k")

    assert isinstance(request, GeminiRequest)
    assert (request.model, request.is_stream, request.is_sse) == ("a/b", True, True)
    assert request.wants_picture
    assert request.chat.user_text == "Hi."


def test_without_a_query_the_pieces_make_an_array() -> None:
    """And nothing is drawn that nobody asks for."""
    request = read_content(PATH, {"contents": [HI]})

    assert isinstance(request, GeminiRequest)
    assert (request.is_sse, request.wants_picture) == (False, False)


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"contents": []},
        {"contents": "Hi."},
        {"contents": ["Hi."]},
        {"contents": [{"parts": []}]},
        {"contents": [{"parts": [{}]}]},
        {"contents": [{"parts": [{"text": 1}]}]},
        {"contents": [{**HI, "role": "assistant"}]},
        {"contents": [HI], "generationConfig": [1]},
        {"contents": [HI], "generationConfig": {"temperature": "0"}},
        {"contents": [HI], "generationConfig": {"temperature": 3}},
        {"contents": [HI], "generationConfig": {"maxOutputTokens": 0}},
    ],
    ids=str,
)
def test_a_mistake_is_refused(body: Any) -> None:
    """With INVALID_ARGUMENT."""
    refused = read_content(PATH, body)

    assert isinstance(refused, Failure)
    assert (refused.status, refused.name) == (400, "gemini_bad_request")
