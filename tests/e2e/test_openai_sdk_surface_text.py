"""The official OpenAI SDK completes, embeds and moderates, at the mock and through the relay."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from openai import AsyncOpenAI, OpenAI

from conformance import embedded
from conformance.rigs import reference, sessions

PROMPTS = ["Once upon a time", "In the beginning"]
USAGE: Any = {"include_usage": True}


@dataclass(frozen=True)
class Base:
    """An address with key and model."""

    url: str
    key: str
    model: str

    @property
    def options(self) -> dict[str, Any]:
        """How the SDK is built."""
        return {"base_url": self.url, "api_key": self.key, "max_retries": 0, "timeout": 5}


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


@pytest.fixture
def strict(base: Base) -> Iterator[OpenAI]:
    """The SDK that validates what comes back, as its own tests do.

    It refuses two things that it asks for itself: base64, and chunks that have
    no finish reason yet.
    """
    with OpenAI(**base.options, _strict_response_validation=True) as made:
        yield made


def test_completions(base: Base, strict: OpenAI) -> None:
    """Two choices for each prompt, echoed, with logarithms and counts."""
    reply = strict.completions.create(
        model=base.model, prompt=PROMPTS, n=2, echo=True, logprobs=1, max_tokens=6
    )

    texts = [choice.text for choice in reply.choices]
    assert (reply.object, reply.model) == ("text_completion", base.model)
    assert [text.startswith(PROMPTS[i // 2]) for i, text in enumerate(texts)] == [True] * 4
    for choice in reply.choices:
        assert choice.logprobs is not None
        assert "".join(choice.logprobs.tokens or []) == choice.text
    assert reply.usage is not None
    assert reply.usage.completion_tokens == 24


def test_a_streamed_completion_says_what_the_whole_says(base: Base, client: OpenAI) -> None:
    """The pieces joined are the text; the counts come last."""
    asked: Any = {"model": base.model, "prompt": PROMPTS[0], "max_tokens": 9}
    whole = client.completions.create(**asked)
    *said, last = client.completions.create(**asked, stream=True, stream_options=USAGE)

    assert "".join(chunk.choices[0].text for chunk in said) == whole.choices[0].text
    assert said[-1].choices[0].finish_reason == whole.choices[0].finish_reason == "length"
    assert (last.choices, last.usage) == ([], whole.usage)


def test_embeddings_by_default_and_as_numbers(base: Base, client: OpenAI, strict: OpenAI) -> None:
    """The SDK asks for base64 by itself and decodes it to the same numbers."""
    texts = ["red", "blue", "red"]
    default = client.embeddings.create(model=base.model, input=texts)
    numbers = strict.embeddings.create(model=base.model, input=texts, encoding_format="float")

    vectors = [row.embedding for row in default.data]
    for vector, row in zip(vectors, numbers.data, strict=True):
        assert vector == pytest.approx(row.embedding)
    assert [row.index for row in default.data] == [0, 1, 2]
    assert vectors[0] == vectors[2] != vectors[1]
    assert math.hypot(*vectors[0]) == pytest.approx(1, abs=1e-3)
    assert default.usage.prompt_tokens == default.usage.total_tokens == 3


@pytest.mark.parametrize("given", ["red", ["red"], [1, 2], [[1, 2]]], ids=str)
def test_embeddings_of_every_shape(base: Base, strict: OpenAI, given: Any) -> None:
    """One vector of the length that was asked for."""
    (row,) = strict.embeddings.create(
        model=base.model, input=given, dimensions=64, encoding_format="float"
    ).data

    assert len(row.embedding) == 64


def test_moderations(base: Base, strict: OpenAI) -> None:
    """One result for each text, under the name that was asked for."""
    reply = strict.moderations.create(model=base.model, input=["fine", "[violence]"])

    assert reply.model == base.model
    assert [result.flagged for result in reply.results] == [False, True]
    assert reply.results[1].categories.violence
    assert reply.results[1].category_scores.violence > reply.results[0].category_scores.violence


async def test_the_asynchronous_sdk_does_the_same(base: Base) -> None:
    """One call of each endpoint."""
    async with AsyncOpenAI(**base.options) as client:
        text = await client.completions.create(model=base.model, prompt="hi")
        vectors = await client.embeddings.create(model=base.model, input="hi")
        judged = await client.moderations.create(model=base.model, input="hi")

    assert text.choices[0].text
    assert len(vectors.data[0].embedding) == 1536
    assert not judged.results[0].flagged
