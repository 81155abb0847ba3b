"""A choice that is spoken: sound that decodes, and its words beside it."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest

from conformance.wire.media import sound_of
from mock_upstream.protocols.openai.answer import default_answer
from mock_upstream.protocols.openai.options import SOUNDS
from mock_upstream.protocols.openai.request import ChatRequest
from mock_upstream.protocols.openai.voice import NAMES, Voice, voiced

Ask = Callable[..., ChatRequest]


def spoken(ask: Ask, format_: str, index: int = 0, words: str | None = "Good morning.") -> Voice:
    """The sound of ``words`` in a format."""
    request = ask(modalities=["text", "audio"], audio={"voice": "alloy", "format": format_})
    voice = voiced(request, default_answer(request, seed=1), index, words)
    assert voice is not None
    return voice


@pytest.mark.parametrize("format_", SOUNDS)
def test_each_format_is_sound_of_its_kind(ask: Ask, format_: str) -> None:
    """Bare samples have no marks."""
    voice = spoken(ask, format_)

    assert sound_of(voice.octets) == (None if format_ == "pcm16" else format_)
    assert voice.transcript == "Good morning."


def test_formats_are_those_that_a_request_may_name() -> None:
    """The list of the checks and that of the sound agree."""
    assert set(NAMES) == set(SOUNDS)


def test_the_pieces_are_the_whole(ask: Ask) -> None:
    """As text joined, and each decoded for itself."""
    voice = spoken(ask, "wav", words="One two three four five six seven eight nine ten.")

    assert len(voice.pieces) > 1
    assert "".join(voice.pieces) == voice.whole["data"]
    assert b"".join(map(base64.b64decode, voice.pieces)) == voice.octets


def test_choices_have_sounds_of_their_own(ask: Ask) -> None:
    """By id; the same choice is the same sound."""
    assert spoken(ask, "mp3", 0).id != spoken(ask, "mp3", 1).id
    assert spoken(ask, "mp3") == spoken(ask, "mp3")


def test_nothing_is_spoken_unasked(ask: Ask) -> None:
    """Nor when there are no words."""
    silent = ask()
    answer = default_answer(silent, seed=1)

    assert voiced(silent, answer, 0, "Hello.") is None
    assert (
        voiced(ask(modalities=["audio"], audio={"voice": "a", "format": "mp3"}), answer, 0, None)
        is None
    )
