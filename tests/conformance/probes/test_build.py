"""Recipes become exact requests."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import Any

import pytest

from conformance.catalog import Endpoint, Instance, Probe
from conformance.errors import UsageError
from conformance.probes import Binding, asks_for, build
from conformance.probes.build import WRONG_KEY

BINDING = Binding(model="vendor/m", api_key="sk-1", nonce="n1")
PROBE = Probe("p", "area", "summary", Endpoint("e", "POST", "/x"), frozenset())


def built(*requests: Any, values: Any = None, **rest: Any) -> Any:
    """What a probe with these requests becomes."""
    return build(Instance(replace(PROBE, requests=requests, **rest), values=values or {}), BINDING)


def test_a_body_is_filled_and_typed() -> None:
    """Compact UTF-8 JSON, with the key of the run."""
    (spec,) = built({"body": {"model": "${model}", "text": "é"}}).requests

    assert '{"model":"vendor/m","text":"é"}'.encode() == spec.body
    assert (dict(spec.headers)) == {
        "authorization": "Bearer sk-1",
        "content-type": "application/json",
    }
    assert (spec.method, spec.path) == ("POST", "/x")


@pytest.mark.parametrize(
    ("auth", "value"),
    [("missing", None), ("malformed", "Basic bm9ib2R5"), ("valid", "Bearer sk-1")],
)
def test_credentials_are_what_the_row_says(auth: Any, value: Any) -> None:
    """Missing ones have no header."""
    (spec,) = built({"auth": auth}).requests

    assert value == dict(spec.headers).get("authorization")


@pytest.mark.parametrize(
    ("dialect", "auth", "header", "value"),
    [
        ("anthropic", "bare", "x-api-key", "sk-1"),
        ("anthropic", "bare-wrong", "x-api-key", WRONG_KEY),
        ("openai", "bare", "authorization", "sk-1"),
    ],
)
def test_a_bare_key_stands_where_its_dialect_looks(
    dialect: str, auth: str, header: str, value: str
) -> None:
    """And nowhere else."""
    endpoint = replace(PROBE.endpoint, dialect=dialect)

    (spec,) = built({"auth": auth}, endpoint=endpoint).requests

    assert dict(spec.headers) == {header: value}


def test_a_path_may_be_sent_as_it_is() -> None:
    """The row says so; the address of the mock is a placeholder of its own."""
    plain, odd = built({"path": "${mock_url}"}, {"path": "/..", "path_as_is": True}).requests

    assert (plain.path, plain.is_path_as_is) == (BINDING.mock_url, False)
    assert (odd.path, odd.is_path_as_is) == ("/..", True)


def test_without_a_key_none_is_sent() -> None:
    """A local relay may ask for none; a wrong one is sent all the same."""
    probe = replace(PROBE, requests=({}, {"auth": "wrong"}))

    plain, wrong = build(Instance(probe), replace(BINDING, api_key="")).requests

    assert plain.headers == ()
    assert "authorization" in dict(wrong.headers)


@pytest.mark.parametrize(
    ("dialect", "auth", "headers"),
    [
        ("gemini", "bare", {"x-goog-api-key": "sk-1"}),
        ("gemini", "valid", {"authorization": "Bearer sk-1"}),
        ("openai", "bare", {"authorization": "sk-1"}),
    ],
)
def test_a_bare_key_stands_where_the_dialect_has_it(dialect: str, auth: str, headers: Any) -> None:
    """A path may hold it as well."""
    probe = replace(PROBE, endpoint=replace(PROBE.endpoint, dialect=dialect))
    row = {"auth": auth, "path": "/a?key=${key_path}"}
    (spec,) = build(Instance(replace(probe, requests=(row,))), BINDING).requests

    assert dict(spec.headers) == headers
    assert spec.path == "/a?key=sk-1"


def test_a_wrong_key_is_never_the_right_one() -> None:
    """It is a fixed text that no relay has given out."""
    (spec,) = built({"auth": "wrong"}).requests

    assert "sk-1" not in str(spec.headers)


def test_null_takes_a_header_away() -> None:
    """The row's own headers stand over the defaults."""
    row = {"body": {}, "headers": {"Content-Type": None, "X-One": "${nonce}"}}
    (spec,) = built(row).requests

    assert dict(spec.headers) == {"authorization": "Bearer sk-1", "x-one": "n1"}


def test_repeated_requests_and_raw_bodies() -> None:
    """Each repetition is a request; raw octets are sent as they are."""
    prepared = built({"raw": "{not json", "repeat": 3, "path": "/models/${model_path}"})

    assert len(prepared.requests) == 3
    assert prepared.requests[0].body == b"{not json"
    assert prepared.requests[0].path == "/models/vendor%2Fm"


def test_a_script_is_filled_and_versioned() -> None:
    """The mock gets a whole script."""
    prepared = built({}, values={"f": "sse.crlf"}, script={"primary": {"fault": "${f}"}})

    assert (prepared.script) == {
        "version": 1,
        "seed": 42,
        "upstreams": {"primary": {"fault": "sse.crlf"}},
    }
    assert built({}).script is None


def test_a_missing_value_names_the_probe() -> None:
    """A mistyped placeholder is the author's error."""
    with pytest.raises(UsageError, match="probe p: placeholder"):
        built({"body": "${nothing}"})


@pytest.mark.parametrize(
    ("models", "expected"), [({}, "vendor/m"), ({"speech": "tts"}, "tts"), ({"e": "own"}, "own")]
)
def test_the_endpoint_decides_which_model_is_asked_for(
    models: dict[str, str], expected: str
) -> None:
    """A probe writes ``${model}``, whatever kind that is."""
    probe = replace(
        PROBE,
        endpoint=Endpoint("e", "POST", "/x", model="speech"),
        requests=({"body": "${model}", "path": "/${model_path}"},),
    )

    (spec,) = build(Instance(probe), replace(BINDING, models=models)).requests

    assert spec.body == f'"{expected}"'.encode()
    assert spec.path == f"/{expected.replace('/', '%2F')}"


def test_a_body_can_hold_a_file() -> None:
    """In base64, alone or inside a text."""
    (spec,) = built(
        {"body": {"a": "${file.text}", "b": "data:text/plain;base64,${file.text}"}}
    ).requests

    said = json.loads(spec.body)
    assert said["b"] == f"data:text/plain;base64,{said['a']}"
    assert base64.b64decode(said["a"])


def test_each_request_has_a_mark_of_its_own() -> None:
    """Also when one row is sent many times, as often as a limit of the lane says."""
    row = {"volley": "v", "repeat": "${limits.rpm}", "body": {"text": "${own}"}}
    probe = Instance(replace(PROBE, requests=({"body": "${own}"}, row)))

    made = build(probe, replace(BINDING, limits={"rpm": 2})).requests

    assert [spec.mark for spec in made] == ["own-n1-0000", "own-n1-0001", "own-n1-0002"]
    assert [spec.body for spec in made] == [
        b'"own-n1-0000"', b'{"text":"own-n1-0001"}', b'{"text":"own-n1-0002"}',
    ]  # fmt: skip
    assert [spec.volley for spec in made] == ["", "v", "v"]


def test_a_row_says_what_it_waits_for() -> None:
    """And how many of its volley go out at a time."""
    row = {"after": {"rest_s": 0.5}, "at_once": 3, "release": "go", "leave_after": "call:1"}

    (spec,) = built(row).requests

    assert (spec.after.rest_s, spec.at_once, spec.release) == (0.5, 3, "go")
    assert spec.leave_after == "call:1"


def test_what_a_probe_asks_for_is_known_before_it_is_built() -> None:
    """Somebody else's key, an address to be called at."""
    probe = replace(PROBE, requests=({"auth": "other"}, {"body": {"hook": "${hook}"}}))

    assert [asks_for(probe, one) for one in ("other", "hook", "mock_url")] == [True, True, False]


def test_each_request_has_its_own_address_to_be_called_at() -> None:
    """By its mark; a stranger's key is the binding's."""
    first, second = built({"body": {"h": "${hook}"}}, {"auth": "other", "body": "${hook}"}).requests

    assert first.mark in str(first.body)
    assert second.mark in str(second.body)
    assert ("authorization", "Bearer ") in second.headers
