"""Token counts that are not where or what they are to be."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from mock_upstream.errors import FaultError
from mock_upstream.faults import compose, make
from mock_upstream.faults.samples import SAMPLES
from mock_upstream.frames import Frames, body_of

CHAT, _, TYPED, WHOLE, _ = SAMPLES


def usage(read: Callable[[Frames], list[str]], frames: Frames) -> list[Any]:
    """The counts of each event; ``no`` where there is no key."""
    return [json.loads(data).get("usage", "no") for data in read(frames) if data != "[DONE]"]


COUNTS = {"prompt_tokens": 7, "completion_tokens": 4, "total_tokens": 11}


@pytest.mark.parametrize(
    ("form", "last"),
    [
        ("absent", ["no", "no"]),
        ("null", ["no", None]),
        ("negative", ["no", COUNTS | {"completion_tokens": -1}]),
        ("text", ["no", {key: str(count) for key, count in COUNTS.items()}]),
        ("repeated", [COUNTS, COUNTS]),
        ("in_finish", ["no", COUNTS]),
    ],
)
def test_a_stream_counts_otherwise(
    form: str,
    last: list[Any],
    strike: Callable[..., Frames],
    read: Callable[[Frames], list[str]],
) -> None:
    """The last two events tell."""
    assert usage(read, strike(CHAT, "chat.usage", form=form))[-2:] == last


def test_a_stream_counts_as_it_goes(
    strike: Callable[..., Frames], read: Callable[[Frames], list[str]]
) -> None:
    """Each content chunk tells a little more, and the last ones tell as ever."""
    told = usage(read, strike(CHAT, "chat.usage", form="cumulative"))

    assert [counts["completion_tokens"] for counts in told[1:6]] == [1, 2, 3, 4, 5]
    assert (told[0], told[6], told[7]) == ("no", "no", COUNTS)


@pytest.mark.parametrize(
    ("form", "left"),
    [("absent", "no"), ("null", None), ("negative", COUNTS | {"completion_tokens": -1})],
)
def test_a_body_counts_otherwise(form: str, left: Any, strike: Callable[..., Frames]) -> None:
    """The rest of it stays."""
    value = json.loads(body_of(strike(WHOLE, "chat.usage", form=form)))

    assert value.get("usage", "no") == left


def test_null_in_every_chunk_goes_too(
    strike: Callable[..., Frames], read: Callable[[Frames], list[str]]
) -> None:
    """``absent`` leaves no key in any chunk."""
    marked = strike(CHAT, "chat.usage", form="cumulative")

    assert set(usage(read, strike(marked, "chat.usage"))) == {"no"}


@pytest.mark.parametrize(
    ("frames", "form", "reason"),
    [
        (WHOLE, "repeated", "needs an event stream"),
        (TYPED, "absent", "no usage event"),
        ((*CHAT[:2], *CHAT[7:]), "cumulative", "no event with content"),
    ],
)
def test_what_counts_nothing_is_refused(
    frames: Frames, form: str, reason: str, strike: Callable[..., Frames]
) -> None:
    """Loudly."""
    with pytest.raises(FaultError, match=reason):
        strike(frames, "chat.usage", form=form)


def test_a_body_without_counts_is_refused(whole: Frames, strike: Callable[..., Frames]) -> None:
    """It cannot lose them."""
    with pytest.raises(FaultError, match="no usage to change"):
        strike(whole, "chat.usage")


def test_the_finish_chunk_is_taken_once() -> None:
    """Counts in it, and another word in it, exclude each other; counts elsewhere do not."""
    other = make("chat.finish_reason")
    compose([other, make("chat.usage", {"form": "null"})])

    with pytest.raises(FaultError, match="both decide the finish chunk"):
        compose([other, make("chat.usage", {"form": "in_finish"})])
