"""Server-sent events are read as HTML says, and nothing seen is lost."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.wire.sse import BOM, Comment, EventCounter, LineEnd, SseStream, decode

ENDS = ("\n", "\r\n", "\r")
SAMPLE = (
    b": hi\n\nevent: a\ndata: 1\ndata:2\n\nid: 7\n\nretry: 30\rdata\r\r"
    b'data: {"t":"\xe4\xbd\xa0"}\r\n\r\ndata: [DONE]\n\ndata: lost\n'
)
STREAMISH = st.lists(
    st.sampled_from(
        [b"data", b":", b" ", b"x", b"\n", b"\r", b"\r\n", b"event", b"id: 1", BOM, b"\xff", b"dat"]
    ),
    max_size=40,
).map(b"".join)


def test_empty_body_is_an_empty_stream() -> None:
    """No octets, no events, nothing to report."""
    assert decode(b"") == SseStream()


@pytest.mark.parametrize("end", ENDS, ids=["lf", "crlf", "cr"])
def test_three_line_ends_say_the_same(end: str) -> None:
    """LF, CRLF and CR delimit alike, and the kind in use is reported."""
    body = end.join(["event: a", "data: 1", "data: 2", "", "data: 3", "", ""]).encode()

    stream = decode(body)

    assert [(event.event, event.data) for event in stream.events] == [("a", "1\n2"), (None, "3")]
    assert {{"\n": LineEnd.LF, "\r\n": LineEnd.CRLF, "\r": LineEnd.CR}[end]} == stream.line_ends
    assert stream.tail == b""
    assert body == b"".join(event.raw for event in stream.events)


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("data:x", ("data", "x", False)),
        ("data: x", ("data", "x", True)),
        ("data:  x", ("data", " x", True)),
        ("data:\tx", ("data", "\tx", False)),
        ("data", ("data", "", False)),
        ("data:", ("data", "", False)),
        ("data: a: b", ("data", "a: b", True)),
        (" data: x", (" data", "x", True)),
        ("DATA: x", ("DATA", "x", True)),
        ("unknown: x", ("unknown", "x", True)),
        ("event", ("event", "", False)),
    ],
)
def test_a_line_is_name_colon_value(line: str, field: tuple[str, str, bool]) -> None:
    """One space after the colon is dropped, and that it was there is kept."""
    (block,) = decode(f"{line}\n\n".encode()).blocks

    assert (field,) == block.fields
    assert (field[0] == "data") == block.dispatched


@pytest.mark.parametrize(
    ("lines", "id_", "retry"),
    [
        ("id: 1\nid: 2", "2", None),
        ("id: a\0b", None, None),
        ("id", "", None),
        ("retry: 3000", None, 3000),
        ("retry: 3s\nretry: 5", None, 5),
        ("retry: ²", None, None),
        ("retry: " + "9" * 9999, None, None),
    ],
)
def test_id_and_retry(lines: str, id_: str | None, retry: int | None) -> None:
    """The last valid id and retry of a block count."""
    (event,) = decode(f"{lines}\ndata: x\n\n".encode()).events

    assert (id_, retry) == (event.id, event.retry)


def test_blocks_without_data_stand_apart() -> None:
    """A block without data is no event, but is there to be judged."""
    stream = decode(b"data: 1\n\nevent: ping\n\nid: 4\n\ndata: 2\n\n")

    assert [event.data for event in stream.events] == ["1", "2"]
    assert [(b.event, b.id) for b in stream.without_data] == [("ping", None), (None, "4")]
    assert [block.index for block in stream.blocks] == [0, 1, 1, 1]
    assert [block.offset for block in stream.blocks] == [0, 9, 22, 29]


def test_data_lines_stay_single() -> None:
    """The lines of one event are joined by LF and still known one by one."""
    (event,) = decode(b"data: {\ndata\ndata:}\n\n").events

    assert event.data == "{\n\n}"
    assert event.data_lines == ("{", "", "}")
    assert event.end == 21


@pytest.mark.parametrize(
    ("body", "tail", "data"),
    [
        (b"data: 1\n\ndata: 2\n", b"data: 2\n", "2"),
        (b"data: 1\n\ndata: 2", b"data: 2", "2"),
        (b"data: 1\n\n: bye\n", b": bye\n", None),
        (b"data: 1\n\n", b"", None),
        (b"data: 1\n\n\n\n", b"", None),
    ],
)
def test_unclosed_block_is_the_tail(body: bytes, tail: bytes, data: str | None) -> None:
    """What no empty line closes is no event."""
    stream = decode(body)

    assert [event.data for event in stream.events] == ["1"]
    assert tail == stream.tail
    assert data == (stream.unclosed.data if stream.unclosed else None)
    assert stream.unclosed is None or not stream.unclosed.dispatched


def test_comments_are_kept_with_their_place() -> None:
    """Comments yield no event, inside and outside blocks."""
    stream = decode(b": one\n\ndata: 1\n:two\n\n:")

    assert (Comment(" one", 0), Comment("two", 15), Comment("", 21)) == stream.comments
    assert [event.data for event in stream.events] == ["1"]


def test_byte_order_mark_is_reported_and_dropped() -> None:
    """Only a mark at the start is dropped; a later one is part of a name."""
    stream = decode(BOM + b"data: 1\n\n" + BOM + b"data: 2\n\n")

    assert stream.bom
    assert [(event.data, event.offset) for event in stream.events] == [("1", 3)]
    assert stream.without_data[0].fields[0][0] == "\ufeffdata"


def test_bad_utf8_is_replaced_and_placed() -> None:
    """Octets that are not UTF-8 become U+FFFD, and the first is named."""
    stream = decode(b"data: \xe4\xbd\xa0\n\ndata: \xe4\xbd\n\n")

    assert [event.data for event in stream.events] == ["你", "\ufffd"]
    assert stream.invalid_utf8 == 17


def test_mixed_line_ends_are_all_reported() -> None:
    """Each kind that ends a line is in the set."""
    assert frozenset(LineEnd) == decode(SAMPLE).line_ends


def test_a_huge_event_has_no_limit() -> None:
    """An event of several megaoctets is one event."""
    body = b"data: " + b"x" * 5_000_000 + b"\n\n"

    assert len(decode(body).events[0].data) == 5_000_000


def test_counter_agrees_at_every_split() -> None:
    """Two reads, split anywhere, count as the whole does."""
    whole = len(decode(SAMPLE).events)

    for split in range(len(SAMPLE) + 1):
        counter = EventCounter()
        assert len(decode(SAMPLE[:split]).events) == counter.feed(SAMPLE[:split])
        assert whole == counter.feed(SAMPLE[split:])


@given(STREAMISH)
def test_counter_agrees_octet_by_octet(body: bytes) -> None:
    """After each single octet the count is that of the prefix."""
    counter = EventCounter()

    counts = [counter.feed(body[place : place + 1]) for place in range(len(body))]

    assert [len(decode(body[: n + 1]).events) for n in range(len(body))] == counts


@given(STREAMISH, st.lists(st.integers(0, 120)))
def test_counter_agrees_for_any_reads(body: bytes, cuts: list[int]) -> None:
    """Reads of any sizes, empty ones too, count as the whole does."""
    counter = EventCounter()
    places = [0, *sorted(min(cut, len(body)) for cut in cuts), len(body)]

    for start, stop in itertools.pairwise(places):
        counter.feed(body[start:stop])

    assert len(decode(body).events) == counter.count


@given(st.binary() | STREAMISH)
def test_any_octets_decode(body: bytes) -> None:
    """Nothing raises; blocks lie in order and are the octets at their offset."""
    stream = decode(body)

    for block in stream.blocks:
        assert body[block.offset : block.end] == block.raw
    assert body.endswith(stream.tail)
    assert all(a.end <= b.offset for a, b in zip(stream.blocks, stream.blocks[1:], strict=False))


@given(
    st.lists(st.text(st.characters(exclude_characters="\r\n", codec="utf-8"))),
    st.sampled_from(ENDS),
)
def test_encoded_events_read_back(texts: list[str], end: str) -> None:
    """Data written one line per event comes back event by event."""
    body = "".join(f"data: {text}{end}{end}" for text in texts).encode()

    assert texts == [event.data for event in decode(body).events]
