"""Texts of evidence are read back into what they were written from."""

from __future__ import annotations

import pytest

from reports.messages import Message, calls, message

CALL = """0.017s primary POST /v1/chat -> 200 fault http.x, 35 octets sent, closed by mock
> Host: h:1
> Accept: */*
>\x20
> {"a":1}
< HTTP 200
< content-type: text/event-stream
<\x20
< data: 1
<\x20
< data: 2"""


def test_a_message_has_a_first_line_headers_and_a_body() -> None:
    """The body keeps its empty lines; names of headers have no case."""
    found = message("HTTP 200\nX-A: b:c\nContent-Type: text/plain\n\none\n\ntwo")

    assert found == Message(
        "HTTP 200", (("X-A", "b:c"), ("Content-Type", "text/plain")), "one\n\ntwo"
    )
    assert (found.header("content-type"), found.header("location")) == ("text/plain", "")


@pytest.mark.parametrize("text", ["", "POST http://h/", "a\nb", "a\nb…"])
def test_a_text_that_was_cut_is_a_message_still(text: str) -> None:
    """What is no header is none."""
    found = message(text)

    assert (found.first, found.headers, found.body) == (text.partition("\n")[0], (), "")


def test_a_call_has_two_sides() -> None:
    """The address is made of the header and the path."""
    (found,) = calls(CALL)

    assert found.about == CALL.partition("\n")[0]
    assert found.request == Message(
        "POST http://h:1/v1/chat", (("Host", "h:1"), ("Accept", "*/*")), '{"a":1}'
    )
    assert found.reply == Message(
        "HTTP 200", (("content-type", "text/event-stream"),), "data: 1\n\ndata: 2"
    )


def test_calls_stand_one_after_the_other() -> None:
    """What stands between them is passed over; a call without a host has a name."""
    bare = "0.1s backup GET /v1/models -> None, 0 octets sent, closed by relay\n> \n"

    first, second = calls(f"{CALL}\n\n[3 calls more]\n\n{bare}")

    assert first.reply.first == "HTTP 200"
    assert second.request.first == "GET http://backup.invalid/v1/models"
    assert second.reply == Message("", (), "")


@pytest.mark.parametrize("end", range(len(CALL)))
def test_a_call_may_be_cut_anywhere(end: int) -> None:
    """Nothing breaks on what is left."""
    assert len(list(calls(CALL[:end]))) <= 1


def test_no_call_is_none() -> None:
    """The sentence that says so is no call."""
    assert list(calls("(the upstream was not called)")) == list(calls("")) == []
