"""Faults that go together are put in order; those that do not are refused by name."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from mock_upstream.errors import FaultError
from mock_upstream.faults import At, compose, make, rehearse
from mock_upstream.faults.plan import inject
from mock_upstream.frames import Abort, AbortKind, Frames, Pause

Use = tuple[str, dict[str, Any], dict[str, Any] | None]


def planned(*uses: Use) -> list[tuple[str, At | None]]:
    """The names and places of composed faults."""
    made = [(make(name, params), at) for name, params, at in uses]
    return [(fault.name, at) for fault, at in compose(made)]


def test_the_order_is_that_of_the_list() -> None:
    """Cuts come before edits, edits before pieces, whatever the script's order."""
    names = planned(
        ("headers.retry_after", {}, None),
        ("sse.bytewise", {}, None),
        ("sse.crlf", {}, None),
        ("sse.cut_rst", {}, {"frame": 3}),
    )

    assert [
        ("sse.cut_rst", At(frame=3)),
        ("sse.crlf", None),
        ("sse.bytewise", None),
        ("headers.retry_after", None),
    ] == names


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (("sse.cut_fin", {}, None), ("sse.cut_rst", {}, None), "both decide the end of the stream"),
        (("sse.crlf", {}, None), ("sse.cr", {}, None), "both decide the line ends"),
        (("http.500", {}, None), ("http.empty_200", {}, None), "both decide the reply"),
        (("http.500", {}, None), ("sse.crlf", {}, None), "the second needs an event stream"),
        (("http.empty_200", {}, None), ("body.truncated_json", {}, None), "needs a JSON body"),
        (("body.duplicate_keys", {}, None), ("sse.crlf", {}, None), "one needs a stream"),
        (("sse.cut_fin", {}, None), ("latency.stall", {"forever": True}, None), "each ends"),
        (("sse.cut_fin", {}, None), ("sse.missing_done", {}, None), "hides the tail"),
        (("conn.rst_before_head", {}, None), ("headers.retry_after", {}, None), "hides the head"),
        (
            ("sse.cut_fin", {}, {"frame": 3}),
            ("latency.stall", {}, {"frame": 5}),
            "the body ends at frame 3, before frame 5",
        ),
    ],
    ids=str,
)
@pytest.mark.parametrize("turned", [False, True])
def test_two_that_cannot_be_honoured_are_refused(
    one: Use, other: Use, reason: str, turned: bool
) -> None:
    """In either order; the message names both and says why."""
    uses = (other, one) if turned else (one, other)

    with pytest.raises(FaultError) as caught:
        planned(*uses)
    message = str(caught.value)
    assert reason in message
    assert all(make(name, params).name in message for name, params, _ in uses)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("latency.slow_first_byte", {}, None), ("conn.close_before_head", {}, None)),
        (("latency.stall", {}, {"frame": 2}), ("sse.cut_fin", {}, {"frame": 3})),
        (("sse.missing_done", {}, None), ("sse.no_last_chunk", {}, None)),
        (("http.500", {}, None), ("body.truncated_json", {}, None)),
        (("http.500", {}, None), ("latency.slow_first_byte", {}, None)),
        (("http.html_error_page", {}, None), ("headers.wrong_content_type", {}, None)),
        (("latency.stall", {}, {"octet": 9}), ("sse.cut_fin", {}, {"frame": 1})),
    ],
    ids=str,
)
def test_two_that_can_be_honoured_pass(one: Use, other: Use) -> None:
    """Both are in the plan."""
    assert len(planned(one, other)) == 2


def test_a_place_that_means_nothing_is_refused() -> None:
    """At load already."""
    with pytest.raises(FaultError, match="takes no `at`") as caught:
        planned(("sse.crlf", {}, {"frame": 1}))
    assert caught.value.pointer == "/at"


def test_bare_faults_have_no_place() -> None:
    """A fault may stand without its tuple."""
    assert [at for _, at in compose([make("sse.crlf")])] == [None]


def test_a_plan_is_carried_out(stream: Frames) -> None:
    """Each fault works on what the one before left."""
    plan = compose([make("latency.slow_first_byte"), make("conn.rst_before_head")])

    assert (Pause(2.0), Abort(AbortKind.RST)) == inject(stream, plan, Random(0))


@pytest.mark.parametrize(
    ("uses", "reason"),
    [
        ([("sse.cut_fin", {}, None), ("chat.late_stop", {}, None)], "no finish event"),
        ([("http.500", {}, None), ("chat.model", {}, None)], "no model to change"),
        ([("headers.close", {}, None), ("conn.half_close", {}, None)], "end of the connection"),
        (
            [("chat.finish_reason", {}, None), ("latency.stall", {"forever": True}, None)],
            "chat.finish_reason would never be seen",
        ),
        (
            [("chat.usage", {}, None), ("sse.truncated_event", {"then": "end"}, {"frame": 2})],
            "chat.usage would never be seen",
        ),
    ],
    ids=str,
)
def test_what_is_possible_alone_only_is_refused(uses: list[Use], reason: str) -> None:
    """Tried on replies as upstreams give them."""
    made = [(make(name, params), at) for name, params, at in uses]

    with pytest.raises(FaultError, match=reason):
        rehearse(compose(made), stream=True)


@pytest.mark.parametrize(
    "uses",
    [
        [("sse.cut_fin", {}, {"frame": 999})],
        [("sse.cut_fin", {}, {"frame": 999}), ("sse.crlf", {}, None)],
        [("chat.late_stop", {}, None), ("chat.tool_fragments", {}, None)],
        [("chat.stream_ignored", {}, None), ("headers.coding", {}, None)],
    ],
    ids=str,
)
def test_what_only_the_reply_can_tell_passes(uses: list[Use]) -> None:
    """A place behind the end of the samples, and what one of them allows."""
    rehearse(compose([(make(name, params), at) for name, params, at in uses]))
