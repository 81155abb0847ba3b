"""Evidence is readable, bounded, and cut around the place of the violation."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conformance.model import End, Exchange, UpstreamCall, Violation
from conformance.results.evidence import evidence

STREAM = b"".join(b'data: {"n":%d,"x":"%s"}\n\n' % (n, b"x" * 900) for n in range(9))


@pytest.mark.parametrize(
    ("at", "shown", "hidden"),
    [
        (None, '{"n":0', '{"n":5'),
        ("event 5", '{"n":5', '{"n":8'),
        ("event 99", '{"n":0', '{"n":5'),
        ("octet 4700", '{"n":5', '{"n":0'),
        ("/headers", '{"n":0', '{"n":5'),
    ],
)
def test_the_slice_is_around_the_place(
    make_exchange: Callable[..., Exchange], at: str | None, shown: str, hidden: str
) -> None:
    """Octets before and after are counted, not shown."""
    exchange = make_exchange(STREAM, headers=(("content-type", "text/event-stream"),))

    reply = evidence(exchange, (Violation("broken", at),))["reply"]

    assert shown in reply
    assert hidden not in reply
    assert "octets after]" in reply
    assert reply.startswith("HTTP 200\ncontent-type: text/event-stream")


def test_evidence_is_bounded(make_exchange: Callable[..., Exchange]) -> None:
    """A huge exchange makes no huge report."""
    call = UpstreamCall("primary", "POST", "/v1", (), b"x" * 9999, 0.0, reply={"t": "y" * 9999})
    exchange = make_exchange(b"\xff" * 99999, headers=(("a", "b" * 9999),), upstream=(call,) * 50)

    found = evidence(exchange, ())

    assert sum(len(text) for text in found.values()) < 12 * 1024
    assert "\\xff" in found["reply"]


def test_silence_is_evidence(make_exchange: Callable[..., Exchange]) -> None:
    """A connection that gave nothing shows how it ended, and who was not called."""
    exchange = make_exchange(
        b"", status=None, headers=(), end=End.RESET, end_detail="ECONNRESET", upstream=()
    )

    found = evidence(exchange, ())

    assert found["reply"].startswith("(no answer)")
    assert found["end"] == "reset: ECONNRESET after 0.250 s"
    assert found["upstream"] == "(the upstream was not called)"


def test_a_fault_of_the_upstream_is_told(make_exchange: Callable[..., Exchange]) -> None:
    """What the mock did on purpose stands beside what it meant."""
    call = UpstreamCall(
        "primary", "POST", "/v1/chat/completions", (), b"{}", 0.5, 200, fault="sse.cut_rst",
        near_miss="model differs",
    )  # fmt: skip

    text = evidence(make_exchange(upstream=(call,)), ())["upstream"]

    assert "0.500s primary POST /v1/chat/completions -> 200 fault sse.cut_rst" in text
    assert "near miss: model differs" in text


def test_both_sides_are_shown_around_the_same_place(make_exchange: Callable[..., Exchange]) -> None:
    """What the client read before the place is looked for in what the upstream wrote."""
    upstream = STREAM.replace(b'"x":', b'"more":1,"x":')
    call = UpstreamCall(
        "primary", "POST", "/v1/chat/completions", (("a", "b"),), b'{"asked":1}', 0.5, 200,
        (("content-type", "text/event-stream"),), written=upstream, octets_sent=len(upstream),
    )  # fmt: skip
    cut = STREAM[: STREAM.index(b'{"n":7')]
    exchange = make_exchange(cut, headers=call.reply_headers, upstream=(call,))

    text = evidence(exchange, (Violation("cut", f"octet {len(cut)}"),))["upstream"]

    assert '{"n":7,"more":1' in text
    assert '{"n":1,"more":1' not in text
    assert all(f"\n{line}" in text for line in ('> {"asked":1}', "> a: b", "< HTTP 200"))


def test_many_calls_share_the_room(make_exchange: Callable[..., Exchange]) -> None:
    """The first ones and the last are shown, the others counted."""
    calls = tuple(
        UpstreamCall(f"u{n}", "POST", "/v1", (), b"", 0.0, written=b"w" * 9000) for n in range(20)
    )

    text = evidence(make_exchange(upstream=calls), ())["upstream"]

    assert [f" u{n} " in text for n in (0, 4, 5, 19)] == [True, True, False, True]
    assert "[14 calls more]" in text
