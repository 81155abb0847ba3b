"""The official Anthropic SDK speaks to the mock, and through the reference relay.

Rules of this file: the key goes out as either generation of the SDK sends it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import anthropic
import pytest
from anthropic import Anthropic

from conformance import embedded
from conformance.rigs import reference, sessions

TOOLS: Any = [
    {
        "name": "get_weather",
        "input_schema": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
        },
    }
]
HELLO: Any = [{"role": "user", "content": "Say hello."}]
WEATHER: Any = [{"role": "user", "content": "What is the weather in Paris and Rome?"}]
THINKING: Any = {"type": "enabled", "budget_tokens": 1024}


@pytest.fixture(scope="module", params=["mock", "relay"])
def place(request: pytest.FixtureRequest) -> Iterator[tuple[str, str, str]]:
    """Base URL, key and model, of each base in turn."""
    with embedded.mock() as mock_url:
        if request.param == "mock":
            primary, _ = sessions.create(mock_url, "direct")
            yield primary.base_url.removesuffix("/v1"), primary.key, embedded.UPSTREAM_MODEL
        else:
            with reference.start(mock_url, lanes=1) as rig:
                lane = rig["lanes"][0]
                base = rig["relay"]["base_url"].removesuffix("/v1")
                yield base, lane["api_key"], lane["model"]


@pytest.fixture(params=["bearer", "bare"])
def client(request: pytest.FixtureRequest, place: tuple[str, str, str]) -> Iterator[Anthropic]:
    """The SDK, with its key in each place in turn."""
    base, key, _ = place
    bare = {"X-Api-Key": key, "anthropic-version": "2023-06-01"}
    headers: Any = {} if request.param == "bearer" else {**bare, "Authorization": anthropic.omit}
    with Anthropic(base_url=base, api_key=key, max_retries=0, default_headers=headers) as made:
        yield made


@pytest.fixture
def model(place: tuple[str, str, str]) -> str:
    """The model to ask for."""
    return place[2]


def test_a_message_is_created(client: Anthropic, model: str) -> None:
    """With words, a reason, counts, and the id of the request."""
    made = client.messages.create(model=model, max_tokens=64, messages=HELLO)

    assert made.content[0].type == "text"
    assert (made.model, made.stop_reason) == (model, "end_turn")
    assert made.usage.output_tokens > 0
    assert (made._request_id or "").startswith("req_")


def test_a_stream_says_what_the_message_does(client: Anthropic, model: str) -> None:
    """Thoughts and their signatures, too."""
    asked: Any = {"model": model, "max_tokens": 2048, "messages": HELLO, "thinking": THINKING}

    whole = client.messages.create(**asked)
    with client.messages.stream(**asked) as events:
        streamed = events.get_final_message()

    assert [block.type for block in whole.content] == ["thinking", "text"]
    assert [block.model_dump() for block in streamed.content] == [
        block.model_dump() for block in whole.content
    ]
    assert streamed.usage.output_tokens == whole.usage.output_tokens


def test_tools_are_called_and_answered(client: Anthropic, model: str) -> None:
    """The input is an object; the second turn replays the first."""
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
    assert second.stop_reason == "end_turn"


def test_tokens_are_counted(client: Anthropic, model: str) -> None:
    """As the message itself counts them."""
    counted = client.messages.count_tokens(model=model, messages=HELLO, system="Be brief.")
    made = client.messages.create(model=model, max_tokens=64, messages=HELLO, system="Be brief.")

    assert counted.input_tokens == made.usage.input_tokens


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"messages": []}, anthropic.BadRequestError),
        ({"extra_body": {"temperature": 3}}, anthropic.BadRequestError),
        ({"extra_headers": {"X-Api-Key": "sk-wrong"}}, anthropic.AuthenticationError),
    ],
    ids=["empty", "range", "key"],
)
def test_errors_have_their_class(
    client: Anthropic, model: str, changes: Any, error: type[anthropic.APIStatusError]
) -> None:
    """And the words of the dialect."""
    asked: Any = {"model": model, "max_tokens": 64, "messages": HELLO}

    with pytest.raises(error) as caught:
        client.messages.create(**{**asked, **changes})

    assert caught.value.type in {"invalid_request_error", "authentication_error"}
    assert caught.value.request_id
