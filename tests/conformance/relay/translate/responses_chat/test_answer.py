"""A chat completion as a response."""

from __future__ import annotations

from typing import Any

import pytest

import specs
from conformance.relay.translate.responses_chat.answer import response
from conformance.relay.translate.translation import Asked

CALL: Any = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}}
COUNTS: Any = {
    "prompt_tokens": 20,
    "completion_tokens": 9,
    "total_tokens": 29,
    "prompt_tokens_details": {"cached_tokens": 16},
    "completion_tokens_details": {"reasoning_tokens": 5},
}


def made(message: Any, finish: Any = "stop", asked: Any = None, **more: Any) -> Any:
    """The response of one choice."""
    choice = {"index": 0, "message": {"role": "assistant", **message}, "finish_reason": finish}
    body = {"id": "chatcmpl-7", "created": 5, "model": "m", "choices": [choice], **more}
    return response(body, Asked(asked or {}, 6))


def test_a_response_is_valid() -> None:
    """By the schema that others are judged by."""
    told = made({"content": "Hello.", "tool_calls": [CALL]}, usage=COUNTS)

    specs.validator("openai/response.json").validate(told)


def test_each_thing_said_is_an_item() -> None:
    """Thoughts, words, and calls, with names that follow from the completion's."""
    told = made({"reasoning_content": "Hm.", "content": "Hello.", "tool_calls": [CALL]})

    assert told["id"] == "resp_7"
    assert told["created_at"] == 5
    assert told["status"] == "completed"
    assert told["output"] == [
        {
            "id": "rs_7_0",
            "type": "reasoning",
            "summary": [],
            "status": "completed",
            "content": [{"type": "reasoning_text", "text": "Hm."}],
        },
        {
            "id": "msg_7_1",
            "type": "message",
            "role": "assistant",
            "status": "completed",
            "content": [
                {"type": "output_text", "text": "Hello.", "annotations": [], "logprobs": []}
            ],
        },
        {
            "id": "fc_7_2",
            "type": "function_call",
            "status": "completed",
            "call_id": "c1",
            "name": "f",
            "arguments": "{}",
        },
    ]


@pytest.mark.parametrize(
    ("finish", "why"), [("length", "max_output_tokens"), ("content_filter", "content_filter")]
)
def test_what_was_held_back_is_incomplete(finish: str, why: str) -> None:
    """The response and its item."""
    told = made({"content": "Hel"}, finish)

    assert (told["status"], told["incomplete_details"]) == ("incomplete", {"reason": why})
    assert told["output"][0]["status"] == "incomplete"


def test_counts_have_other_names() -> None:
    """Those of thoughts and of the cache too."""
    assert made({"content": "a"}, usage=COUNTS)["usage"] == {
        "input_tokens": 20,
        "input_tokens_details": {"cached_tokens": 16, "cache_write_tokens": 0},
        "output_tokens": 9,
        "output_tokens_details": {"reasoning_tokens": 5},
        "total_tokens": 29,
    }
    assert made({"content": "a"})["usage"] is None


def test_a_refusal_and_citations_are_parts_of_a_message() -> None:
    """A citation lies one level higher than in chat."""
    cited = [{"type": "url_citation", "url_citation": {"url": "https://a.example", "title": "A"}}]

    (item,) = made({"content": "a", "refusal": "no", "annotations": cited})["output"]

    text, refusal = item["content"]
    assert text["annotations"] == [
        {"type": "url_citation", "url": "https://a.example", "title": "A"}
    ]
    assert refusal == {"type": "refusal", "refusal": "no"}


def test_the_request_is_repeated() -> None:
    """Where it said nothing, what that means."""
    told = made({"content": "a"}, asked={"temperature": 0, "metadata": {"k": "v"}}, created=0)

    assert (told["temperature"], told["metadata"], told["top_p"]) == (0, {"k": "v"}, 1)
    assert told["created_at"] == 6
