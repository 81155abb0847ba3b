"""What looks like a credential is found; made-up keys are known."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable

import pytest

from conformance.certification.leaks import leaks, leaks_in
from conformance.model import Exchange
from conformance.transport.record import to_json


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("sk-proj-abcdefghijklmnop1234", "an API key"),
        ("Bearer sk-" + "a" * 40, "an API key"),
        ("AIza" + "b" * 35, "a key of Google"),
        ("AKIAIOSFODNN7EXAMPLE", "a key of AWS"),
        ("ghp_" + "a" * 36, "a token of GitHub"),
        ("-----BEGIN RSA PRIVATE KEY-----", "a private key"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0." + "a" * 43, "a signed token (JWT)"),
    ],
)
def test_a_credential_is_found_and_not_repeated(text: str, kind: str) -> None:
    """Its kind and its place are enough."""
    found = list(leaks(f'{{"a": "{text}"}}'.encode()))

    assert len(found) == 1
    assert found[0].startswith(f"{kind} at octet ")
    assert text not in found[0]


@pytest.mark.parametrize(
    "text",
    [
        "sk-mock-lane-0-primary-0000",
        "sk-wrong-00000000000000000000000",
        "sk-canary-7f3c9a0000000000",
        "[redacted:key of lane-0]",
        "task-12345678901234567890",
        "risk-of-something-quite-long",
        "sk-short",
        "sha256:" + "a" * 64,
    ],
)
def test_what_is_none_is_left_alone(text: str) -> None:
    """Keys of the mock and the rigs open nothing."""
    assert list(leaks(text.encode())) == []


@pytest.mark.parametrize("is_coded", [False, True])
def test_a_packed_body_is_unpacked(make_exchange: Callable[..., Exchange], is_coded: bool) -> None:
    """A log keeps octets that are no text as base64, and what came coded as it came."""
    body = b"\xff sk-proj-abcdefghijklmnop1234"
    exchange = make_exchange(
        gzip.compress(body, mtime=0) if is_coded else body,
        headers=(("content-encoding", "gzip"),) if is_coded else (),
    )
    line = json.dumps(to_json(exchange)).encode() + b"\n"

    found = list(leaks_in("runs/1/exchanges.ndjson", b"\n" + line))

    assert b"sk-proj" not in line
    assert found[0].startswith("runs/1/exchanges.ndjson:2 holds an API key at octet")
    assert found[0].endswith(", packed")
    assert list(leaks_in("other.json", line)) == []


def test_a_line_that_is_no_exchange_is_passed_over() -> None:
    """Others say what is wrong with it."""
    assert list(leaks_in("exchanges.ndjson", b'{"base64": 1}\n"gzip" {\n')) == []
