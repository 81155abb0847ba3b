"""The statement has the published form, and its signature covers its type."""

from __future__ import annotations

import base64
from typing import Any

import pytest

import specs
from conformance.certification import statement
from conformance.certification.keys import Signer
from conformance.certification.score import Score
from conformance.errors import SetupError

SCORE = Score(("AA-001",), (), (), (), ())
FILES = {"b": "1" * 64, "capabilities.yaml": "2" * 64, "requirement-set.json": "3" * 64}
PLAIN: dict[str, Any] = {"product": {}}
TESTED: dict[str, Any] = {"product": {"artifact": {"name": "relay.tar", "sha256": "4" * 64}}}


def test_the_form_is_the_published_one() -> None:
    """in-toto Statement v1 with the predicate Test Result v0.1."""
    told = statement.statement(FILES, TESTED, SCORE)

    specs.validator("meta/statement.schema.json").validate(told)
    assert told["_type"] == "https://in-toto.io/Statement/v1"
    assert told["predicateType"] == "https://in-toto.io/attestation/test-result/v0.1"
    assert told["subject"][0] == {"name": "relay.tar", "digest": {"sha256": "4" * 64}}
    assert told["predicate"]["result"] == "PASSED"
    assert told["predicate"]["passedTests"] == ["AA-001"]
    assert [row["name"] for row in told["predicate"]["configuration"]] == [
        "capabilities.yaml",
        "requirement-set.json",
    ]


def test_warnings_are_a_result_of_their_own() -> None:
    """The predicate has a word for it."""
    told = statement.statement(FILES, PLAIN, Score(("AA-001",), (), ("AA-002",), (), ()))

    assert told["predicate"]["result"] == "WARNED"
    assert told["predicate"]["warnedTests"] == ["AA-002"]


def test_files_and_statement_are_compared() -> None:
    """What is changed, added, missing, or not what was tested."""
    told = statement.statement(FILES, TESTED, SCORE)

    assert list(statement.differences(told, FILES, TESTED)) == []
    assert list(statement.differences(told, {**FILES, "b": "9" * 64, "c": "5" * 64}, TESTED)) == [
        "b was changed: its digest is not the statement's",
        "c is in the bundle but not in the statement",
    ]
    assert "relay.tar is in the statement but not in the bundle" in list(
        statement.differences(told, FILES, PLAIN)
    )
    plain = statement.statement(FILES, PLAIN, SCORE)
    assert "does not name the artefact 'relay.tar'" in next(
        statement.differences(plain, FILES, TESTED)
    )


def test_an_envelope_is_signed_as_dsse(key: Signer, other_key: Signer) -> None:
    """The octets that are signed begin with the version, the type and both lengths."""
    sealed = statement.envelope(b"hello world", key)
    specs.validator("meta/statement.schema.json#/$defs/envelope").validate(sealed)
    signature = base64.b64decode(sealed["signatures"][0]["sig"])

    assert statement.payload(sealed) == b"hello world"
    assert statement.signed(sealed, key.public)
    assert not statement.signed(sealed, other_key.public)
    assert key.public.is_signed(b"DSSEv1 28 application/vnd.in-toto+json 11 hello world", signature)


def test_both_alphabets_are_read(key: Signer) -> None:
    """As DSSE demands of whoever checks; what is no base64 is said."""
    sealed = statement.envelope(b"\xfb\xff\xfe", key)
    sealed["payload"] = sealed["payload"].replace("+", "-").replace("/", "_")

    assert statement.payload(sealed) == b"\xfb\xff\xfe"
    with pytest.raises(SetupError, match="not base64"):
        statement.payload({"payload": "?"})
