"""Defects of the octets that frame a stream's events."""

from __future__ import annotations

from typing import Any

from conformance.relay.defects import framing


def test_latin1_stream(wire: Any, stream: Any) -> None:
    """An accented letter is one octet, which is no UTF-8."""
    octets = b"".join(wire(framing.Latin1Stream, *stream))

    assert b"h\xe9" in octets
    assert octets.endswith(b"data: [DONE]\n\n")


def test_no_final_blank_line(wire: Any, stream: Any) -> None:
    """Only the terminator stays open."""
    *first, last = wire(framing.NoFinalBlankLine, *stream)

    assert last == b"data: [DONE]\n"
    assert all(octets.endswith(b"\n\n") for octets in first)


def test_mixed_line_ends(wire: Any, stream: Any) -> None:
    """Every second event ends in CRLF."""
    ends = [octets.endswith(b"\r\n\r\n") for octets in wire(framing.MixedLineEnds, *stream)]

    assert ends == [False, True, False, True, False]


def test_bare_json_lines(wire: Any, stream: Any) -> None:
    """One event begins with a line of JSON."""
    shown = wire(framing.BareJsonLines, *stream)

    assert [octets.startswith(b"{") for octets in shown] == [False, True, False, False, False]
    assert shown[1].split(b"\n", 1)[1].startswith(b"data: {")


def test_glued_events(wire: Any, stream: Any) -> None:
    """One event has two data lines; no text is lost."""
    shown = wire(framing.GluedEvents, *stream)

    assert len(shown) == 4
    assert shown[1].count(b"\ndata: ") == 1
    assert b"h\xc3\xa9" in shown[1]
    assert b"llo" in shown[1]


def test_bom(wire: Any, stream: Any) -> None:
    """Only the first event begins with the mark."""
    shown = wire(framing.Bom, *stream)

    assert [octets.startswith(b"\xef\xbb\xbfdata") for octets in shown] == [True] + [False] * 4


def test_truncated_json_event(wire: Any, stream: Any) -> None:
    """One chunk is cut, yet its event is closed."""
    shown = wire(framing.TruncatedJsonEvent, *stream)

    assert [octets.endswith(b"}\n\n") for octets in shown] == [True, False, True, True, False]
    assert shown[1].endswith(b"\n\n")
