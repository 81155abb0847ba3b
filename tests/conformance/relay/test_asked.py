"""Requests are read as their endpoint's row says."""

from __future__ import annotations

import json
from typing import Any

import pytest
from aiohttp import FormData
from aiohttp.test_utils import make_mocked_request

from conformance.relay.asked import check_size, read
from conformance.relay.endpoints import Endpoint, row
from conformance.relay.envelope import RelayError
from conformance.relay.turn import Turn

FORM = "multipart/form-data; boundary=b"


def form(**fields: str) -> bytes:
    """Return the body of a form with text fields; ``file`` and ``image`` are files."""
    parts = [
        f'--b\r\nContent-Disposition: form-data; name="{name}"'
        f"{'; filename=x' if name in {'file', 'image'} else ''}\r\n\r\n{value}\r\n"
        for name, value in fields.items()
    ]
    return "".join([*parts, "--b--\r\n"]).encode()


async def asked(path: str, content_type: str | None, octets: bytes, query: str = "") -> Turn:
    """Return the turn after a request was read."""
    endpoint: Endpoint = row(path)
    headers = {"Content-Type": content_type} if content_type else {}
    request: Any = make_mocked_request(endpoint.methods[0], f"{path}?{query}", headers=headers)
    request._read_bytes = octets
    turn = Turn("r")
    await read(request, endpoint, "", turn)
    return turn


@pytest.mark.parametrize(
    ("path", "content_type", "octets", "streams"),
    [
        ("/v1/completions", None, b'{"model":"m","prompt":"x","stream":true}', True),
        ("/v1/completions", None, b'{"model":"m","prompt":"x","stream":null}', False),
        ("/v1/embeddings", None, b'{"model":"m","input":"x","stream":true}', False),
        ("/v1/images/edits", FORM, form(model="m", prompt="x", stream="true"), True),
        ("/v1/images/edits", FORM, form(model="m", prompt="x", stream="1"), False),
        ("/v1/images/edits", "application/json", b'{"prompt":"x","stream":true}', True),
        (
            "/v1/audio/speech",
            None,
            b'{"model":"m","input":"x","voice":"v","stream_format":"sse"}',
            True,
        ),
        ("/v1/audio/speech", None, b'{"model":"m","input":"x","voice":"v","stream":true}', False),
        ("/v1/audio/transcriptions", FORM, form(model="m", file="x", stream="true"), True),
        ("/v1/audio/translations", FORM, form(model="m", file="x", stream="true"), False),
    ],
)
def test_wish_for_a_stream_is_read(
    run: Any, path: str, content_type: str | None, octets: bytes, streams: bool
) -> None:
    """Each endpoint has its own way to say so, or none."""
    assert run(asked(path, content_type, octets)).asked_stream is streams


def test_query_is_read_where_there_is_no_body(run: Any) -> None:
    """It may ask for a stream as well."""
    turn = run(asked("/v1/responses/{id}", None, b"", "stream=true&starting_after=3"))

    assert turn.asked_stream
    assert turn.body == {"stream": "true", "starting_after": "3"}


@pytest.mark.parametrize(
    ("path", "content_type", "octets", "status", "param"),
    [
        ("/v1/completions", FORM, form(model="m", prompt="x"), 415, None),
        ("/v1/images/edits", "text/plain", b"{}", 415, None),
        ("/v1/images/variations", "application/json", b"{}", 415, None),
        ("/v1/images/variations", None, b"", 415, None),
        ("/v1/images/variations", FORM, b"x", 400, None),
        ("/v1/images/variations", FORM, form(model="m"), 400, "image"),
        ("/v1/audio/transcriptions", FORM, form(file="x"), 400, "model"),
        ("/v1/completions", None, b'{"model":"m"}', 400, "prompt"),
        ("/v1/embeddings", None, b'{"model":"m","input":5}', 400, "input"),
        ("/v1/moderations", None, b"{}", 400, "input"),
        ("/v1/images/generations", None, b'{"prompt":"x","n":"2"}', 400, "n"),
        ("/v1/audio/speech", None, b'{"model":"m","input":"x"}', 400, "voice"),
        ("/v1/responses", None, b'{"input":"x"}', 400, "model"),
    ],
)
def test_bad_request_is_refused(
    run: Any, path: str, content_type: str | None, octets: bytes, status: int, param: str | None
) -> None:
    """By media type, form, and fields."""
    with pytest.raises(RelayError) as caught:
        run(asked(path, content_type, octets))

    assert (caught.value.problem.status, caught.value.problem.param) == (status, param)


def test_body_of_any_kind_has_a_limit(rig: Any, run: Any) -> None:
    """A form that is too large is refused before an upstream sees it."""
    from conformance.relay.config import Limits

    async def work() -> Any:
        data = FormData({"model": "m"})
        data.add_field("file", b"x" * 2000, filename="a.wav")
        async with rig([{}], limits=Limits(request_octets=1000)) as r:
            return await r.send("/v1/audio/transcriptions", data=data), r.upstreams[0].calls

    (status, _, octets), calls = run(work())

    assert (status, calls) == (413, [])
    assert json.loads(octets)["error"]["code"] == "request_too_large"


@pytest.mark.parametrize(
    ("declared", "most", "is_refused"),
    [("65", 64, True), ("64", 64, False), ("65", None, False), (None, 64, False)],
)
def test_a_body_says_how_large_it_is(
    declared: str | None, most: int | None, is_refused: bool
) -> None:
    """More than the key may send is refused before it is read."""
    headers = {} if declared is None else {"Content-Length": declared}
    request = make_mocked_request("POST", "/v1/embeddings", headers=headers)

    if not is_refused:
        check_size(request, most)
        return
    with pytest.raises(RelayError) as caught:
        check_size(request, most)
    assert caught.value.problem.status == 413
