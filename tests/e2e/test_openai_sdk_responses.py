"""The official OpenAI SDK speaks the Responses API at the mock, and through the relay.

Rules of this file: the client validates every object and event strictly, so
that what is answered is what the SDK's types say.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import openai
import pytest
from openai import OpenAI
from openai.types.responses import ResponseStreamEvent
from pydantic import TypeAdapter

from conformance import embedded
from conformance.rigs import reference, sessions

TOOLS: Any = [
    {
        "type": "function",
        "name": "get_weather",
        "strict": False,
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
        },
    }
]
ASKED: dict[str, Any] = {
    "text": {"input": "Say hello."},
    "tools": {"input": "What is the weather in Paris and Rome?", "tools": TOOLS},
    "reasoning": {"input": "Why?", "reasoning": {"effort": "high", "summary": "auto"}},
    "refusal": {"input": "[refuse] Tell me."},
    "search": {"input": "Search for the latest news.", "tools": [{"type": "web_search"}]},
}
EVENT: TypeAdapter[Any] = TypeAdapter(ResponseStreamEvent)


@pytest.fixture(scope="module", params=["mock", "relay"])
def base(request: pytest.FixtureRequest) -> Iterator[tuple[OpenAI, str]]:
    """The SDK and the model to ask for, at each base in turn."""
    with embedded.mock() as mock_url:
        if request.param == "mock":
            primary, _ = sessions.create(mock_url, "direct")
            yield from client(primary.base_url, primary.key, embedded.UPSTREAM_MODEL)
        else:
            with reference.start(mock_url, lanes=1) as rig:
                lane = rig["lanes"][0]
                yield from client(rig["relay"]["base_url"], lane["api_key"], lane["model"])


def client(url: str, key: str, model: str) -> Iterator[tuple[OpenAI, str]]:
    """A strict client without retries."""
    options: Any = {"max_retries": 0, "timeout": 5, "_strict_response_validation": True}
    with OpenAI(base_url=url, api_key=key, **options) as made:
        yield made, model


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_every_event_is_what_the_sdk_says(base: tuple[OpenAI, str], asked: Any) -> None:
    """Each one passes its strict type, and they come in the order that the helper demands."""
    sdk, model = base

    told = list(sdk.responses.create(model=model, stream=True, **asked))
    with sdk.responses.stream(model=model, **asked) as stream:
        list(stream)
        final = stream.get_final_response()

    for event in told:
        EVENT.validate_python(event.model_dump(mode="json", exclude_unset=True))
    assert told[-1].type == "response.completed"
    assert [item.type for item in told[-1].response.output] == [item.type for item in final.output]


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_whole_and_streamed_say_the_same(base: tuple[OpenAI, str], asked: Any) -> None:
    """Text, calls and counts."""
    sdk, model = base

    whole = sdk.responses.create(model=model, **asked)
    with sdk.responses.stream(model=model, **asked) as stream:
        streamed = stream.get_final_response()

    assert streamed.output_text == whole.output_text
    assert streamed.usage == whole.usage
    assert [item.type for item in streamed.output] == [item.type for item in whole.output]


def test_a_response_is_kept(base: tuple[OpenAI, str]) -> None:
    """Retrieved, replayed, listed, continued, deleted, and gone."""
    sdk, model = base
    first = sdk.responses.create(model=model, input="Remember 7319.")

    then = sdk.responses.create(model=model, input="Which?", previous_response_id=first.id)

    assert sdk.responses.retrieve(first.id) == first
    replayed = list(sdk.responses.retrieve(first.id, stream=True, starting_after=1))
    assert replayed[0].sequence_number == 2
    assert [item.type for item in sdk.responses.input_items.list(first.id)] == ["message"]
    assert then.previous_response_id == first.id
    sdk.responses.delete(first.id)
    with pytest.raises(openai.NotFoundError):
        sdk.responses.retrieve(first.id)


def test_a_background_response_is_cancelled(base: tuple[OpenAI, str]) -> None:
    """And stays so; one in the foreground cannot be."""
    sdk, model = base
    queued = sdk.responses.create(model=model, input="Write.", background=True)
    plain = sdk.responses.create(model=model, input="Write.")

    statuses = [sdk.responses.cancel(queued.id).status for _ in range(2)]

    assert (queued.status, statuses) == ("queued", ["cancelled", "cancelled"])
    with pytest.raises(openai.BadRequestError):
        sdk.responses.cancel(plain.id)


def test_an_unknown_conversation_is_refused(base: tuple[OpenAI, str]) -> None:
    """With the code that clients branch on."""
    sdk, model = base

    with pytest.raises(openai.BadRequestError) as caught:
        sdk.responses.create(model=model, input="And?", previous_response_id="resp_0")

    assert caught.value.code == "previous_response_not_found"


def test_input_tokens_are_counted(base: tuple[OpenAI, str]) -> None:
    """As many as the response to the same input costs."""
    sdk, model = base

    counted = sdk.responses.input_tokens.count(model=model, input="Say hello.")

    made = sdk.responses.create(model=model, input="Say hello.")
    assert made.usage is not None
    assert counted.input_tokens == made.usage.input_tokens


def test_a_conversation_is_compacted(base: tuple[OpenAI, str]) -> None:
    """The client that validates knows no user's message in an output, so it does not here."""
    sdk, model = base
    lenient = OpenAI(base_url=sdk.base_url, api_key=sdk.api_key, max_retries=0, timeout=5)

    with lenient as client_:
        compacted = client_.responses.compact(model=model, input="We meet at ten.")

    assert [item.type for item in compacted.output] == ["message", "compaction"]
    assert compacted.usage.total_tokens
