"""What the journal keeps, and for how long."""

from __future__ import annotations

import base64

import pytest

import specs
from mock_upstream import journal
from mock_upstream.journal import Entry, Journal


class Time:
    """A clock that a test moves by hand."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        """The time."""
        return self.seconds


def arrive(notes: Journal, octets: bytes = b"{}", upstream: str = "primary") -> Entry:
    """A request that arrives."""
    return notes.open(
        upstream=upstream,
        method="POST",
        path="/v1/chat/completions",
        query="",
        headers=(("Host", "mock"),),
        octets=octets,
    )


def test_an_entry_says_what_went_out_and_when() -> None:
    """Times count from the beginning of the generation; the JSON fits its schema."""
    time = Time()
    notes = Journal("s1", time)
    time.seconds = 101.0
    entry = arrive(notes)
    entry.head_sent(200, (("content-type", "text/plain"),))
    time.seconds = 101.5
    entry.data_sent(b"a reply")
    entry.reply = {"text": "hi"}
    time.seconds = 102.0
    entry.ended("relay")
    entry.ended("mock")

    value = notes.as_json()

    specs.validator("meta/journal.schema.json").validate(value)
    row = value["entries"][0]
    assert row["arrived_s"] == 1.0
    assert row["sent"] == [[1.5, 7]]
    assert row["written"] == {"text": "a reply"}
    assert (row["closed"], row["closed_s"]) == ("relay", 2.0)
    assert row["reply"] == {"text": "hi"}
    assert value["open"] == 0


def test_late_traffic_of_an_earlier_generation_is_not_shown() -> None:
    """Each generation has its own entries and its own open requests."""
    notes = Journal("s1", Time())
    early = arrive(notes)
    generation = notes.begin()
    late = arrive(notes)

    assert [late.seq] == [row["seq"] for row in notes.as_json()["entries"]]
    assert [early.seq] == [row["seq"] for row in notes.as_json(0)["entries"]]
    assert notes.open_count(generation) == 1
    assert notes.open_count() == 2


def test_entries_can_be_read_from_a_number_on() -> None:
    """``since`` leaves out what was read before."""
    notes = Journal("s1", Time())
    for _ in range(3):
        arrive(notes)

    assert [row["seq"] for row in notes.as_json(since=1)["entries"]] == [1, 2]


def test_the_oldest_entries_give_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count and octets are bounded, the newest entry always stays."""
    monkeypatch.setattr(journal, "MAX_ENTRIES", 2)
    monkeypatch.setattr(journal, "MAX_OCTETS", 10)
    notes = Journal("s1", Time())
    for _ in range(3):
        arrive(notes, b"")
    assert [entry.seq for entry in notes.entries()] == [1, 2]

    arrive(notes, b"x" * 50)

    assert [entry.seq for entry in notes.entries()] == [3]
    assert notes.as_json()["dropped"] == 3


def test_the_writes_of_one_entry_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Octets are counted on when writes are no longer noted."""
    monkeypatch.setattr(journal, "MAX_WRITES", 1)
    entry = arrive(Journal("s1", Time()))
    entry.data_sent(b"1")
    entry.data_sent(b"23")

    assert (len(entry.sent), entry.octets_sent) == (1, 3)


@pytest.mark.parametrize("size", [1, 3, 7, 20])
def test_beginning_and_end_of_a_reply_are_kept(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """However it is cut into writes; octets that are not UTF-8 stand as base64."""
    monkeypatch.setattr(journal, "MAX_WRITTEN", 4)
    entry = arrive(Journal("s1", Time()))
    whole = bytes(range(0xF0, 0x100))
    for start in range(0, len(whole), size):
        entry.data_sent(whole[start : start + size])

    row = entry.as_json()

    assert base64.b64decode(row["written"]["base64"]) == whole[:4] + whole[-4:]


@pytest.mark.parametrize(
    ("octets", "expected"),
    [
        pytest.param(b"", {"text": ""}, id="empty"),
        pytest.param("é".encode(), {"text": "é"}, id="text"),
        pytest.param(b"\xff\x00", {"base64": "/wA="}, id="binary"),
        pytest.param(b"123456789", {"text": "12345678", "truncated": True}, id="too long"),
    ],
)
def test_bodies_are_text_or_base64(
    octets: bytes, expected: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Size and digest are those of the whole body."""
    monkeypatch.setattr(journal, "MAX_BODY_OCTETS", 8)

    value = journal.body_json(octets)

    assert value.pop("octets") == len(octets)
    assert len(value.pop("sha256")) == 64
    assert value == expected


def test_listeners_hear_of_arrivals_and_ends() -> None:
    """A listener is called for both, until it stops listening."""
    notes = Journal("s1", Time())
    heard: list[str] = []
    stop = notes.listen(lambda entry: heard.append(entry.closed))
    entry = arrive(notes)
    entry.ended("mock")
    stop()
    arrive(notes)

    assert heard == ["open", "mock"]
