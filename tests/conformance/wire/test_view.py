"""A view tells what an exchange says, and nothing a relay sends breaks it."""

from __future__ import annotations

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.model import End, Exchange, Headers, Read, SentRequest, UpstreamCall
from conformance.wire.view import MAX_TEXT_OCTETS, View

SSE: Headers = (("Content-Type", "text/event-stream; charset=utf-8"),)
HOSTILE_BODIES = st.binary() | st.lists(
    st.sampled_from(
        [b"data: ", b'{"choices":', b"[", b"{", b"null", b"}", b"]", b"\n\n", b"[DONE]",
         b'"delta":', b'"index":', b"1", b'"error":', b",", b'"usage":', b"\xff", b"event: x\n"]
    )
).map(b"".join)  # fmt: skip


def view(*octets: bytes, headers: Headers = SSE, **changes: object) -> View:
    """The view of an exchange whose reply came in these reads, one a second."""
    fields: dict[str, object] = {
        "id": "x1",
        "probe": "p",
        "request": SentRequest("POST", "http://relay/v1/chat/completions?a=1", (), b'{"n": 1}'),
        "status": 200,
        "headers": headers,
        "reads": tuple(Read(float(at), part) for at, part in enumerate(octets, 1)),
        "end": End.EOF,
    }
    return View(Exchange(**{**fields, **changes}))  # type: ignore[arg-type] # changes are any field


def sse(*values: object) -> bytes:
    """One event for each value; texts stand as they are."""
    texts = (value if isinstance(value, str) else json.dumps(value) for value in values)
    return "".join(f"data: {text}\n\n" for text in texts).encode()


CALL = {"index": 0, "id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}
STREAM = sse(
    {"choices": [{"index": 0, "delta": {"content": "he", "reasoning_content": "hm"}}]},
    {"choices": [{"index": 0, "delta": {"content": "y", "tool_calls": [CALL]}}], "error": None},
    {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]},
    {"choices": [], "usage": {"total_tokens": 3}},
    "[DONE]",
)


def test_a_stream_is_folded() -> None:
    """Chunks, text, calls, reasons, usage and terminator are all there."""
    seen = view(STREAM)

    assert (len(seen.chunks), seen.done, len(seen.events)) == (4, 1, 5)
    assert (seen.stream_text(), seen.reasoning_text(0)) == ("hey", "hm")
    assert (seen.stream_text(7), seen.reasoning_text(7)) == ("", "")
    assert seen.finish_reasons == {0: ["stop"]}
    assert seen.usage == ({"total_tokens": 3},)
    assert seen.tool_calls[0][0].fragments == [CALL]
    assert seen.errors == ()


def test_as_json_of_a_stream() -> None:
    """The shape is the one that ``expect:`` schemas are written for."""
    shown = view(STREAM).as_json()

    assert (list(shown)) == [
        "status",
        "headers",
        "content_type",
        "end",
        "octets",
        "body",
        "request",
        "stream",
    ]
    assert ("text/event-stream", "eof", len(STREAM)) == (
        shown["content_type"],
        shown["end"],
        shown["octets"],
    )
    assert shown["request"] == {
        "method": "POST",
        "path": "/v1/chat/completions",
        "json": {"n": 1},
    }
    assert {"text", "json_error"} == set(shown["body"])
    assert shown["stream"]["events"][-1] == {"event": None, "data": "[DONE]"}
    assert (shown["stream"]["tool_calls"]["0"][0]) == {
        "index": 0,
        "id": "c",
        "type": "function",
        "name": "f",
        "arguments": "{}",
    }
    assert tuple(shown["stream"][key] for key in ("text", "finish_reasons", "done")) == (
        {"0": "hey"},
        {"0": ["stop"]},
        1,
    )


def test_as_json_of_a_json_body() -> None:
    """A JSON reply has its value and no stream."""
    shown = view(b'{"a": null}', headers=(("content-type", "application/json"),)).as_json()

    assert shown["body"] == {"text": '{"a": null}', "json": {"a": None}}
    assert "stream" not in shown
    assert "upstream" not in shown


def test_a_json_null_is_json() -> None:
    """The value null is told from no value."""
    assert view(b"null", headers=()).as_json()["body"] == {"text": "null", "json": None}


@pytest.mark.parametrize(
    ("content_type", "body", "is_stream"),
    [
        ("text/event-stream", b"{}", True),
        ("TEXT/Event-Stream;charset=utf-8", b"", True),
        ("application/json", b"data: {}\n\n", True),
        ("text/plain", b"\n: hello\n\n", True),
        ("text/plain", b"\xef\xbb\xbfevent: x\n\n", True),
        ("", b"id\n\n", True),
        ("application/json", b'{"data": 1}', False),
        ("text/html", b"<p>data: x</p>", False),
        ("text/plain", b"database is down", False),
        ("text/plain", b"", False),
    ],
)
def test_event_stream_by_type_or_first_line(
    content_type: str, body: bytes, *, is_stream: bool
) -> None:
    """A wrong content type does not hide a stream."""
    seen = view(body, headers=(("content-type", content_type),))

    assert is_stream == seen.is_event_stream


@pytest.mark.parametrize(
    ("value", "errors"),
    [
        ({"error": {"message": "m"}}, ({"message": "m"},)),
        ({"error": "text"}, ("text",)),
        ({"error": None}, ()),
        ({"error": ""}, ()),
        (["error"], ()),
        (7, ()),
    ],
)
def test_errors_are_truthy_values(value: object, errors: tuple[object, ...]) -> None:
    """In a stream and in a body, only a truthy error is one."""
    assert errors == view(sse(value)).errors
    assert errors == view(json.dumps(value).encode(), headers=()).errors


def test_payload_that_is_not_json_is_no_chunk() -> None:
    """Broken data is an event with its error, and no chunk."""
    seen = view(sse('{"a":', "[DONE] ", {"b": 1}))

    assert seen.chunks == ({"b": 1},)
    assert seen.done == 0
    assert [
        seen.payloads[0].error,
        seen.payloads[2].error,
    ] == ["expecting value at offset 5", None]


def test_headers_of_the_request_are_found_by_lower_case_name() -> None:
    """As those of the reply are."""
    sent = SentRequest("POST", "http://relay/v1/x", (("Origin", "a"), ("X-A", "1"), ("x-a", "2")))

    assert view(b"", request=sent).request_headers == {"origin": "a", "x-a": "1, 2"}


def test_headers_join_by_lower_case_name() -> None:
    """Two headers of one name read as one list."""
    seen = view(headers=(("X-A", "1"), ("x-a", "2"), ("Vary", "*")))

    assert seen.headers == {"x-a": "1, 2", "vary": "*"}
    assert seen.content_type is None


def test_event_times_are_those_of_the_closing_octet() -> None:
    """An event counts as arrived with the read that completed it."""
    body = sse("1", "2", "3")

    assert view(body[:5], body[5:22], body[22:]).event_times == (2.0, 2.0, 3.0)


def test_a_coded_body_is_read_and_its_evidence_kept() -> None:
    """Interpretation sees plain octets; the exchange keeps the coded ones."""
    coded = gzip.compress(STREAM, mtime=0)
    seen = view(coded, headers=(*SSE, ("content-encoding", "gzip")))

    assert seen.stream_text() == "hey"
    assert len(coded) == seen.as_json()["octets"]
    assert seen.event_times is None
    assert seen.coding_note is None


def test_long_text_is_cut() -> None:
    """``body.text`` is bounded; the view's own text is not."""
    seen = view(b"x" * (MAX_TEXT_OCTETS + 1), headers=())

    assert len(seen.as_json()["body"]["text"]) == MAX_TEXT_OCTETS
    assert len(seen.text) == MAX_TEXT_OCTETS + 1


def test_upstream_calls_are_shown() -> None:
    """Each call at the mock has its body as JSON when it is JSON."""
    calls = (
        UpstreamCall(
            "primary", "POST", "/v1/x", (("A", "1"),), b'{"k": 2}', 0.1, 200, reply={"t": 1}
        ),
        UpstreamCall("backup", "POST", "/v1/x", (), b"no", 0.2),
    )
    shown = view(upstream=calls).as_json()["upstream"]

    assert shown[0] == {
        "upstream": "primary",
        "method": "POST",
        "path": "/v1/x",
        "status": 200,
        "headers": {"a": "1"},
        "json": {"k": 2},
        "reply": {"t": 1},
    }
    assert "json" not in shown[1]


def test_no_reply_at_all() -> None:
    """An exchange without head or body is shown as such."""
    seen = view(
        headers=(), status=None, end=End.REFUSED, request=SentRequest("GET", "http://[x", ())
    )
    shown = seen.as_json()

    assert (shown["status"], shown["end"], shown["octets"]) == (None, "refused", 0)
    assert shown["request"] == {"method": "GET", "path": "http://[x"}


@given(HOSTILE_BODIES)
def test_any_body_is_shown(body: bytes) -> None:
    """Whatever came, as event stream or not, the view is JSON."""
    for headers in (SSE, ()):
        seen = view(body, headers=headers)
        assert json.dumps(seen.as_json())
        assert seen.event_times is not None
