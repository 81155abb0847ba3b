"""Finds what looks like a credential in text that is to be given away. Pure.

Rules of this file: better one word too many than a key; what the mock, the
rigs and the probes make up themselves is known by its beginning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from conformance.transport.redact import PLAIN_PREFIXES

__all__ = ["leaks"]

MADE_UP = (*PLAIN_PREFIXES, "sk-canary-", "sk-replay-")
"""Beginnings of keys that open nothing."""

_WORDS = {
    "an API key": re.compile(rb"(?<![A-Za-z0-9_-])sk-[A-Za-z0-9_-]{16,}"),
    "a key of Google": re.compile(rb"(?<![A-Za-z0-9_-])AIza[A-Za-z0-9_-]{35}"),
    "a key of AWS": re.compile(rb"(?<![A-Za-z0-9])AKIA[A-Z0-9]{16}(?![A-Za-z0-9])"),
    "a token of GitHub": re.compile(rb"(?<![A-Za-z0-9_])gh[pousr]_[A-Za-z0-9]{30,}"),
    "a private key": re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "a signed token (JWT)": re.compile(
        rb"(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,}"
    ),
}


def leaks(octets: bytes) -> Iterator[str]:
    """What kind of secret stands where; the secret itself is not said."""
    for kind, pattern in _WORDS.items():
        for found in pattern.finditer(octets):
            if not found.group().decode("ascii").startswith(MADE_UP):
                yield f"{kind} at octet {found.start()}"
