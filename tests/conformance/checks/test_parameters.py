"""What an upstream is asked is compared with what the client asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from conformance.checks.parameters import compared
from conformance.model import UpstreamCall
from conformance.probes.form import encode
from conformance.wire.view import View

Maker = Callable[..., Any]


@pytest.fixture
def asked(view: Maker, call: Maker) -> Maker:
    """Makes the view of a chat request and of what the upstream got."""
    return lambda sent, got: view(request=sent, upstream=[call(body=got)])


@pytest.mark.parametrize(
    ("sent", "got", "at"),
    [
        ({"n": 2, "top_p": 0}, {"n": 2, "top_p": 0.0}, []),
        ({"n": 2}, {}, ["/n"]),
        ({"n": 1}, {}, []),
        ({"n": 1}, {"n": 2}, ["/n"]),
        ({"stop": None}, {}, []),
        ({"user": "u", "x": 1, "model": "m"}, {"model": "other"}, []),
        ({"max_tokens": 4}, {"max_completion_tokens": 4}, []),
        ({"stream_options": {"include_usage": False}}, {"stream_options": {}}, ["/stream_options"]),
        ({"stream_options": {}}, {"stream_options": {"include_usage": True}}, []),
        ({"parallel_tool_calls": False}, {"parallel_tool_calls": 0}, ["/parallel_tool_calls"]),
    ],
)
def test_what_decides_an_answer_is_kept(
    asked: Maker, places: Maker, sent: Any, got: Any, at: Any
) -> None:
    """Defaults may go unsaid, limits be renamed, options grow."""
    assert at == places("parameters.kept", asked(sent, got), effects=["answer"])


@pytest.mark.parametrize(("effect", "at"), [("service", ["/user"]), ("extra", ["/x"])])
def test_each_effect_is_a_rule_of_its_own(
    asked: Maker, places: Maker, effect: str, at: Any
) -> None:
    """What serves accounts, and what no document knows."""
    assert at == places("parameters.kept", asked({"user": "u", "x": 1}, {}), effects=[effect])


def test_a_default_that_goes_unsaid_is_a_rule_of_its_own(asked: Maker, places: Maker) -> None:
    """Nulls are none."""
    seen = asked({"n": 1, "logprobs": False, "seed": 0, "stop": None}, {"logprobs": False})

    assert places("parameters.defaults", seen) == ["/n"]


@pytest.mark.parametrize(
    ("got", "at"), [({}, []), ({"top_p": None}, []), ({"top_p": 1}, []), ({"top_p": 0}, ["/top_p"])]
)
def test_a_null_becomes_no_other_value(asked: Maker, places: Maker, got: Any, at: Any) -> None:
    """The documented default is no other value."""
    assert at == places("parameters.nulls", asked({"top_p": None}, got))


def test_values_are_compared_where_pointers_lead(asked: Maker, places: Maker) -> None:
    """Changed and lost ones are named; what both lack is alike."""
    sent = {"tools": [{"function": {"strict": True, "name": "A"}}], "messages": [{}]}
    got = {"tools": [{"function": {"name": "a"}}], "messages": [{"content": ""}]}
    paths = ["/tools/0/function/strict", "/tools/0/function/name", "/messages/0/content", "/x"]

    assert places("parameters.values", asked(sent, got), paths=paths) == paths[:3]


def test_an_integer_stays_an_integer(asked: Maker, places: Maker) -> None:
    """At any depth; a fraction may lose a zero."""
    sent = {"a": [{"b": 4}, 1.0], "c": True}
    got = {"a": [{"b": 4.0}, 1], "c": True}

    assert places("parameters.integers", asked(sent, got)) == ["/a/0/b"]


def test_additions_are_named(asked: Maker, places: Maker) -> None:
    """Usage in a stream is asked for by every honest relay that counts."""
    got = {"n": 2, "store": True, "stream_options": {"include_usage": True}}

    assert places("parameters.none-added", asked({"n": 2}, got)) == ["/store"]


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"temperature": "0.50", "stream": "False", "include[]": ["a", "b"]}, []),
        ({"temperature": "hot", "stream": "false", "include[]": ["a"]}, ["/temperature"]),
        ({"stream": "false"}, ["/temperature"]),
    ],
)
def test_forms_are_compared_by_value(
    view: Maker, call: Maker, places: Maker, fields: Any, at: Any
) -> None:
    """A number may be written otherwise, a list with or without brackets, a file never."""
    files = [{"name": "file", "filename": "a.wav", "type": "audio/wav", "content": "wav"}]
    sent = {"fields": {"temperature": 0.5, "stream": False, "include": ["a", "b"]}, "files": files}
    url = "http://relay/v1/audio/transcriptions"
    renamed = [{**files[0], "type": "audio/x-wav"}]
    seen = _form(view(url=url), sent, call(), {"fields": fields, "files": renamed})

    assert at == places("parameters.kept", seen, effects=["answer"])


def test_nothing_is_compared_without_a_table_or_an_upstream(view: Maker, call: Maker) -> None:
    """Models take no body; a refused request reached nobody."""
    assert compared(view(url="http://relay/v1/models", upstream=[call()])) == ()
    assert compared(view(request={"n": 2})) == ()


def _form(seen: View, sent: Any, call: UpstreamCall, got: Any) -> View:
    """The view with a form on either side."""
    kind, body = encode(sent)
    got_kind, got_body = encode(got)
    request = replace(seen.exchange.request, headers=(("content-type", kind),), body=body)
    headers = (("content-type", got_kind),)
    made = replace(call, path="/v1/audio/transcriptions", headers=headers, body=got_body)
    return View(replace(seen.exchange, request=request, upstream=(made,)))


def test_bodies_that_are_no_objects_are_compared_as_empty(asked: Maker, view: Maker) -> None:
    """Whatever a relay makes of a request, nothing raises."""
    seen = asked({"n": 2}, {})
    garbled = replace(seen.exchange.upstream[0], body=json.dumps([1]).encode())

    found = compared(View(replace(seen.exchange, upstream=(garbled,))))

    assert [one.field.fate for one in found] == ["dropped"]


@pytest.mark.parametrize(
    ("sent", "got", "at"),
    [
        ({"stop": "x"}, {"stop_sequences": ["x"]}, []),
        ({"stop": "x"}, {}, ["/stop"]),
        ({"seed": 7, "temperature": 1, "model": "m"}, {}, []),
        ({"reasoning_effort": "high"}, {"output_config": {"effort": "high"}}, []),
    ],
)
def test_what_has_a_place_in_another_dialect_is_put_there(
    view: Maker, call: Maker, places: Maker, sent: Any, got: Any, at: Any
) -> None:
    """What has none, or says the default, is nobody's loss."""
    called = replace(call(body=got), path="/v1/messages")
    seen = view({}, request=sent, upstream=[called])

    assert places("parameters.carried", seen, dialect="anthropic") == at


@pytest.mark.parametrize(
    ("sent", "got", "at"),
    [
        ({"instructions": "Be brief."}, {"messages": [{"content": "Be brief. Hello."}]}, []),
        ({"instructions": "Be brief."}, {"messages": [{"content": "Hello."}]}, ["/instructions"]),
        ({"store": False}, {}, []),
        ({"user": "a"}, {"store": False}, ["/user"]),
        ({"text": {"verbosity": "low"}}, {"response_format": {}}, []),
    ],
)
def test_what_chat_has_a_place_for_is_put_there(
    view: Maker, call: Maker, places: Maker, sent: Any, got: Any, at: Any
) -> None:
    """Among messages the words must stand; what chat takes by itself goes unsaid."""
    called = replace(call(body=got), path="/v1/chat/completions")
    seen = view({}, url="http://relay/v1/responses", request=sent, upstream=[called])

    assert places("parameters.carried", seen, dialect="chat") == at


def test_a_refused_parameter_is_not_lost(view: Maker, places: Maker) -> None:
    """No upstream was asked, and the client knows."""
    seen = view({}, status=400, request={"stop": "x"})

    assert places("parameters.carried", seen, dialect="anthropic") == []
