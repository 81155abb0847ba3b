"""Secrets leave the evidence before it exists.

Rules of this file: pure; known secrets are replaced wherever they stand, in
the forms they travel in; unknown credentials are masked by their place. Keys
of the mock and of rigs are evidence, not secrets, unless they are listed.
"""

from __future__ import annotations

import base64
import json
import re
from bisect import bisect_right
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING
from urllib.parse import quote

from conformance.model import Headers, Read, UpstreamCall

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["CREDENTIAL_HEADERS", "MASK", "MIN_SECRET", "PLAIN_PREFIXES", "Redactor"]

MASK = "[redacted]"
MIN_SECRET = 8
"""Shorter values (``none``, ``test``) are no secrets; replacing them would spoil bodies."""

PLAIN_PREFIXES = (
    "sk-mock-", "sk-lane-", "sk-limited-", "sk-resting-", "sk-impatient-", "sk-wrong-",
    "sk-rated-", "sk-metered-", "sk-narrow-", "sk-hurried-", "sk-prepaid-", "sk-full-", "sk-gpts-",
    "sk-small-", "sk-expired-", "sk-disabled-", "sk-no-balance-",
    "sk-chat-over-", "sk-messages-over-", "sk-responses-over-",
    "sk-stranger-",
)  # fmt: skip
"""Keys that the mock, the rigs and the probes make up themselves."""

CREDENTIAL_HEADERS = frozenset(
    {"authorization", "proxy-authorization", "x-api-key", "api-key", "x-goog-api-key",
     "mj-api-secret",
     "cookie", "set-cookie"}
)  # fmt: skip

_CREDENTIAL = re.compile(r"(?i)^((?:bearer|basic|token|apikey)\s+)?(.*)$", re.DOTALL)
_QUERY = re.compile(r"(?i)([?&](?:key|api[-_]?key|access_token|token)=)([^&#\s]+)")
_USERINFO = re.compile(r"(?<=://)[^/?#@\s]+@")


class Redactor:
    """Replaces each of ``secrets`` (value by name) with ``[redacted:NAME]``."""

    def __init__(self, secrets: Mapping[str, str] | None = None) -> None:
        names: dict[bytes, str] = {}
        for name, value in (secrets or {}).items():
            if len(value) >= MIN_SECRET:
                names.update((form, name) for form in _forms(value))
        self._names = names
        longest_first = sorted(names, key=lambda form: (-len(form), form))
        pattern = b"|".join(re.escape(form) for form in longest_first)
        self._pattern = re.compile(pattern) if names else None

    def octets(self, octets: bytes) -> bytes:
        """``octets`` without any secret."""
        return self._pattern.sub(self._mark, octets) if self._pattern else octets

    def text(self, text: str) -> str:
        """``text`` without any secret."""
        if self._pattern is None:
            return text
        return self.octets(text.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")

    def url(self, url: str) -> str:
        """``url`` without secrets, user information and keys in its query."""
        url = _USERINFO.sub(f"{MASK}@", self.text(url))
        return _QUERY.sub(lambda match: match[1] + _mask(match[2]), url)

    def headers(self, headers: Headers) -> Headers:
        """``headers`` without secrets and credentials."""
        return tuple((name, self._header(name, value)) for name, value in headers)

    def reads(self, reads: tuple[Read, ...]) -> tuple[Read, ...]:
        """``reads`` without secrets, also those that two reads share.

        A replacement stands in the read where its secret began; no read is
        dropped, so arrival times stay.
        """
        joined = b"".join(read.octets for read in reads)
        if self._pattern is None or not self._pattern.search(joined):
            return reads
        ends = list(accumulate(len(read.octets) for read in reads))
        parts: list[list[bytes]] = [[] for _ in reads]
        for start, octets in self._pieces(joined, ends):
            parts[bisect_right(ends, start)].append(octets)
        return tuple(
            Read(read.at_s, b"".join(part)) for read, part in zip(reads, parts, strict=True)
        )

    def call(self, call: UpstreamCall) -> UpstreamCall:
        """``call`` without secrets and credentials."""
        return replace(
            call,
            path=self.url(call.path),
            headers=self.headers(call.headers),
            body=self.octets(call.body),
            reply_headers=self.headers(call.reply_headers),
            written=self.octets(call.written),
            near_miss=None if call.near_miss is None else self.text(call.near_miss),
        )

    def _pieces(self, joined: bytes, ends: list[int]) -> Iterator[tuple[int, bytes]]:
        """What stays, cut at the ends of reads, and each mark at its place."""
        done = 0
        for match in self._pattern.finditer(joined) if self._pattern else ():
            yield from _cut(joined, done, match.start(), ends)
            yield match.start(), self._mark(match)
            done = match.end()
        yield from _cut(joined, done, len(joined), ends)

    def _mark(self, match: re.Match[bytes]) -> bytes:
        return f"[redacted:{self._names[match[0]]}]".encode()

    def _header(self, name: str, value: str) -> str:
        value = self.text(value)
        key = name.lower()
        if key not in CREDENTIAL_HEADERS:
            return self.url(value)
        if key == "set-cookie":
            pair, *attributes = value.split(";", 1)
            return ";".join([pair.partition("=")[0] + "=" + MASK, *attributes])
        match = _CREDENTIAL.match(value)
        return (match[1] or "") + _mask(match[2]) if match else MASK


def _mask(credential: str) -> str:
    """A mask, unless nothing secret is there."""
    known = not credential or credential.startswith(("[redacted", *PLAIN_PREFIXES))
    return credential if known else MASK


def _cut(joined: bytes, start: int, stop: int, ends: list[int]) -> Iterator[tuple[int, bytes]]:
    places = sorted({start, stop, *(end for end in ends if start < end < stop)})
    for left, right in pairwise(places):
        yield left, joined[left:right]


def _forms(secret: str) -> set[bytes]:
    """The octets that ``secret`` travels as."""
    plain = secret.encode()
    escaped = json.dumps(secret)[1:-1]
    texts = {secret, quote(secret, safe=""), quote(secret), escaped, escaped.replace("/", "\\/")}
    texts |= {re.sub("%..", lambda match: match[0].lower(), text) for text in texts}
    return {text.encode() for text in texts} | {
        form for shift in range(3) for form in _base64_forms(plain, shift)
    }


def _base64_forms(secret: bytes, shift: int) -> Iterator[bytes]:
    """The characters that only the secret decides, ``shift`` octets into a group."""
    first = -(-8 * shift // 6)
    last = 8 * (shift + len(secret)) // 6
    padded = b"\0" * shift + secret
    yield base64.b64encode(padded)[first:last]
    yield base64.urlsafe_b64encode(padded)[first:last]
