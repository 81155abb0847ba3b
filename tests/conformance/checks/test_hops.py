"""What crosses from one connection to another is found."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from typing import Any

import brotli
import pytest

from conformance.model import End

SAID = '{"content": "one two three four five six, höchstens"}'.encode()
SENT = {"TE": "trailers", "x-hop": "1"}


@pytest.mark.parametrize(
    ("got", "count"),
    [((), 0), ((("x-hop", "1"), ("te", "trailers")), 2), ((("te", "gzip"),), 0)],
)
def test_headers_of_a_connection_stay_there(
    view: Callable[..., Any],
    places: Callable[..., Any],
    call: Callable[..., Any],
    got: Any,
    count: int,
) -> None:
    """A header of the relay's own with another value is none of the client's."""
    seen = view(sent=SENT, upstream=[call(headers=got)])

    assert count == len(places("hops.request", seen, names=["te", "x-hop", "x-never"]))


def test_a_header_of_the_upstream_is_found(
    view: Callable[..., Any], places: Callable[..., Any]
) -> None:
    """By its name, whatever it says."""
    seen = view(headers={"X-Hop": "1"})

    assert places("hops.answer", seen, names=["x-hop", "set-cookie"]) == ["/headers/x-hop"]


@pytest.mark.parametrize(("host", "count"), [("mock:9100", 0), ("RELAY", 1)])
def test_the_upstream_has_a_host_of_its_own(
    view: Callable[..., Any],
    places: Callable[..., Any],
    call: Callable[..., Any],
    host: str,
    count: int,
) -> None:
    """The relay's is another."""
    seen = view(upstream=[call(headers=(("host", host),))])

    assert count == len(places("hops.host", seen))


@pytest.mark.parametrize(("status", "count"), [(200, 0), (307, 1), (502, 0), (None, 0)])
def test_a_redirect_is_found(
    view: Callable[..., Any], places: Callable[..., Any], status: Any, count: int
) -> None:
    """Any status of that class."""
    assert count == len(places("hops.no-redirect", view(status=status)))


@pytest.mark.parametrize(
    ("octets", "said", "count"),
    [
        (b"{}", None, 0),
        (gzip.compress(b"{}"), "gzip", 0),
        (zlib.compress(b"{}"), "deflate", 0),
        (b"{}", "gzip", 1),
        (gzip.compress(b"{}"), None, 1),
        (gzip.compress(gzip.compress(b"{}")), "gzip", 1),
        (brotli.compress(b"{}"), "br", 0),
        (b"{}", "br", 1),
        (brotli.compress(SAID)[:-4], "br", 1),
        (brotli.compress(SAID), None, 1),
        (b"\xff\xfb\x90" + SAID, None, 0),
    ],
)
def test_octets_and_their_coding_agree(
    view: Callable[..., Any], places: Callable[..., Any], octets: bytes, said: Any, count: int
) -> None:
    """Neither is there without the other."""
    seen = view(octets, headers={"content-encoding": said} if said else {})

    assert count == len(places("hops.coding", seen))


@pytest.mark.parametrize(
    ("reply", "count"),
    [
        ({"body": {}}, 0),
        ({"body": {"error": {}}, "status": 413}, 0),
        ({"body": {"error": {}}, "status": 400}, 0),
        ({"body": "<html>", "status": 413}, 1),
        ({"body": {"error": {}}, "status": 404}, 1),
        ({"body": {"error": {}}, "status": 502}, 1),
        ({"status": None, "end": End.RESET}, 1),
    ],
)
def test_a_large_body_meets_an_answer(
    view: Callable[..., Any], places: Callable[..., Any], reply: Any, count: int
) -> None:
    """Or a refusal that can be understood."""
    assert count == len(places("hops.size", view(**reply)))
