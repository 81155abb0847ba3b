"""A request is read as OpenAI reads it: served, or refused with its own 400."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

import specs
from mock_upstream.protocols.openai.request import ChatRequest, parse_chat, read_chat
from mock_upstream.reply import Failure

HELLO = {"model": "m", "messages": [{"role": "user", "content": "hi"}]}
TOOL = {"type": "function", "function": {"name": "f"}}


def refused(body: Any) -> tuple[int, str | None, str | None]:
    """Status, code and param of the error."""
    octets = body if isinstance(body, bytes) else json.dumps(body).encode()
    found = parse_chat(octets, (("Content-Type", "application/json; charset=utf-8"),))
    assert isinstance(found, Failure), found
    assert not list(specs.validator("openai/error.strict.json").iter_errors(found.body))
    return found.status, found.body["error"]["code"], found.body["error"]["param"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b'{"model":"a","model":"b"}'])
def test_what_is_no_json_object_is_refused(body: bytes) -> None:
    """With neither code nor param."""
    assert refused(body) == (400, None, None)


@pytest.mark.parametrize(
    ("fields", "code", "param"),
    [
        ({"model": None}, "invalid_type", "model"),
        ({"model": ""}, "missing_required_parameter", "model"),
        ({"model": 5}, "invalid_type", "model"),
        ({"messages": "hi"}, "invalid_type", "messages"),
        ({"messages": []}, "empty_array", "messages"),
        ({"messages": [1]}, "invalid_type", "messages[0]"),
        ({"temperature": 2.1}, "decimal_above_max_value", "temperature"),
        ({"temperature": -0.1}, "decimal_below_min_value", "temperature"),
        ({"top_p": 1.5}, "decimal_above_max_value", "top_p"),
        ({"n": 129}, "integer_above_max_value", "n"),
        ({"n": 0}, "integer_below_min_value", "n"),
        ({"presence_penalty": 3}, "decimal_above_max_value", "presence_penalty"),
        ({"frequency_penalty": -3}, "decimal_below_min_value", "frequency_penalty"),
        ({"max_tokens": "5"}, "invalid_type", "max_tokens"),
        ({"stop": ["a"] * 5}, "array_above_max_length", "stop"),
        ({"stop": 1}, "invalid_type", "stop"),
        ({"logprobs": True, "top_logprobs": 21}, "integer_above_max_value", "top_logprobs"),
        ({"stream": "yes"}, "invalid_type", "stream"),
        ({"stream": True, "stream_options": []}, "invalid_type", "stream_options"),
        (
            {"stream": True, "stream_options": {"include_usage": 1}},
            "invalid_type",
            "stream_options.include_usage",
        ),
        ({"tools": [TOOL] * 129}, "array_above_max_length", "tools"),
    ],
    ids=str,
)
def test_a_wrong_field_is_refused(fields: dict[str, Any], code: str, param: str) -> None:
    """The param names it."""
    assert refused({**HELLO, **fields}) == (400, code, param)


@pytest.mark.parametrize("key", ["model", "messages"])
def test_a_required_field_is_missed(key: str) -> None:
    """The code says so."""
    body = {name: value for name, value in HELLO.items() if name != key}

    assert refused(body) == (400, "missing_required_parameter", key)


def test_another_media_type_is_refused() -> None:
    """By the header, whatever the body is."""
    found = parse_chat(json.dumps(HELLO).encode(), (("content-type", "text/plain"),))

    assert isinstance(found, Failure)
    assert found.name == "unsupported_content_type"
    assert "'text/plain'" in found.body["error"]["message"]


@pytest.mark.parametrize(
    "path",
    sorted(
        specs.path("examples", "openai", "chat.completion.request", "valid").iterdir(),
        key=str,
    ),
    ids=lambda path: path.name,
)
def test_the_valid_examples_are_served(path: Any) -> None:
    """Vendor fields and nulls among them."""
    assert isinstance(parse_chat(path.read_bytes()), ChatRequest)


def test_unknown_fields_and_nulls_pass() -> None:
    """Clients of many vendors send both."""
    body = {**HELLO, "enable_thinking": True, "temperature": None, "stop": None, "tools": None}

    assert isinstance(parse_chat(json.dumps(body).encode()), ChatRequest)


def test_defaults_hold(ask: Callable[..., ChatRequest]) -> None:
    """A bare request wants one choice, unstreamed, without limits."""
    request = ask("hi")

    assert (request.model, request.n, request.stream) == ("gpt-4o-mini", 1, False)
    assert (request.max_tokens, request.stop, request.tools) == (None, (), [])
    assert (request.include_usage, request.include_obfuscation) == (False, False)
    assert (request.response_format, request.top_logprobs) == ({"type": "text"}, 0)
    assert (request.user_text, request.after_tool) == ("hi", False)


def test_fields_are_read(ask: Callable[..., ChatRequest]) -> None:
    """The newer name of the token limit wins, empty stops stop nothing."""
    options = {"include_usage": True, "include_obfuscation": True}
    request = ask(
        max_tokens=5,
        max_completion_tokens=3,
        stop=["a", ""],
        stream=True,
        stream_options=options,
        messages=[{"role": "system", "content": "x"}],
    )

    assert (request.max_tokens, request.stop, request.user_text) == (3, ("a",), "")
    assert (request.include_usage, request.include_obfuscation) == (True, True)


def test_one_stop_is_a_list_of_one(ask: Callable[..., ChatRequest]) -> None:
    """A bare text is allowed."""
    assert ask(stop="END").stop == ("END",)


@pytest.mark.parametrize("body", [None, [], "text", 1])
def test_a_decoded_body_that_is_no_object_is_malformed(body: object) -> None:
    """None stands for a body that is no JSON at all."""
    found = read_chat(body)

    assert isinstance(found, Failure)
    assert found.name == "malformed_json"


def test_a_request_knows_where_it_was_sent() -> None:
    """By its Host header, for the links of its answer."""
    body = {"model": "m", "messages": [{"role": "user", "content": "hi"}]}
    asked = [read_chat(body, headers) for headers in ((("Host", "mock:9100"),), ())]

    assert [one.root for one in asked if isinstance(one, ChatRequest)] == [
        "http://mock:9100",
        "http://localhost",
    ]
