"""The upstream answers with what is no reply of the API."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mock_upstream import faults, jsontext
from mock_upstream.errors import FaultError
from mock_upstream.faults.base import head_of
from mock_upstream.frames import Frames, body_of


def test_a_proxy_answers_with_html(stream: Frames, strike: Callable[..., Frames]) -> None:
    """The page names the status."""
    frames = strike(stream, "http.html_error_page", status=504)

    assert head_of(frames).status == 504
    assert ("content-type", "text/html") in head_of(frames).headers
    assert b"<h1>504 Gateway Timeout</h1>" in body_of(frames)


def test_an_error_page_has_an_error_status() -> None:
    """A 200 is refused."""
    with pytest.raises(FaultError, match="200 is no error status"):
        faults.make("http.html_error_page", {"status": 200})


def test_an_empty_reply_has_no_data(stream: Frames, strike: Callable[..., Frames]) -> None:
    """A head with a JSON type is all."""
    frames = strike(stream, "http.empty_200")

    assert (len(frames), head_of(frames).status, body_of(frames)) == (1, 200, b"")


def test_an_error_hides_behind_200(stream: Frames, strike: Callable[..., Frames]) -> None:
    """The body is an error all the same."""
    frames = strike(stream, "http.error_in_200", error="insufficient_quota")

    assert head_of(frames).status == 200
    assert jsontext.loads(body_of(frames))["error"]["code"] == "insufficient_quota"


def test_an_error_behind_200_is_one_of_the_catalogue() -> None:
    """Another name is refused."""
    with pytest.raises(FaultError, match="unknown error"):
        faults.make("http.error_in_200", {"error": "nope"})


def test_cloudflare_has_a_page_of_its_own(stream: Frames, strike: Callable[..., Frames]) -> None:
    """With its statuses, its headers and its words."""
    frames = strike(stream, "http.html_error_page", status=522, by="cloudflare")

    assert head_of(frames).status == 522
    assert dict(head_of(frames).headers)["server"] == "cloudflare"
    assert b"Connection timed out" in body_of(frames)
    with pytest.raises(FaultError, match="a status of Cloudflare's") as caught:
        faults.make("http.html_error_page", {"status": 522})
    assert caught.value.pointer == "/with/by"


def test_a_200_may_be_plain_text(stream: Frames, strike: Callable[..., Frames]) -> None:
    """Its words are those asked for."""
    frames = strike(stream, "http.text_200", text="busy")

    assert (head_of(frames).status, body_of(frames)) == (200, b"busy")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_the_caller_is_sent_elsewhere(
    status: int, stream: Frames, strike: Callable[..., Frames]
) -> None:
    """By a head alone."""
    frames = strike(stream, "http.redirect", status=status, location="/x")

    assert (len(frames), head_of(frames).status) == (1, status)
    assert ("location", "/x") in head_of(frames).headers


@pytest.mark.parametrize(
    ("params", "pointer"),
    [({"status": 304}, "/with/status"), ({"location": "a\nb"}, "/with/location")],
)
def test_a_redirect_leads_somewhere(params: dict[str, object], pointer: str) -> None:
    """What is none is refused."""
    with pytest.raises(FaultError) as caught:
        faults.make("http.redirect", params)

    assert caught.value.pointer == pointer
