"""How new-api tells a task of Suno in each of its states."""

from __future__ import annotations

from typing import Any

import pytest

import specs
from mock_upstream.protocols.tasks.course import USUAL, Phase, State
from mock_upstream.protocols.tasks.desk import Task
from mock_upstream.protocols.tasks.suno_task import id_of, shown

SCHEMA = specs.validator("suno/task.json")


def task(action: str = "MUSIC", hook: str = "", **request: Any) -> Task:
    """One of this action."""
    return Task(id_of(7), action, request, USUAL, 7, "http://mock", shown, hook)


@pytest.mark.parametrize("phase", list(Phase))
@pytest.mark.parametrize("action", ["MUSIC", "LYRICS"])
def test_each_state_is_what_the_schema_says(phase: Phase, action: str) -> None:
    """Also its end."""
    reason = "no" if phase in {Phase.FAILED, Phase.CANCELLED} else ""

    assert SCHEMA.is_valid(shown(task(action), State(phase, 50, reason)))


def test_two_songs_can_be_heard() -> None:
    """Their sound is there before their film; nothing is while they wait."""
    waiting, running, done, failed = (
        shown(task(title="Rain"), State(phase, 50))["data"]
        for phase in (Phase.QUEUED, Phase.RUNNING, Phase.SUCCEEDED, Phase.FAILED)
    )

    assert waiting is None
    assert [bool(song["audio_url"]) for song in running] == [True, True]
    assert [song["video_url"] for song in running] == ["", ""]
    assert len({song["audio_url"] for song in done}) == 2
    assert done[0]["video_url"].endswith(".mp4")
    assert (done[0]["title"], failed[0]["audio_url"]) == ("Rain", "")


def test_lyrics_are_words() -> None:
    """Once they are written."""
    running, done = (shown(task("LYRICS"), State(p, 50)) for p in (Phase.RUNNING, Phase.SUCCEEDED))

    assert (running["data"]["text"], running["data"]["status"]) == ("", "running")
    assert done["data"]["text"]


def test_a_hook_is_told_of() -> None:
    """Where there is one."""
    state = State(Phase.QUEUED)

    assert shown(task(hook="http://h"), state)["notify_hook"] == "http://h"
    assert "notify_hook" not in shown(task(), state)


def test_an_id_is_a_uuid() -> None:
    """The same for the same number."""
    assert [len(part) for part in id_of(7).split("-")] == [8, 4, 4, 4, 12]
    assert id_of(7) == id_of(7) != id_of(8)
