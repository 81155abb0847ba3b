"""No secret passes, whatever its form, and evidence without secrets is untouched."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.model import Headers, Read, UpstreamCall
from conformance.transport.redact import Redactor

SECRET = "sk-Real/Key+0123=="
REDACTOR = Redactor({"OPENAI_API_KEY": SECRET, "short": "none", "empty": ""})
MARK = "[redacted:OPENAI_API_KEY]"


@pytest.mark.parametrize(
    "form",
    [
        SECRET,
        quote(SECRET, safe=""),
        quote(SECRET),
        quote(SECRET, safe="").replace("%2F", "%2f").replace("%2B", "%2b").replace("%3D", "%3d"),
        json.dumps(SECRET)[1:-1],
        SECRET.replace("/", "\\/"),
    ],
)
def test_each_written_form_is_replaced(form: str) -> None:
    """Plain, URL-encoded and JSON-escaped secrets become their name."""
    assert f"<{MARK}>" == REDACTOR.text(f"<{form}>")


@pytest.mark.parametrize("before", ["", "u", "us", "user:", "Bearer "])
@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
def test_base64_at_any_alignment_is_replaced(before: str, encode: object) -> None:
    """A secret inside base64 of something longer is gone too."""
    assert callable(encode)
    coded = encode(f"{before}{SECRET}!".encode()).decode()

    seen = REDACTOR.text(coded)

    assert MARK in seen
    assert len(seen.replace(MARK, "")) <= len(coded) - (8 * len(SECRET) // 6 - 1)


def test_short_values_are_no_secrets() -> None:
    """A placeholder key does not spoil a body."""
    assert REDACTOR.text('{"a": none}') == '{"a": none}'


@pytest.mark.parametrize(
    ("name", "value", "seen"),
    [
        ("Authorization", f"Bearer {SECRET}", f"Bearer {MARK}"),
        ("authorization", "Bearer sk-unknown", "Bearer [redacted]"),
        ("authorization", "sk-unknown", "[redacted]"),
        ("Authorization", "Bearer sk-mock-lane-0-primary", "Bearer sk-mock-lane-0-primary"),
        ("X-Api-Key", "sk-lane-0", "sk-lane-0"),
        ("x-api-key", "abc", "[redacted]"),
        ("api-key", "", ""),
        ("Authorization", "Bearer ", "Bearer "),
        ("Cookie", "a=b; c=d", "[redacted]"),
        ("Set-Cookie", "sid=1; Path=/; Secure", "sid=[redacted]; Path=/; Secure"),
        ("Set-Cookie", "sid=1", "sid=[redacted]"),
        ("X-Other", f"see {SECRET}", f"see {MARK}"),
        ("Location", "/v1?a=1&key=xyz#f", "/v1?a=1&key=[redacted]#f"),
        ("X-Other", "plain", "plain"),
    ],
)
def test_credentials_are_masked_by_place(name: str, value: str, seen: str) -> None:
    """Known secrets show their name, unknown ones a mask, made-up keys stay."""
    assert ((name, seen),) == REDACTOR.headers(((name, value),))


@pytest.mark.parametrize(
    ("url", "seen"),
    [
        ("http://h/v1?key=abc", "http://h/v1?key=[redacted]"),
        ("http://h/v1?x=1&api_key=abc&y", "http://h/v1?x=1&api_key=[redacted]&y"),
        (f"http://h/v1?key={quote(SECRET, safe='')}", f"http://h/v1?key={MARK}"),
        ("http://h/v1?key=sk-lane-1", "http://h/v1?key=sk-lane-1"),
        ("http://me:pw@h/v1", "http://[redacted]@h/v1"),
        ("http://h/v1?monkey=abc", "http://h/v1?monkey=abc"),
    ],
)
def test_urls_lose_their_credentials(url: str, seen: str) -> None:
    """User information and key parameters are masked, the rest stays."""
    assert seen == REDACTOR.url(url)


def test_listed_key_of_a_rig_is_a_secret() -> None:
    """What is listed goes, whatever its prefix."""
    headers: Headers = (("Authorization", "Bearer sk-lane-000"),)

    assert Redactor({"K": "sk-lane-000"}).headers(headers) == (
        ("Authorization", "Bearer [redacted:K]"),
    )


def test_secret_split_at_every_place() -> None:
    """Two reads that share a secret lose it, and keep their times."""
    body = f"ab{SECRET}cd{SECRET}ef".encode()

    for split in range(len(body) + 1):
        reads = REDACTOR.reads((Read(1.0, body[:split]), Read(2.0, body[split:])))
        assert f"ab{MARK}cd{MARK}ef".encode() == b"".join(read.octets for read in reads)
        assert [read.at_s for read in reads] == [1.0, 2.0]


def test_boundaries_outside_secrets_stay() -> None:
    """Octets that are no secret remain in the read that brought them."""
    parts = (b"one ", b"two" + SECRET[:4].encode(), SECRET[4:].encode() + b" three", b"", b"four")

    seen = REDACTOR.reads(tuple(Read(float(at), part) for at, part in enumerate(parts)))

    assert [b"one ", b"two" + MARK.encode(), b" three", b"", b"four"] == [r.octets for r in seen]


@given(st.lists(st.binary()))
def test_reads_without_secrets_are_the_same(parts: list[bytes]) -> None:
    """Redaction changes nothing when nothing is secret."""
    reads = tuple(Read(0.0, part) for part in parts)

    assert reads == Redactor().reads(reads)
    assert reads == Redactor({"K": "\0" * 9 + "never"}).reads(reads)


def test_text_may_hold_lone_surrogates() -> None:
    """Text that has no UTF-8 form passes."""
    assert REDACTOR.text("\ud83d") == "\ud83d"
    assert Redactor().text("x") == "x"


def test_upstream_calls_are_redacted() -> None:
    """Every part of a call that a relay writes is searched."""
    call = UpstreamCall(
        "primary", "POST", f"/v1/x?key={SECRET}", (("Authorization", f"Bearer {SECRET}"),),
        f'{{"user": "{SECRET}"}}'.encode(), 0.0, reply_headers=(("X", SECRET),),
        near_miss=f"got {SECRET}",
    )  # fmt: skip

    seen = REDACTOR.call(call)

    assert SECRET not in repr(seen)
    assert f"got {MARK}" == seen.near_miss
    assert REDACTOR.call(UpstreamCall("u", "GET", "/", (), b"", 0.0)).near_miss is None
