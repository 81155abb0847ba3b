"""The form of the lines changes; the events stay the same."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mock_upstream import faults
from mock_upstream.errors import FaultError
from mock_upstream.faults.events import event
from mock_upstream.frames import Data, Frames, Framing, Head, Pause, body_of

FORMS: list[tuple[str, dict[str, Any]]] = [
    ("sse.crlf", {}),
    ("sse.cr", {}),
    ("sse.no_space", {}),
    ("sse.comments", {}),
    ("sse.comments", {"inside": True, "every": 2}),
    ("sse.bom", {}),
    ("sse.ids", {}),
    ("sse.line_ends", {"form": "mixed"}),
    ("sse.fields", {"form": "event"}),
    ("sse.fields", {"form": "unknown"}),
    ("sse.split", {"inside": "field"}),
    ("sse.glued", {}),
    ("sse.bytewise", {"octets": 3}),
    ("sse.split_json", {}),
    ("sse.one_write", {}),
]
HEAD = Head(200, (("content-type", "text/event-stream"),), Framing.CHUNKED)


@given(
    texts=st.lists(st.text(), min_size=1, max_size=5),
    chosen=st.lists(st.sampled_from(range(len(FORMS))), unique=True, max_size=4),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_events_stay_the_same(
    read: Callable[[Frames], list[str]], texts: list[str], chosen: list[int]
) -> None:
    """Any form, alone or with others that go with it, decodes to the same events."""
    frames: Frames = (HEAD, *(event({"t": text}, "delta") for text in texts))
    try:
        plan = faults.compose([faults.make(*FORMS[index]) for index in chosen])
        harmed = faults.inject(frames, plan, Random(0))
    except FaultError:
        return

    assert read(frames) == read(harmed)


@pytest.mark.parametrize(
    ("name", "octets"),
    [
        ("sse.crlf", b"data: 1\r\n\r\ndata: 2\r\n\r\n"),
        ("sse.cr", b"data: 1\r\rdata: 2\r\r"),
        ("sse.no_space", b"data:1\n\ndata:2\n\n"),
        ("sse.comments", b": keep-alive\n\ndata: 1\n\n: keep-alive\n\ndata: 2\n\n"),
        ("sse.bom", b"\xef\xbb\xbfdata: 1\n\ndata: 2\n\n"),
        ("sse.ids", b"id: 1\ndata: 1\n\nid: 2\ndata: 2\n\n"),
    ],
)
def test_each_form_on_the_wire(name: str, octets: bytes, strike: Callable[..., Frames]) -> None:
    """The octets of two small events; a pause between them stays."""
    frames = (HEAD, event(1, "delta"), Pause(1.0), event(2, "delta"))

    harmed = strike(frames, name)

    assert octets == body_of(harmed)
    assert Pause(1.0) in harmed


def test_events_lose_their_names(strike: Callable[..., Frames]) -> None:
    """Streams whose events have none cannot."""
    named = Data(b"event: a\ndata: 1\n\n", "delta")

    assert body_of(strike((HEAD, named, Pause(1.0)), "sse.data_only")) == b"data: 1\n\n"
    with pytest.raises(FaultError, match="no names"):
        strike((HEAD, event(1, "delta")), "sse.data_only")


def test_comments_may_be_inside_an_event(strike: Callable[..., Frames]) -> None:
    """A comment is then the first line of the block, and no frame is added."""
    frames = (HEAD, event(1, "delta"), event(2, "delta"), event(3, "delta"))

    harmed = strike(frames, "sse.comments", text="hi", every=2, inside=True)

    assert body_of(harmed) == b": hi\ndata: 1\n\ndata: 2\n\n: hi\ndata: 3\n\n"


def test_comments_stay_out_of_an_event_cut_in_two(strike: Callable[..., Frames]) -> None:
    """The second half of an event gets none."""
    frames = (HEAD, Data(b"data: ", "delta"), Data(b"1\n\n", "delta"))

    assert body_of(strike(frames, "sse.comments")) == b": keep-alive\n\ndata: 1\n\n"


@pytest.mark.parametrize("params", [{"text": "a\nb"}, {"every": 0}], ids=str)
def test_a_comment_is_one_line_now_and_then(params: dict[str, Any]) -> None:
    """Two lines, and never, are refused."""
    with pytest.raises(FaultError):
        faults.make("sse.comments", params)


def test_a_mark_needs_events(strike: Callable[..., Frames]) -> None:
    """A head alone is refused."""
    with pytest.raises(FaultError, match="no events"):
        strike((HEAD,), "sse.bom")


@pytest.mark.parametrize(
    ("name", "params", "octets"),
    [
        ("sse.line_ends", {"form": "mixed"}, b"data: 1\n\ndata: 2\r\n\r\n"),
        ("sse.fields", {"form": "retry"}, b"retry: 3000\ndata: 1\n\nretry: 3000\ndata: 2\n\n"),
        (
            "sse.fields",
            {"form": "event"},
            b"event: message\ndata: 1\n\nevent: message\ndata: 2\n\n",
        ),
        ("sse.fields", {"form": "unknown"}, b"x-trace: 1\ndata: 1\n\nx-trace: 2\ndata: 2\n\n"),
    ],
    ids=str,
)
def test_a_form_with_parameters(
    name: str, params: dict[str, Any], octets: bytes, strike: Callable[..., Frames]
) -> None:
    """The octets of two small events; a pause between them stays."""
    frames = strike((HEAD, event(1, "delta"), Pause(1.0), event(2, "delta")), name, **params)

    assert (octets, Pause(1.0)) == (body_of(frames), frames[2])


def test_an_event_has_one_name(strike: Callable[..., Frames]) -> None:
    """Where events are named, no other name is added."""
    with pytest.raises(FaultError, match="names already"):
        strike((HEAD, Data(b"event: a\ndata: 1\n\n", "delta")), "sse.fields", form="event")


def test_json_stands_on_three_lines(
    strike: Callable[..., Frames], read: Callable[[Frames], list[str]]
) -> None:
    """A reader joins them by line feeds, which are space there."""
    frames = strike((HEAD, event({"a": 1}, "delta"), event(2, "delta")), "sse.multi_line")

    assert body_of(frames) == b'data: {\ndata: "a":1\ndata: }\n\ndata: 2\n\n'
    assert read(frames) == ['{\n"a":1\n}', "2"]
    with pytest.raises(FaultError, match="no event there"):
        strike((HEAD, event(2, "delta")), "sse.multi_line")
