"""The official SDKs read what the reference relay makes of an upstream of another dialect.

Rules of this file: no test knows the wire; what an SDK holds in the end is judged.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import anthropic
import openai
import pytest
from anthropic import Anthropic
from openai import OpenAI

from conformance import embedded
from conformance.relay.config import Speaks
from conformance.rigs import reference

SCHEMA: Any = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
}
WEATHER: Any = [{"role": "user", "content": "What is the weather in Paris and Rome?"}]
HELLO: Any = [{"role": "user", "content": "Say hello."}]
FUNCTIONS: Any = [
    {"type": "function", "function": {"name": "get_weather", "parameters": SCHEMA}},
]
TOOLS: Any = [{"name": "get_weather", "input_schema": SCHEMA}]


FUNCTION: Any = [{"type": "function", "name": "get_weather", "parameters": SCHEMA}]


@contextmanager
def lane(speaks: Speaks) -> Iterator[tuple[str, str, str]]:
    """Base URL, key and model of a lane whose upstream understands this dialect."""
    role = next(name for name, said in embedded.SPEAKS.items() if said is speaks)
    with embedded.mock() as mock_url:
        wired = reference.wire(mock_url, "one", special=role)
        with embedded.relay([wired]) as base:
            yield base, wired.key, wired.lane


@pytest.fixture(scope="module", params=[Speaks.ANTHROPIC, Speaks.GEMINI])
def chat(request: pytest.FixtureRequest) -> Iterator[tuple[OpenAI, str]]:
    """The OpenAI SDK in front of an upstream of another dialect, and its model."""
    with (
        lane(request.param) as (base, key, model),
        OpenAI(base_url=base, api_key=key, max_retries=0, timeout=10) as client,
    ):
        yield client, model


@pytest.fixture(scope="module")
def responses() -> Iterator[tuple[OpenAI, str]]:
    """The OpenAI SDK in front of an upstream that knows chat completions, and its model."""
    with (
        lane(Speaks.CHAT) as (base, key, model),
        OpenAI(base_url=base, api_key=key, max_retries=0, timeout=10) as client,
    ):
        yield client, model


@pytest.fixture(scope="module")
def messages() -> Iterator[tuple[Anthropic, str]]:
    """The Anthropic SDK in front of an OpenAI upstream, and its model."""
    with lane(Speaks.CHAT) as (base, key, model):
        url = base.removesuffix("/v1")
        with Anthropic(base_url=url, api_key=key, max_retries=0, timeout=10) as client:
            yield client, model


def test_chat_is_created(chat: tuple[OpenAI, str]) -> None:
    """With words, a reason and counts."""
    client, model = chat

    made = client.chat.completions.create(model=model, messages=HELLO)

    assert made.choices[0].message.content
    assert made.choices[0].finish_reason == "stop"
    assert made.usage
    assert made.usage.total_tokens == made.usage.prompt_tokens + made.usage.completion_tokens > 0


def test_chat_streams_calls_that_can_be_answered(chat: tuple[OpenAI, str]) -> None:
    """The SDK puts the fragments together; the second turn replays them."""
    client, model = chat
    asked: Any = {"model": model, "tools": FUNCTIONS}
    with client.chat.completions.stream(
        messages=WEATHER, stream_options={"include_usage": True}, **asked
    ) as events:
        first = events.get_final_completion()
    said = first.choices[0].message
    calls = said.tool_calls or []
    results: Any = [{"role": "tool", "tool_call_id": call.id, "content": "18 °C"} for call in calls]

    turn: Any = said.model_dump(exclude_none=True)
    second = client.chat.completions.create(messages=[*WEATHER, turn, *results], **asked)

    assert first.choices[0].finish_reason == "tool_calls"
    assert [call.function.arguments for call in calls] == ['{"city":"Paris"}', '{"city":"Rome"}']
    assert first.usage
    assert first.usage.prompt_tokens > 0
    assert second.choices[0].finish_reason == "stop"


def test_chat_errors_have_their_class(chat: tuple[OpenAI, str]) -> None:
    """Those of the upstream, and what cannot be carried over."""
    client, model = chat

    with pytest.raises(openai.BadRequestError):
        client.chat.completions.create(model=model, messages=HELLO, temperature=-1)
    custom: Any = [{"type": "custom", "custom": {"name": "f"}}]
    with pytest.raises(openai.BadRequestError) as caught:
        client.chat.completions.create(model=model, messages=HELLO, tools=custom)

    assert caught.value.type == "invalid_request_error"


def test_response_is_created(responses: tuple[OpenAI, str]) -> None:
    """With words, a status and counts."""
    client, model = responses

    made = client.responses.create(model=model, input="Say hello.", instructions="Be brief.")

    assert made.output_text
    assert made.status == "completed"
    assert made.usage
    assert made.usage.total_tokens == made.usage.input_tokens + made.usage.output_tokens > 0


def test_responses_stream_calls_that_can_be_answered(responses: tuple[OpenAI, str]) -> None:
    """The SDK puts the events together; the second turn replays them."""
    client, model = responses
    asked: Any = {"model": model, "tools": FUNCTION}
    with client.responses.stream(input=WEATHER, **asked) as events:
        first = events.get_final_response()
    calls = [item for item in first.output if item.type == "function_call"]
    turn: Any = [
        *[call.to_dict() for call in calls],
        *[
            {"type": "function_call_output", "call_id": call.call_id, "output": "18 °C"}
            for call in calls
        ],
    ]

    second = client.responses.create(input=[*WEATHER, *turn], **asked)

    assert [call.arguments for call in calls] == ['{"city":"Paris"}', '{"city":"Rome"}']
    assert second.output_text


def test_response_errors_have_their_class(responses: tuple[OpenAI, str]) -> None:
    """Those of the upstream, and what cannot be carried over."""
    client, model = responses

    with pytest.raises(openai.BadRequestError):
        client.responses.create(model=model, input="Hello.", temperature=-1)
    with pytest.raises(openai.BadRequestError) as caught:
        client.responses.create(model=model, input="Hello.", previous_response_id="resp_0")

    assert caught.value.param == "previous_response_id"


def test_message_is_created(messages: tuple[Anthropic, str]) -> None:
    """With words, a reason and counts."""
    client, model = messages

    made = client.messages.create(model=model, max_tokens=64, messages=HELLO)

    assert made.content[0].type == "text"
    assert made.stop_reason == "end_turn"
    assert min(made.usage.input_tokens, made.usage.output_tokens) > 0


def test_messages_stream_calls_that_can_be_answered(messages: tuple[Anthropic, str]) -> None:
    """The SDK puts the blocks together; the second turn replays them."""
    client, model = messages
    asked: Any = {"model": model, "max_tokens": 256, "tools": TOOLS}
    with client.messages.stream(messages=WEATHER, **asked) as events:
        first = events.get_final_message()
    calls = [block for block in first.content if block.type == "tool_use"]
    results: Any = [
        {"type": "tool_result", "tool_use_id": call.id, "content": "18 °C"} for call in calls
    ]
    turn: Any = [first.to_param(), {"role": "user", "content": results}]

    second = client.messages.create(messages=[*WEATHER, *turn], **asked)

    assert first.stop_reason == "tool_use"
    assert [call.input for call in calls] == [{"city": "Paris"}, {"city": "Rome"}]
    assert first.usage.input_tokens > 0
    assert first.usage.output_tokens > 0
    assert second.stop_reason == "end_turn"


def test_message_errors_have_their_class(messages: tuple[Anthropic, str]) -> None:
    """Those of the upstream, and what cannot be carried over."""
    client, model = messages
    hosted: Any = [{"type": "web_search_20250305", "name": "web_search"}]

    with pytest.raises(anthropic.BadRequestError) as caught:
        client.messages.create(model=model, max_tokens=64, messages=HELLO, tools=hosted)
    with pytest.raises(anthropic.BadRequestError):
        client.messages.create(model=model, max_tokens=0, messages=HELLO)

    assert caught.value.type == "invalid_request_error"
