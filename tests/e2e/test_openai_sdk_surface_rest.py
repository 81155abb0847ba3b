"""The rest of the official OpenAI SDK's surface, at the mock and through the relay.

Rules of this file: what the other files of the SDK have not called yet; the
client validates what comes back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import openai
import pytest
from openai import AsyncOpenAI, OpenAI
from pydantic import BaseModel

from conformance import embedded
from conformance.probes.form import CONTENTS
from conformance.rigs import reference, sessions

PNG = ("a.png", CONTENTS["png"]("a"), "image/png")
WAV = ("a.wav", CONTENTS["wav"]("a.wav"), "audio/wav")
HI: Any = [{"role": "user", "content": "Hello!"}]
LINK = "data:image/png;base64,iVBORw0KGgo="
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:openai", "ignore:deprecated")


@dataclass(frozen=True)
class Base:
    """An address with key and model."""

    url: str
    key: str
    model: str

    @property
    def options(self) -> dict[str, Any]:
        """How the SDK is built."""
        fixed = {"base_url": self.url, "api_key": self.key, "max_retries": 0, "timeout": 5}
        return {**fixed, "_strict_response_validation": True}


@pytest.fixture(scope="module", params=["mock", "relay"])
def base(request: pytest.FixtureRequest) -> Iterator[Base]:
    """A session of the mock, then one lane through the reference relay."""
    with embedded.mock() as url:
        if request.param == "mock":
            primary, _ = sessions.create(url, "direct")
            yield Base(primary.base_url, primary.key, embedded.UPSTREAM_MODEL)
            return
        with reference.start(url, lanes=1) as rig:
            lane = rig["lanes"][0]
            yield Base(rig["relay"]["base_url"], lane["api_key"], lane["model"])


@pytest.fixture
def client(base: Base) -> Iterator[OpenAI]:
    """The SDK at ``base``."""
    with OpenAI(**base.options) as made:
        yield made


class Weather(BaseModel):
    """What a structured answer is parsed into."""

    city: str
    degrees: int


def test_chat_with_choices_and_logarithms(base: Base, client: OpenAI) -> None:
    """Each of ``n`` choices has a logarithm for each token."""
    reply = client.chat.completions.create(
        model=base.model, messages=HI, n=2, logprobs=True, top_logprobs=2
    )

    assert [choice.index for choice in reply.choices] == [0, 1]
    for choice in reply.choices:
        assert choice.logprobs is not None
        tokens = choice.logprobs.content or []
        assert "".join(token.token for token in tokens) == choice.message.content
        assert all(len(token.top_logprobs) == 2 for token in tokens)


def test_a_picture_can_be_asked_about(base: Base, client: OpenAI) -> None:
    """In chat, in a response and in a moderation."""
    chat: Any = [
        {"type": "text", "text": "What is this?"},
        {"type": "image_url", "image_url": {"url": LINK}},
    ]
    asked: Any = [
        {"type": "input_text", "text": "What is this?"},
        {"type": "input_image", "image_url": LINK, "detail": "low"},
    ]

    said = client.chat.completions.create(
        model=base.model, messages=[{"role": "user", "content": chat}]
    )
    told = client.responses.create(model=base.model, input=[{"role": "user", "content": asked}])
    judged = client.moderations.create(model=base.model, input=chat)

    assert said.choices[0].message.content
    assert told.output_text
    assert len(judged.results) == 1


def test_the_raw_response_has_its_request_id(base: Base, client: OpenAI) -> None:
    """Headers, then the object; the object knows the id too."""
    raw = client.chat.completions.with_raw_response.create(model=base.model, messages=HI)

    assert raw.headers["x-request-id"] == raw.request_id
    assert raw.parse().choices[0].message.content
    assert client.embeddings.with_raw_response.create(model=base.model, input="a").request_id


def test_a_structured_response(base: Base, client: OpenAI) -> None:
    """A value of the model's type, whole and streamed."""
    asked: Any = {"model": base.model, "input": "Paris?", "text_format": Weather}
    whole = client.responses.parse(**asked)
    with client.responses.stream(**asked) as stream:
        streamed = stream.get_final_response()

    assert isinstance(whole.output_parsed, Weather)
    assert streamed.output_parsed == whole.output_parsed


def test_a_kept_response_is_streamed_from_its_middle(base: Base, client: OpenAI) -> None:
    """A client that lost its connection goes on after the last event that it saw."""
    first = client.responses.create(model=base.model, input="Remember 7319.")
    whole = list(client.responses.retrieve(first.id, stream=True))

    for seen in (0, len(whole) - 2):
        rest = list(client.responses.retrieve(first.id, stream=True, starting_after=seen))
        assert [event.sequence_number for event in rest] == [
            event.sequence_number for event in whole[seen + 1 :]
        ]


def test_pages_of_input_items(base: Base, client: OpenAI) -> None:
    """A long conversation is turned over page by page, in either order."""
    said: Any = [{"role": "user", "content": f"number {n}"} for n in range(5)]
    first = client.responses.create(model=base.model, input=said)

    def texts(order: Any) -> list[str]:
        pages: Any = client.responses.input_items.list(first.id, limit=2, order=order)
        return [item.content[0].text for item in pages]

    assert texts("asc") == [f"number {n}" for n in range(5)]
    assert texts("desc") == [f"number {n}" for n in reversed(range(5))]


def test_words_and_segments_of_a_transcript(base: Base, client: OpenAI) -> None:
    """As they were asked for."""
    reply = client.audio.transcriptions.create(
        model=base.model,
        file=WAV,
        response_format="verbose_json",
        timestamp_granularities=["word", "segment"],
    )

    assert [word.word for word in reply.words or []]
    assert "".join(part.text for part in reply.segments or []).split() == reply.text.split()


async def test_the_asynchronous_sdk_draws_speaks_listens_and_responds(base: Base) -> None:
    """One call of each endpoint that the other files call without asyncio only."""
    async with AsyncOpenAI(**base.options) as client:
        drawn = await client.images.generate(model=base.model, prompt="a cat", size="256x256")
        edited = await client.images.edit(model=base.model, image=PNG, prompt="red", size="256x256")
        speech = await client.audio.speech.create(model=base.model, voice="alloy", input="Hello.")
        heard = await client.audio.transcriptions.create(model=base.model, file=WAV)
        meant = await client.audio.translations.create(model=base.model, file=WAV)
        stream = await client.responses.create(model=base.model, input="Hello!", stream=True)
        events = [event.type async for event in stream]
        kept = await client.responses.create(model=base.model, input="Hello!")
        items = [item.type async for item in client.responses.input_items.list(kept.id)]
        await client.responses.delete(kept.id)
        models = [model.id async for model in client.models.list()]

    assert len(drawn.data or []) == len(edited.data or []) == 1
    assert speech.content
    assert heard.text
    assert meant.text
    assert events[-1] == "response.completed"
    assert items == ["message"]
    assert base.model in models


UNSERVED: dict[str, Callable[[OpenAI, str], object]] = {
    "chat.completions.list": lambda sdk, _: sdk.chat.completions.list(),
    "files.list": lambda sdk, _: sdk.files.list(),
    "batches.list": lambda sdk, _: sdk.batches.list(),
    "fine_tuning.jobs.list": lambda sdk, _: sdk.fine_tuning.jobs.list(),
}
"""Methods of endpoints that neither mock nor relay has."""


@pytest.mark.parametrize("method", UNSERVED)
def test_what_is_not_served_is_refused_at_once(base: Base, client: OpenAI, method: str) -> None:
    """With a status that the SDK has a class for, not with an answer of another endpoint."""
    with pytest.raises(openai.APIStatusError) as caught:
        UNSERVED[method](client, base.model)

    assert caught.value.status_code in {404, 405}
    assert caught.value.body
