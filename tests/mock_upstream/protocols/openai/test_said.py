"""What the endpoints of pictures and sound share."""

from __future__ import annotations

from mock_upstream.frames import Data, Frames, Framing, Head, body_of
from mock_upstream.protocols.openai import said
from mock_upstream.protocols.openai.said import Asked


def head(frames: Frames) -> Head:
    """The head of a reply."""
    assert isinstance(frames[0], Head)
    return frames[0]


def test_a_link_leads_to_where_the_client_came() -> None:
    """The host of the request, or this machine when it names none."""
    assert Asked(headers=(("Host", "mock:9100"),)).root == "http://mock:9100"
    assert Asked().root == "http://localhost"


def test_headers_of_a_script_replace_the_usual_ones() -> None:
    """Names are compared without case."""
    asked = Asked(script={"headers": {"Content-Type": "text/odd"}})

    names = [name for name, _ in head(said.body(asked, b"x")).headers]

    assert names.count("content-type") == 0
    assert names.count("Content-Type") == 1


def test_three_ways_to_answer() -> None:
    """In one piece with its length, in pieces, and in events."""
    whole = said.body(Asked(), b"ab")
    voiced = said.voiced(Asked(), [b"a", b"b"], "audio/mpeg")
    events = said.events(Asked(), [said.event({"type": "t", "x": 1})])

    assert [head(one).framing for one in (whole, voiced, events)] == [
        Framing.LENGTH,
        Framing.CHUNKED,
        Framing.CHUNKED,
    ]
    assert body_of(voiced) == b"ab"
    assert len([frame for frame in voiced if isinstance(frame, Data)]) == 2
    assert body_of(events) == b'event: t\ndata: {"type":"t","x":1}\n\n'


def test_a_link_to_nothing_is_a_404() -> None:
    """In the dialect's shape, about no parameter."""
    failure = said.no_such_file("/x")

    assert failure.status == 404
    assert failure.body["error"]["param"] is None


def test_a_value_is_said_with_its_status() -> None:
    """As JSON."""
    frames = said.value(Asked(), [1], 404)

    assert (head(frames).status, body_of(frames)) == (404, b"[1]")
