"""Chat answers lack what every one has."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from mock_upstream.errors import FaultError
from mock_upstream.faults.samples import SAMPLES
from mock_upstream.frames import Frames, body_of

CHAT, TOOLS, TYPED, WHOLE, CALLED = SAMPLES


def values(read: Callable[[Frames], list[str]], frames: Frames) -> list[Any]:
    """The JSON of each event."""
    return [json.loads(data) for data in read(frames) if data != "[DONE]"]


@pytest.mark.parametrize(("form", "says"), [("missing", 0), ("every", 7)])
def test_a_role_is_said_never_or_always(
    form: str, says: int, strike: Callable[..., Frames], read: Callable[[Frames], list[str]]
) -> None:
    """Chunks without choices say none."""
    found = values(read, strike(CHAT, "chat.role", form=form))

    assert sum("role" in row["delta"] for value in found for row in value["choices"]) == says


def test_a_message_loses_its_role(strike: Callable[..., Frames]) -> None:
    """And has none in every chunk, as it has no chunks."""
    value = json.loads(body_of(strike(WHOLE, "chat.role")))

    assert "role" not in value["choices"][0]["message"]
    with pytest.raises(FaultError, match="no role to change"):
        strike(WHOLE, "chat.role", form="every")


@pytest.mark.parametrize(("form", "left"), [("null", None), ("empty", [])])
def test_one_chunk_has_no_choices(
    form: str, left: Any, strike: Callable[..., Frames], read: Callable[[Frames], list[str]]
) -> None:
    """The one in mid-content, or the one that is named."""
    middle = values(read, strike(CHAT, "chat.choices", form=form))
    named = values(read, strike(CHAT, "chat.choices", {"frame": 0}, form=form))

    assert [row["choices"] == left for row in middle].index(True) == 3
    assert named[0]["choices"] == left


def test_a_body_has_no_choices(strike: Callable[..., Frames]) -> None:
    """The key is gone; other dialects have none."""
    assert "choices" not in json.loads(body_of(strike(WHOLE, "chat.choices", form="missing")))
    with pytest.raises(FaultError, match="no choices to change"):
        strike(TYPED, "chat.choices")


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("upper", "GPT-4O"),
        ("capital", "Gpt-4o"),
        ("dated", "gpt-4o-2024-08-06"),
        ("prefixed", "openai/gpt-4o"),
        ("spaced", " gpt-4o "),
        ("empty", ""),
        ("missing", None),
    ],
)
def test_the_model_has_another_name(
    form: str, name: str | None, strike: Callable[..., Frames], read: Callable[[Frames], list[str]]
) -> None:
    """In every chunk alike."""
    found = values(read, strike(CHAT, "chat.model", form=form))

    assert {value.get("model") for value in found} == {name}


def test_an_answer_is_empty(
    strike: Callable[..., Frames], read: Callable[[Frames], list[str]]
) -> None:
    """A stream has role, finish, usage and [DONE]; a message has no words and no calls."""
    assert len(read(strike(CHAT, "chat.empty"))) == 4
    assert values(read, strike(CHAT, "chat.empty", content="null"))[0]["choices"][0]["delta"] == {
        "role": "assistant",
        "content": None,
    }
    message = json.loads(body_of(strike(CALLED, "chat.empty")))["choices"][0]["message"]
    assert message == {"role": "assistant", "content": ""}


def test_nothing_cannot_be_emptied(strike: Callable[..., Frames]) -> None:
    """Neither a stream without words nor a message without content."""
    with pytest.raises(FaultError, match="no event with content"):
        strike(CHAT[:2], "chat.empty")
    with pytest.raises(FaultError, match="no content to change"):
        strike(strike(WHOLE, "chat.empty"), "chat.empty")
