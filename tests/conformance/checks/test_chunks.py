"""Each rule of chunks passes a sound stream and finds its defect."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from conformance.checks.chunks import usage_chunks

DONE = "[DONE]"


@pytest.fixture
def sound(chunk: Callable[..., Any]) -> Any:
    """The chunks of a sound stream."""
    role = {"role": "assistant", "content": ""}
    return [chunk(delta=role), chunk("Hello"), chunk(finish="stop")]


NAMES = [
    ("chunks.object", {}),
    ("chunks.same", {"key": "id"}),
    ("chunks.same", {"key": "created"}),
    ("chunks.choices-list", {}),
    ("chunks.role-first", {}),
    ("chunks.one-finish", {}),
    ("chunks.finish-last", {}),
    ("chunks.finish-values", {}),
    ("chunks.finish-key", {}),
    ("chunks.indexes", {"n": 1}),
    ("chunks.no-error-key", {}),
    ("chunks.no-key", {"key": "obfuscation"}),
    ("chunks.text", {}),
]


@pytest.mark.parametrize(("name", "arguments"), NAMES)
def test_a_sound_stream_passes(
    stream: Callable[..., Any], places: Callable[..., Any], sound: Any, name: str, arguments: Any
) -> None:
    """No rule accuses a sound stream."""
    assert places(name, stream(*sound, DONE), **arguments) == []


@pytest.mark.parametrize(("name", "arguments"), NAMES)
def test_an_azure_preamble_passes(
    stream: Callable[..., Any], places: Callable[..., Any], sound: Any, name: str, arguments: Any
) -> None:
    """A first chunk without id, model and choices is legal."""
    preamble = {
        "id": "",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": "",
        "choices": [],
    }

    assert places(name, stream(preamble, *sound, DONE), **arguments) == []


DEFECTS = [
    ("chunks.object", {}, {"object": "chat.completion"}, "chunk 1 /object"),
    ("chunks.same", {"key": "id"}, {"id": "c2"}, "chunk 1 /id"),
    ("chunks.same", {"key": "model"}, {"model": None}, "chunk 1 /model"),
    ("chunks.choices-list", {}, {"choices": None}, "chunk 1 /choices"),
    ("chunks.finish-values", {}, {"finish": ""}, "chunk 1 /choices/0/finish_reason"),
    ("chunks.no-error-key", {}, {"error": {"code": 0}}, "chunk 1 /error"),
    ("chunks.no-key", {"key": "obfuscation"}, {"obfuscation": "x"}, "chunk 1 /obfuscation"),
    ("chunks.indexes", {"n": 2}, {}, None),
]


@pytest.mark.parametrize(("name", "arguments", "changes", "at"), DEFECTS)
def test_a_changed_second_chunk_is_found(
    stream: Callable[..., Any],
    chunk: Callable[..., Any],
    places: Callable[..., Any],
    sound: Any,
    name: str,
    arguments: Any,
    changes: Any,
    at: Any,
) -> None:
    """The violation names the place of the changed chunk."""
    chunks = [sound[0], chunk("Hello", **changes), sound[2]]

    assert [at] == places(name, stream(*chunks, DONE), **arguments)


def test_a_first_delta_without_role_is_found(
    stream: Callable[..., Any], chunk: Callable[..., Any], places: Callable[..., Any], sound: Any
) -> None:
    """The place of the first delta is named."""
    seen = stream(chunk("Hello"), *sound[1:], DONE)

    assert places("chunks.role-first", seen) == ["chunk 0 /choices/0/delta/role"]


@pytest.mark.parametrize("finishes", [0, 2])
def test_one_finish_reason_is_demanded(
    stream: Callable[..., Any],
    chunk: Callable[..., Any],
    places: Callable[..., Any],
    sound: Any,
    finishes: Any,
) -> None:
    """None and two are both found."""
    seen = stream(*sound[:2], *[chunk(finish="stop")] * finishes, DONE)

    assert places("chunks.one-finish", seen) == ["choice 0"]


def test_content_after_the_finish_is_found(
    stream: Callable[..., Any], chunk: Callable[..., Any], places: Callable[..., Any], sound: Any
) -> None:
    """Content behind the finish reason would be lost."""
    seen = stream(*sound, chunk("more"), DONE)

    assert places("chunks.finish-last", seen) == ["chunk 3 /choices/0"]


def test_a_missing_finish_key_is_found(
    stream: Callable[..., Any], chunk: Callable[..., Any], places: Callable[..., Any]
) -> None:
    """The key itself is demanded, null or not."""
    bare = chunk("x")
    del bare["choices"][0]["finish_reason"]

    assert places("chunks.finish-key", stream(bare)) == ["chunk 0 /choices/0"]


def test_an_empty_stream_says_nothing(
    stream: Callable[..., Any], chunk: Callable[..., Any], places: Callable[..., Any]
) -> None:
    """Role and finish alone are no answer."""
    seen = stream(chunk(delta={"role": "assistant"}), chunk(finish="stop"), DONE)

    assert places("chunks.text", seen) == [None]


def test_usage_chunks_are_those_without_choices(chunk: Callable[..., Any]) -> None:
    """A chunk with both is no usage chunk."""
    usage = {"total_tokens": 1}

    assert usage_chunks(
        [chunk("x", usage=usage), chunk(choices=[], usage=usage), chunk("x", usage=None), "text"]
    ) == [1]
