"""The official OpenAI SDK hears, sends files and searches, at the mock and through the relay."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import pytest
from openai import NotFoundError, OpenAI

from conformance import embedded
from conformance.probes.form import inline
from conformance.rigs import reference, sessions
from conformance.wire.media import sound_of

HI: Any = [{"role": "user", "content": "Say hello."}]
SPOKEN: Any = {"modalities": ["text", "audio"]}


@pytest.fixture(scope="module", params=["mock", "relay"])
def base(request: pytest.FixtureRequest) -> Iterator[tuple[str, str, str]]:
    """URL, key and model of a session of the mock, then of a lane through the reference relay."""
    with embedded.mock() as url:
        if request.param == "mock":
            primary, _ = sessions.create(url, "direct")
            yield primary.base_url, primary.key, embedded.UPSTREAM_MODEL
            return
        with reference.start(url, lanes=1) as rig:
            lane = rig["lanes"][0]
            yield rig["relay"]["base_url"], lane["api_key"], lane["model"]


@pytest.fixture
def strict(base: tuple[str, str, str]) -> Iterator[OpenAI]:
    """The SDK that validates what comes back, as its own tests do."""
    url, key, _ = base
    with OpenAI(
        base_url=url, api_key=key, max_retries=0, timeout=10, _strict_response_validation=True
    ) as made:
        yield made


def test_an_answer_is_spoken(base: tuple[str, str, str], strict: OpenAI) -> None:
    """The SDK finds sound and transcript where it looks for them."""
    reply = strict.chat.completions.create(
        model=base[2], messages=HI, audio={"voice": "ash", "format": "wav"}, **SPOKEN
    )

    audio = reply.choices[0].message.audio
    assert audio is not None
    assert sound_of(base64.b64decode(audio.data)) == "wav"
    assert audio.transcript
    assert audio.expires_at > reply.created
    assert reply.usage is not None
    assert reply.usage.completion_tokens_details is not None
    assert reply.usage.completion_tokens_details.audio_tokens


def test_streamed_sound_is_the_whole_sound(base: tuple[str, str, str]) -> None:
    """The pieces joined, as players take them one by one.

    The SDK that validates refuses chunks that have no finish reason yet.
    """
    url, key, model = base
    asked: Any = {"model": model, "messages": HI, "audio": {"voice": "ash", "format": "pcm16"}}
    with OpenAI(base_url=url, api_key=key, max_retries=0, timeout=10) as client:
        whole = client.chat.completions.create(**asked, **SPOKEN).choices[0].message.audio
        chunks = list(client.chat.completions.create(**asked, **SPOKEN, stream=True))

    pieces = [choice.delta.audio for chunk in chunks for choice in chunk.choices]
    heard = [piece for piece in pieces if piece is not None]
    assert whole is not None
    assert b"".join(base64.b64decode(one.data or "") for one in heard) == base64.b64decode(
        whole.data
    )
    assert "".join(one.transcript or "" for one in heard) == whole.transcript
    assert heard[-1].expires_at == whole.expires_at


def test_recordings_and_files_are_taken(base: tuple[str, str, str], strict: OpenAI) -> None:
    """Parts of three types in one message; the recording is counted."""
    content: Any = [
        {"type": "text", "text": "What is this?"},
        {"type": "input_audio", "input_audio": {"data": inline()["wav"], "format": "wav"}},
        {"type": "file", "file": {"filename": "a.txt", "file_data": inline()["text"]}},
    ]

    reply = strict.chat.completions.create(
        model=base[2], messages=[{"role": "user", "content": content}]
    )

    assert reply.usage is not None
    assert reply.usage.prompt_tokens_details is not None
    assert reply.usage.prompt_tokens_details.audio_tokens


def test_a_search_is_cited(base: tuple[str, str, str], strict: OpenAI) -> None:
    """Each citation speaks about a piece of the text."""
    reply = strict.chat.completions.create(
        model=base[2], messages=HI, web_search_options={"search_context_size": "low"}
    )

    message = reply.choices[0].message
    assert message.annotations
    for annotation in message.annotations:
        cited = annotation.url_citation
        assert (message.content or "")[cited.start_index : cited.end_index]
        assert cited.url.startswith("https://")


def test_an_answer_is_kept(base: tuple[str, str, str], strict: OpenAI) -> None:
    """Made, retrieved, marked anew, deleted; its messages are told."""
    url, key, model = base
    made = strict.chat.completions.create(model=model, messages=HI, store=True)

    found = strict.chat.completions.retrieve(made.id)
    changed = strict.chat.completions.update(made.id, metadata={"a": "b"})
    with OpenAI(base_url=url, api_key=key, max_retries=0, timeout=10) as client:
        listed = client.chat.completions.messages.list(made.id)  # of the user: too wide for strict
    deleted = strict.chat.completions.delete(made.id)

    assert found.choices == changed.choices == made.choices
    assert [message.content for message in listed.data] == ["Say hello."]
    assert (deleted.id, deleted.deleted) == (made.id, True)
    with pytest.raises(NotFoundError):
        strict.chat.completions.retrieve(made.id)
