"""A whole answer of Gemini as a chat completion."""

from __future__ import annotations

from typing import Any

from conformance.relay.translate.chat_gemini.answer import completion
from conformance.relay.translate.translation import Asked


def made(*parts: Any, finish: Any = "STOP", **more: Any) -> Any:
    """The completion of one candidate."""
    row = {"content": {"role": "model", "parts": list(parts)}, "finishReason": finish}
    body = {"candidates": [row], "usageMetadata": {"promptTokenCount": 1}, "responseId": "r-7"}
    return completion({**body, **more}, Asked(created=5))


def test_words_are_the_content() -> None:
    """Of one choice, with id, time and counts."""
    told = made({"text": "Hel"}, {"text": "lo."}, modelVersion="up")

    message = {"role": "assistant", "content": "Hello.", "refusal": None}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    assert told["choices"] == [choice]
    assert (told["id"], told["created"], told["model"]) == ("chatcmpl-r-7", 5, "up")
    assert told["usage"]["prompt_tokens"] == 1


def test_thoughts_stand_apart() -> None:
    """They are no part of the answer."""
    message = made({"text": "Hm.", "thought": True}, {"text": "42"})["choices"][0]["message"]

    assert (message["reasoning_content"], message["content"]) == ("Hm.", "42")


def test_calls_have_ids_and_signatures() -> None:
    """An id is made where there is none, the same for the same answer."""
    told = made(
        {"functionCall": {"id": "own", "name": "f", "args": {"é": 1}}, "thoughtSignature": "c2ln"},
        {"functionCall": {"name": "g"}},
    )["choices"][0]

    assert told["finish_reason"] == "tool_calls"
    assert told["message"]["content"] is None
    assert told["message"]["tool_calls"] == [
        {
            "id": "own",
            "type": "function",
            "function": {"name": "f", "arguments": '{"é":1}'},
            "extra_content": {"google": {"thought_signature": "c2ln"}},
        },
        {"id": "call_r-7_0_1", "type": "function", "function": {"name": "g", "arguments": "{}"}},
    ]


def test_a_picture_is_an_image_with_its_octets() -> None:
    """Beside the words, of which there may be none."""
    message = made({"inlineData": {"mimeType": "image/png", "data": "QUJD"}})["choices"][0][
        "message"
    ]

    url = {"url": "data:image/png;base64,QUJD"}
    assert message["images"] == [{"type": "image_url", "image_url": url}]
    assert message["content"] == ""


def test_a_blocked_prompt_is_filtered() -> None:
    """One choice without a word, though there is no candidate."""
    told = made(candidates=[], promptFeedback={"blockReason": "SAFETY"})["choices"]

    assert [(one["finish_reason"], one["message"]["content"]) for one in told] == [
        ("content_filter", "")
    ]


def test_candidates_keep_their_numbers() -> None:
    """The first may leave out its own."""
    rows = [{"content": {"parts": [{"text": "a"}]}}, {"index": 1, "finishReason": "MAX_TOKENS"}]

    told = made(candidates=rows)["choices"]

    assert [(one["index"], one["finish_reason"]) for one in told] == [(0, "stop"), (1, "length")]
