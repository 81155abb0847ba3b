"""A black-box run has a model of each kind, as far as one is plain."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.session.models import Listed, choose, listed, must_chat, told


def rows(*names: str) -> tuple[Listed, ...]:
    """A list of models with these names."""
    return tuple(Listed(name) for name in names)


@pytest.mark.parametrize(
    ("kind", "names", "expected"),
    [
        ("chat", ["x", "gpt-4o", "gpt-4o-mini"], "gpt-4o-mini"),
        ("chat", ["embed", "my-chat-model"], "my-chat-model"),
        ("chat", ["gpt-image-1", "gpt-4o-mini-tts", "gpt-5"], "gpt-5"),
        ("chat", ["only"], "only"),
        ("chat", ["one", "other"], None),
        ("embeddings", ["gpt-4o", "text-embedding-3-small"], "text-embedding-3-small"),
        ("embeddings", ["gpt-4o", "nomic-embed-text"], "nomic-embed-text"),
        ("images", ["gpt-4o", "dall-e-3"], "dall-e-3"),
        ("speech", ["gpt-4o", "my-TTS"], "my-TTS"),
        ("transcriptions", ["gpt-4o", "whisper-large"], "whisper-large"),
        ("completions", ["gpt-4o", "gpt-4o-mini"], None),
        ("speech", ["only"], "only"),
        ("speech", [], None),
    ],
)
def test_a_model_is_chosen_where_its_kind_is_plain(
    kind: str, names: list[str], expected: str | None
) -> None:
    """Known cheap ones first, then what the name says, then the only one there is."""
    assert choose({kind}, rows(*names), named={}).get(kind) == expected


def test_the_relays_own_word_goes_before_a_name() -> None:
    """``supported_endpoint_types`` says what a name does not."""
    found = [Listed("tts-flux"), Listed("painter", frozenset({"image-generation"}))]

    assert choose({"images"}, found, named={})["images"] == "painter"


def test_the_mode_of_a_model_tells_its_kind() -> None:
    """Names say nothing where a relay gives its own."""
    modes = {"a": "embedding", "b": "chat", "c": "completion", "d": "audio_speech"}
    rows = [Listed(name, frozenset({mode})) for name, mode in modes.items()]

    found = choose({"chat", "completions", "embeddings", "speech", "images"}, rows, named={})

    assert found == {"chat": "b", "completions": "c", "embeddings": "a", "speech": "d"}


def test_what_was_named_is_never_replaced() -> None:
    """Not even by a cheaper one."""
    found = choose({"chat", "embeddings"}, rows("gpt-4o-mini", "embed"), named={"chat": "dear"})

    assert found == {"chat": "dear", "embeddings": "embed"}


def test_responses_are_asked_of_the_chat_model() -> None:
    """Unless the list says which model has them."""
    plain = choose({"responses", "chat"}, rows("gpt-4o-mini", "x"), named={})
    said = choose(
        {"responses"}, [Listed("a"), Listed("b", frozenset({"openai-response"}))], named={}
    )

    assert plain["responses"] == "gpt-4o-mini"
    assert said == {"responses": "b"}


@pytest.mark.parametrize(
    ("names", "expected"), [([], "p"), (["p", "tts-1"], "p"), (["a", "b"], None)]
)
def test_a_profiles_model_is_taken_unless_the_list_lacks_it(
    names: list[str], expected: str | None
) -> None:
    """A relay that lists its models has no other."""
    found = choose({"speech"}, rows(*names), named={}, promised={"speech": "p"})

    assert found.get("speech") == expected


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        {"data": 5},
        {"data": [{"id": 5}, "odd", {}, {"id": "\x1b[31m"}, {"id": "m" * 201}]},
    ],
)
def test_what_is_no_list_names_no_model(answer: Any) -> None:
    """Whatever a relay sends."""
    assert listed(answer) == ()


def test_the_words_of_the_list_are_read() -> None:
    """Both spellings of features; odd values are left out."""
    answer = {
        "data": [
            {"id": "a", "supported_endpoint_types": ["openai"], "supported_features": ["tools"]},
            {"id": "b", "supported_endpoint_types": None, "supported_parameters": ["logprobs"]},
            {"id": "c", "mode": "embedding"},
        ]
    }

    assert listed(answer) == (
        Listed("a", frozenset({"openai"}), frozenset({"tools"})),
        Listed("b", frozenset(), frozenset({"logprobs"})),
        Listed("c", frozenset({"embedding"})),
    )


def test_the_user_is_told_of_the_choice() -> None:
    """What was named is not repeated."""
    chosen = {"chat": "c", "speech": "s", "images": "i"}

    assert told(chosen, chosen) == []
    assert told({"images": "i"}, chosen) == [
        "no model was named; c is asked for",
        "models chosen for other endpoints: speech=s",
    ]


@pytest.mark.parametrize(("names", "words"), [([], "no list of models"), (["a", "b"], '"a", "b"')])
def test_without_a_chat_model_the_user_is_asked(names: list[str], words: str) -> None:
    """Guessing would spend money on the wrong model."""
    said = str(must_chat(rows(*names)))

    assert words in said
    assert "--model" in said
