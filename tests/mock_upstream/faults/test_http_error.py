"""The upstream answers with a row of the error catalogue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

import specs
from mock_upstream import faults, jsontext
from mock_upstream.errors import FaultError
from mock_upstream.faults.base import head_of
from mock_upstream.faults.http_error import ERRORS, with_request_id
from mock_upstream.frames import Frames, body_of
from mock_upstream.reply import Failure


@pytest.mark.parametrize("row", specs.errors("openai"), ids=lambda row: row["name"])
def test_every_row_of_the_catalogue_is_a_reply(
    row: dict[str, object], stream: Frames, strike: Callable[..., Frames]
) -> None:
    """Status and body are those of the row."""
    frames = strike(stream, "http.error", error=row["name"])

    body = jsontext.loads(body_of(frames))
    assert row["status"] == head_of(frames).status
    assert {key: row[key] for key in ("message", "type", "param", "code")} == body["error"]
    assert not list(specs.validator("openai/error.strict.json").iter_errors(body))


@pytest.mark.parametrize("name", sorted(ERRORS))
def test_a_short_name_has_the_status_it_says(
    name: str, whole: Frames, strike: Callable[..., Frames]
) -> None:
    """The digits of the name are the status."""
    frames = strike(whole, name)

    assert int(name.removeprefix("http.")[:3]) == head_of(frames).status


def test_parameters_replace_message_and_header(
    whole: Frames, strike: Callable[..., Frames]
) -> None:
    """One Retry-After is sent, the one asked for."""
    frames = strike(whole, "http.429_rpm", retry_after=7, message="wait")

    headers = [value for name, value in head_of(frames).headers if name == "retry-after"]
    assert headers == ["7"]
    assert jsontext.loads(body_of(frames))["error"]["message"] == "wait"


def test_an_unknown_row_is_refused() -> None:
    """The message lists the rows."""
    with pytest.raises(FaultError, match="unknown error 'nope'; known: malformed_json") as caught:
        faults.make("http.error", {"error": "nope"})
    assert caught.value.pointer == "/with/error"


@pytest.mark.parametrize("name", ["http.503", "http.error_in_200"])
def test_an_error_has_the_request_id_of_the_reply_it_replaces(
    name: str, whole: Frames, strike: Callable[..., Frames]
) -> None:
    """The id is that of the call, whatever it is answered with."""
    head = head_of(whole)
    told = (replace(head, headers=(*head.headers, ("X-Request-Id", "req_1"))), *whole[1:])

    frames = strike(told, name)

    assert [pair for pair in head_of(frames).headers if pair[1] == "req_1"]


def test_a_failure_keeps_the_request_id_that_it_names(whole: Frames) -> None:
    """A row's own header wins."""
    head = head_of(whole)
    told = (replace(head, headers=(("x-request-id", "req_1"),)), *whole[1:])

    failure = with_request_id(Failure(500, None, (("X-Request-ID", "mine"),)), told)

    assert failure.headers == (("X-Request-ID", "mine"),)
