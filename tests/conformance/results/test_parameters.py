"""The matrix tells the gravest fate of each parameter, and who can see it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import specs
from conformance.model import End, Exchange, Read, SentRequest, UpstreamCall
from conformance.results.parameters import matrix


def exchange(
    id_: str, sent: Any, got: Any = None, *, path: str = "/v1/chat/completions", reply: Any = None
) -> Exchange:
    """One request, what the upstream got of it if anything, and a reply."""
    headers = (("content-type", "application/json"),)
    called = UpstreamCall("primary", "POST", path, headers, json.dumps(got).encode(), 0.0)
    return Exchange(
        id=id_,
        probe="parameters-chat",
        request=SentRequest("POST", f"http://relay{path}", headers, json.dumps(sent).encode()),
        status=200 if reply is None else 400,
        headers=headers,
        reads=(Read(0.0, json.dumps(reply or {}).encode()),),
        end=End.EOF,
        upstream=() if got is None else (called,),
    )


def told(*exchanges: Exchange) -> dict[str, tuple[str, str]]:
    """Parameter -> fate and exchange, once the rows keep the schema."""
    rows = matrix(exchanges)
    schema = specs.load_schema("meta/run.schema.json")["properties"]["parameters"]
    specs.validator("meta/run.schema.json").evolve(schema=schema).validate(rows)
    return {row["parameter"]: (row["fate"], row["exchange"]) for row in rows}


def test_the_gravest_fate_counts() -> None:
    """A parameter that is lost once is lost, and the exchange says where."""
    found = told(
        exchange("a", {"n": 2, "seed": 7}, {"n": 2, "seed": 7}),
        exchange("b", {"n": 2, "seed": 8}, {"n": 2}),
        exchange("c", {"n": 2, "seed": 9}, {"n": 3, "seed": 9}),
    )

    assert found == {"n": ("changed", "c"), "seed": ("dropped", "b")}


def test_what_says_nothing_is_left_out() -> None:
    """The model, nulls, defaults that go unsaid, and extras; not what is added."""
    sent = {"model": "a", "stop": None, "logprobs": False, "x": 1, "max_tokens": 4}
    got = {"model": "b", "y": 2, "max_completion_tokens": 4}

    assert told(exchange("a", sent, got)) == {"max_tokens": ("renamed", "a"), "y": ("added", "a")}


def test_a_refusal_names_its_parameter() -> None:
    """One that names none, or an upstream asked elsewhere, tells nothing."""
    refusal = {"error": {"message": "no", "param": "tools[0].type"}}
    silent = {"error": {"message": "no", "param": None}}

    quoted = {"error": {"message": "unsupported: ['seed'], model='m'; 'seed' is new"}}

    assert told(exchange("a", {"seed": 2}, reply=quoted)) == {"seed": ("rejected", "a")}
    assert told(exchange("a", {"n": 2, "tools": []}, reply=refusal)) == {"tools": ("rejected", "a")}
    assert told(exchange("a", {"n": 2}, reply=silent)) == {}
    assert told(exchange("a", {"n": 2}, reply=[])) == {}
    assert told(exchange("a", {"n": 2})) == {}
    assert told(exchange("a", {"n": 2}, {}, path="/v1/models")) == {}


def test_another_endpoint_of_the_upstream_tells_nothing() -> None:
    """A relay that translates cannot be compared name by name."""
    seen = exchange("a", {"n": 2}, {})
    call = seen.upstream[0] if seen.upstream else None
    assert call is not None
    moved = UpstreamCall("primary", "POST", "/v1/responses", call.headers, b"{}", 0.0)

    assert told(replace(seen, upstream=(moved,))) == {}


def test_endpoints_and_parameters_have_their_order() -> None:
    """Endpoints by name, parameters as in the table."""
    rows = matrix(
        [
            exchange("a", {"input": "x"}, {"input": "x"}, path="/v1/embeddings"),
            exchange("b", {"n": 2, "top_p": 0.5}, {"n": 2, "top_p": 0.5}),
        ]
    )

    assert [(row["endpoint"], row["parameter"]) for row in rows] == [
        ("chat.completions", "top_p"),
        ("chat.completions", "n"),
        ("embeddings", "input"),
    ]


def test_another_dialect_has_a_column_of_its_own() -> None:
    """A parameter is told there under another name, lost, or refused."""
    asked = {"temperature": 0.5, "stop": ["x"], "seed": 7, "store": False}
    body = {"temperature": 0.5, "stop_sequences": ["x"]}
    refusal = {"error": {"param": "n"}}
    crossed = [
        replace(exchange("a", asked, body), probe="parameters-chat-over-anthropic[stop]"),
        replace(exchange("b", {"n": 2}, reply=refusal), probe="parameters-chat-over-anthropic[n]"),
    ]
    rows = matrix([*crossed, exchange("c", {"seed": 7}, {"seed": 7})])

    assert [(row["endpoint"], row["parameter"], row["fate"]) for row in rows] == [
        ("chat.completions", "seed", "forwarded"),
        ("chat.completions → anthropic", "temperature", "forwarded"),
        ("chat.completions → anthropic", "n", "rejected"),
        ("chat.completions → anthropic", "stop", "renamed"),
        ("chat.completions → anthropic", "seed", "dropped"),
    ]
