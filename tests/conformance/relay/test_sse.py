"""Events are read whatever their framing, and written in one plain form."""

from __future__ import annotations

import pytest

from conformance.relay.sse import EventTooLargeError, InEvent, Kind, OutEvent, SseReader, render

TEXT = ': hi\n\ndata: {"a":"é好😀"}\n\nevent: x\nid: 1\ndata:b\ndata: c\n\nevent: ping\n\ndata:\n\n'
EVENTS = [
    InEvent(comment=" hi"),
    InEvent(data='{"a":"é好😀"}'),
    InEvent(data="b\nc"),
    InEvent(data=""),
]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"], ids=["plain", "bom"])
def test_every_split_gives_the_same_events(line_end: str, bom: bytes) -> None:
    """Two reads at any border, and one octet at a time, change nothing."""
    octets = bom + TEXT.replace("\n", line_end).encode()
    splits = [[octets[:at], octets[at:]] for at in range(len(octets) + 1)]
    splits.append([octets[at : at + 1] for at in range(len(octets))])

    for reads in splits:
        reader = SseReader()
        events = [event for read in reads for event in reader.feed(read)]
        assert [*events, *reader.close()] == EVENTS


def test_event_leaves_as_soon_as_it_is_whole() -> None:
    """A CR that closes an event is not waited past for its LF."""
    reader = SseReader()

    assert reader.feed(b"data: a\r\r") == [InEvent(data="a")]
    assert reader.feed(b"\ndata: b\n\n") == [InEvent(data="b")]


@pytest.mark.parametrize("octets", [b"data: a\n", b"data: a", b"data: a\r"])
def test_last_event_without_its_empty_line_is_read(octets: bytes) -> None:
    """A clean end of the body closes the last event."""
    reader = SseReader()

    assert [*reader.feed(octets), *reader.close()] == [InEvent(data="a")]


@pytest.mark.parametrize("octets", [b"x" * 11, b"data: a\n" * 3])
def test_event_beyond_the_limit_is_refused(octets: bytes) -> None:
    """One endless line and endless lines both end."""
    with pytest.raises(EventTooLargeError):
        SseReader(max_octets=10).feed(octets)


def test_event_is_rendered_with_its_fields() -> None:
    """Each line of the data is a data line; the empty line closes the event."""
    event = OutEvent(Kind.CHUNK, "a\nb", event="e", id="1")

    assert render(event) == b"event: e\nid: 1\ndata: a\ndata: b\n\n"
    assert render(OutEvent(Kind.OTHER, None, event="ping")) == b"event: ping\n\n"
