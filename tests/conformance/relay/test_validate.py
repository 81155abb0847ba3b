"""Requests are refused for their JSON types, not for their values."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.endpoints import row
from conformance.relay.envelope import RelayError
from conformance.relay.validate import check_fields, check_media_type, parse_object

CHAT = row("/v1/chat/completions")
GOOD: dict[str, Any] = {"model": "m", "messages": [{"role": "user", "content": "x"}]}


@pytest.mark.parametrize(
    "media_type",
    [None, "application/json", "Application/JSON; charset=utf-8", "application/x+json"],
)
def test_json_types_are_accepted(media_type: str | None) -> None:
    """A body without a type is taken for JSON."""
    check_media_type(media_type)


def test_other_media_types_are_refused() -> None:
    """A form is no JSON."""
    with pytest.raises(RelayError) as caught:
        check_media_type("application/x-www-form-urlencoded")

    assert caught.value.problem.status == 415


@pytest.mark.parametrize("octets", [b"", b"{", b"\xff", b'{"a":1,"a":2}', b"[]", b"3", b"1.5"])
def test_body_that_is_no_object_is_refused(octets: bytes) -> None:
    """Whatever is wrong with the body as a whole is 400 without a param."""
    with pytest.raises(RelayError) as caught:
        parse_object(octets)

    assert (caught.value.problem.status, caught.value.problem.param) == (400, None)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"temperature": 99, "n": 1000, "vendor": object()},
        {"temperature": 0.5, "n": 2.0, "stream": None, "stop": ["a"]},
        {"messages": [{"role": "assistant", "content": None, "tool_calls": []}]},
        {"messages": []},
    ],
)
def test_values_and_unknown_fields_pass(fields: dict[str, Any]) -> None:
    """Ranges are left to the upstream."""
    check_fields(GOOD | fields, CHAT)


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"model": 3}, "model"),
        ({"messages": "x"}, "messages"),
        ({"messages": None}, "messages"),
        ({"messages": ["x"]}, "messages[0]"),
        ({"messages": [{"role": 1}]}, "messages[0].role"),
        ({"messages": [{"role": "user", "content": 5}]}, "messages[0].content"),
        ({"stream": "true"}, "stream"),
        ({"temperature": "hot"}, "temperature"),
        ({"n": 1.5}, "n"),
        ({"n": True}, "n"),
        ({"stop": {}}, "stop"),
        ({"tools": {}}, "tools"),
    ],
)
def test_wrong_types_are_refused(fields: dict[str, Any], param: str) -> None:
    """The refusal names the field."""
    with pytest.raises(RelayError) as caught:
        check_fields(GOOD | fields, CHAT)

    problem = caught.value.problem
    assert (problem.status, problem.code, problem.param) == (400, "invalid_type", param)


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({"messages": []}, "model"),
        ({"model": "m"}, "messages"),
        ({"model": "m", "messages": [{"content": "x"}]}, "messages[0].role"),
    ],
)
def test_missing_fields_are_refused(body: dict[str, Any], param: str) -> None:
    """The refusal names what is missing."""
    with pytest.raises(RelayError) as caught:
        check_fields(body, CHAT)

    assert (caught.value.problem.status, caught.value.problem.param) == (400, param)
