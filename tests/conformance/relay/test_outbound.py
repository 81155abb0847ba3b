"""An upstream is sent what the client asked, under its own name for the model."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conformance.relay.asked import Asked
from conformance.relay.config import Channel
from conformance.relay.defects.base import Defect, Defects
from conformance.relay.endpoints import row
from conformance.relay.form import Part, parse_form
from conformance.relay.outbound import Outbound, Sender
from conformance.relay.turn import Turn

CHANNEL = Channel("a", "https://up.example/v1", "sk-up", {"m": "up"})
TYPE = "multipart/form-data; boundary=b"
FORM = (
    b"--b\r\nContent-Disposition: form-data; name=model\r\n\r\nm\r\n"
    b"--b\r\nContent-Disposition: form-data; name=image; filename=x\r\n\r\n\xff\x00\r\n--b--\r\n"
)


def sent(
    path: str, *defects: type[Defect], asked: dict[str, Any] | None = None, **turn: Any
) -> Outbound:
    """Return the call for one request."""
    said = Turn("r", alias="m", path=path, **turn)
    request = Asked(row(path), **{"method": "POST", **(asked or {})})
    return Sender(request, said, Defects(tuple(d(said) for d in defects))).outbound(CHANNEL)


def test_json_body_keeps_its_order() -> None:
    """Only the model's name differs."""
    call = sent("/v1/embeddings", body={"input": "x", "model": "m", "vendor": 0})

    assert (call.method, call.path) == ("POST", "/embeddings")
    assert call.octets == b'{"input":"x","model":"up","vendor":0}'
    assert call.headers["Content-Type"] == "application/json"
    assert call.headers["Accept"] == "application/json"


def test_missing_model_is_added() -> None:
    """The upstream is told what the relay decided on."""
    assert sent("/v1/moderations", body={"input": "x"}).octets == b'{"input":"x","model":"up"}'


def test_form_is_sent_whole() -> None:
    """Files and heads are the client's, and so is the boundary."""
    call = sent("/v1/images/edits", asked={"form": parse_form(TYPE, FORM)})

    assert call.octets == FORM.replace(b"\r\n\r\nm\r\n", b"\r\n\r\nup\r\n")
    assert call.headers["Content-Type"] == TYPE


def test_request_without_body_keeps_its_query() -> None:
    """The id is encoded anew."""
    asked = {"method": "GET", "id": "a/b", "query": "limit=2"}
    call = sent("/v1/responses/{id}/input_items", asked=asked)

    assert (call.method, call.path) == ("GET", "/responses/a%2Fb/input_items?limit=2")
    assert call.octets is None
    assert "Content-Type" not in call.headers


@pytest.mark.parametrize(
    ("query", "forwarded"),
    [("key=k", ""), ("limit=1&API_KEY=k&after=a%20b", "?limit=1&after=a%20b")],
)
def test_a_key_in_the_query_stays_here(query: str, forwarded: str) -> None:
    """The rest goes on letter by letter."""
    asked = {"method": "GET", "id": "r", "query": query}

    assert sent("/v1/responses/{id}", asked=asked).path == f"/responses/r{forwarded}"


def test_query_of_a_body_is_not_forwarded() -> None:
    """Nobody documents one."""
    asked = {"query": "key=sk"}

    assert sent("/v1/embeddings", asked=asked, body={}).path == "/embeddings"


@pytest.mark.parametrize(
    ("path", "turn", "accept"),
    [
        ("/v1/audio/speech", {}, "*/*"),
        ("/v1/audio/speech", {"wants_stream": True, "asked_stream": True}, "text/event-stream"),
        ("/v1/audio/translations", {"body": {"response_format": "srt"}}, "*/*"),
        ("/v1/audio/translations", {}, "application/json"),
    ],
)
def test_upstream_is_told_what_is_read(path: str, turn: Any, accept: str) -> None:
    """Octets, events or JSON."""
    assert sent(path, **turn).headers["Accept"] == accept


@pytest.mark.parametrize(
    ("path", "asked_stream", "expected"),
    [
        ("/v1/completions", True, {"stream": False}),
        ("/v1/completions", False, {"stream": True}),
        ("/v1/audio/speech", True, {}),
        ("/v1/audio/speech", False, {"stream_format": "sse"}),
    ],
)
def test_overruled_wish_for_a_stream_is_rewritten(
    path: str, asked_stream: bool, expected: dict[str, Any]
) -> None:
    """When a defect decides otherwise, the upstream is asked for that."""
    name, value = row(path).asks
    body = {name: value, "stream_options": {}} if asked_stream else {}
    call = sent(path, body=body, asked_stream=asked_stream, wants_stream=not asked_stream)

    assert json.loads(call.octets or b"") == {"model": "up", **expected}


@pytest.mark.parametrize("wants", [True, False])
def test_overruled_wish_in_a_form_is_rewritten(wants: bool) -> None:
    """In letters, as forms have it."""
    form = parse_form(TYPE, FORM)
    call = sent(
        "/v1/images/edits", asked={"form": form}, asked_stream=not wants, wants_stream=wants
    )

    assert parse_form(TYPE, call.octets or b"").texts["stream"] == str(wants).lower()


class NoFiles(Defect):
    """Files are lost."""

    name = "no_files"

    def parts(self, parts: tuple[Part, ...]) -> tuple[Part, ...]:
        """Keep the texts."""
        return tuple(part for part in parts if part.filename is None)


def test_defect_changes_a_form() -> None:
    """The hook sees the parts before the model's name is replaced."""
    call = sent("/v1/images/edits", NoFiles, asked={"form": parse_form(TYPE, FORM)})

    assert parse_form(TYPE, call.octets or b"").texts == {"model": "up"}
    assert b"\xff\x00" not in (call.octets or b"")


@pytest.mark.parametrize(
    ("path", "wants", "options", "expected"),
    [
        ("/v1/chat/completions", True, None, {"include_usage": True}),
        ("/v1/completions", True, {"x": 1}, {"x": 1, "include_usage": True}),
        ("/v1/chat/completions", False, None, None),
        ("/v1/responses", True, None, None),
    ],
)
def test_a_stream_is_asked_for_its_usage_when_tokens_are_counted(
    path: str, wants: bool, options: Any, expected: Any
) -> None:
    """A kind of stream that always tells is not asked."""
    body = {"stream": wants} | ({"stream_options": options} if options else {})

    call = sent(path, body=body, asked_stream=wants, wants_stream=wants, counts_tokens=True)

    assert json.loads(call.octets or b"").get("stream_options") == expected
