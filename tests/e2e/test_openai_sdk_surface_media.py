"""The official OpenAI SDK draws, speaks and listens, at the mock and through the relay."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import av
import httpx2
import pytest
from openai import OpenAI
from PIL import Image

from conformance import embedded
from conformance.probes.form import CONTENTS
from conformance.rigs import reference, sessions

PNG = CONTENTS["png"]
WAV = CONTENTS["wav"]("a.wav")
FORMATS = ("json", "text", "srt", "vtt", "verbose_json")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:openai", "ignore:deprecated")


@dataclass(frozen=True)
class Base:
    """An address with key and model."""

    url: str
    key: str
    model: str


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
    """The SDK at ``base``, validating what comes back."""
    options: Any = {"base_url": base.url, "api_key": base.key, "max_retries": 0, "timeout": 5}
    with OpenAI(**options, _strict_response_validation=True) as made:
        yield made


def size_of(item: Any) -> tuple[int, int]:
    """The size of a picture in base64."""
    picture = Image.open(io.BytesIO(base64.b64decode(item.b64_json)))
    picture.load()
    return picture.size


def test_generate(base: Base, client: OpenAI) -> None:
    """Pictures in base64 decode, with their usage."""
    reply = client.images.generate(
        model=base.model, prompt="a cat", n=2, size="512x512", response_format="b64_json"
    )

    assert [size_of(item) for item in reply.data or ()] == [(512, 512)] * 2
    assert reply.usage is not None


def test_a_link_can_be_followed(base: Base, client: OpenAI) -> None:
    """It leads to a picture."""
    reply = client.images.generate(model=base.model, prompt="a cat", size="256x256")
    item = (reply.data or [])[0]
    assert item.url is not None

    fetched = httpx2.get(item.url)

    assert fetched.headers["content-type"] == "image/png"
    assert Image.open(io.BytesIO(fetched.content)).size == (256, 256)


def test_generate_streamed(base: Base, client: OpenAI) -> None:
    """Two sketches, then the picture."""
    stream = client.images.generate(model=base.model, prompt="a cat", stream=True, partial_images=2)
    events = list(stream)

    kinds = ["partial_image", "partial_image", "completed"]
    assert [event.type for event in events] == [f"image_generation.{kind}" for kind in kinds]
    assert size_of(events[-1]) == (1024, 1024)


def test_edit(base: Base, client: OpenAI) -> None:
    """Several pictures and a mask make one."""
    reply = client.images.edit(
        model=base.model,
        image=[("a.png", PNG("a"), "image/png"), ("b.png", PNG("b"), "image/png")],
        mask=("m.png", CONTENTS["mask"]("m"), "image/png"),
        prompt="side by side",
        response_format="b64_json",
        size="256x256",
    )

    assert [size_of(item) for item in reply.data or ()] == [(256, 256)]
    assert reply.usage is not None
    assert reply.usage.input_tokens_details.image_tokens == 2 * 323


def test_edit_streamed(base: Base, client: OpenAI) -> None:
    """A form can ask for a stream."""
    stream = client.images.edit(
        model=base.model, image=("a.png", PNG("a")), prompt="red", stream=True, partial_images=1
    )

    assert [event.type for event in stream] == [
        "image_edit.partial_image",
        "image_edit.completed",
    ]


def test_variations(base: Base, client: OpenAI) -> None:
    """Each is another picture."""
    reply = client.images.create_variation(
        model=base.model, image=("a.png", PNG("a")), n=2, response_format="b64_json", size="256x256"
    )

    assert len({item.b64_json for item in reply.data or ()}) == 2


@pytest.mark.parametrize("form", ["mp3", "opus", "aac", "flac", "wav"])
def test_speech(base: Base, client: OpenAI, form: Any) -> None:
    """Each format opens in a decoder."""
    reply = client.audio.speech.create(
        model=base.model, voice="alloy", input="Good morning.", response_format=form
    )

    with av.open(io.BytesIO(reply.content), "r") as file:
        assert sum(frame.samples for frame in file.decode(audio=0)) > 1000


def test_speech_streamed(base: Base, client: OpenAI) -> None:
    """Octets come in pieces, or as events."""
    asked: Any = {"model": base.model, "voice": "alloy", "input": "Good morning to all."}
    speech = client.audio.speech.with_streaming_response
    with speech.create(**asked, response_format="pcm") as reply:
        octets = b"".join(reply.iter_bytes())
    with speech.create(**asked, response_format="pcm", stream_format="sse") as reply:
        names = [line for line in reply.iter_lines() if line.startswith("event: ")]

    assert len(octets) % 960 == 0
    assert names[-1] == "event: speech.audio.done"


@pytest.mark.parametrize("form", FORMATS)
def test_transcribe(base: Base, client: OpenAI, form: Any) -> None:
    """Objects are objects and text is text."""
    reply: Any = client.audio.transcriptions.create(
        model=base.model, file=("a.wav", WAV), response_format=form
    )

    text = reply if isinstance(reply, str) else reply.text
    assert text.strip()
    assert isinstance(reply, str) is (form in {"text", "srt", "vtt"})


def test_transcribe_streamed(base: Base, client: OpenAI) -> None:
    """The deltas add up."""
    stream = client.audio.transcriptions.create(model=base.model, file=("a.wav", WAV), stream=True)
    events: list[Any] = list(stream)

    assert "".join(event.delta for event in events[:-1]) == events[-1].text


def test_speakers(base: Base, client: OpenAI) -> None:
    """Who says what, in one object and in events."""
    asked: Any = {
        "model": base.model,
        "file": ("a.wav", WAV),
        "response_format": "diarized_json",
        "chunking_strategy": "auto",
    }
    whole: Any = client.audio.transcriptions.create(**asked)
    events: list[Any] = list(client.audio.transcriptions.create(**asked, stream=True))

    told = [event for event in events if event.type == "transcript.text.segment"]
    assert [(one.speaker, one.text) for one in told] == [
        (one.speaker, one.text) for one in whole.segments
    ]
    assert events[-1].text == whole.text


@pytest.mark.parametrize("form", FORMATS)
def test_translate(base: Base, client: OpenAI, form: Any) -> None:
    """In the same formats."""
    reply: Any = client.audio.translations.create(
        model=base.model, file=("a.wav", WAV), response_format=form
    )

    assert (reply if isinstance(reply, str) else reply.text).strip()
