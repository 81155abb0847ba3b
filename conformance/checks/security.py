"""Rules of what a relay keeps to itself, and of where it lets nobody go."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import unquote

from conformance.checks.registry import check
from conformance.model import Violation
from conformance.wire.view import View

_HASHES = ("md5", "sha1", "sha256", "sha512")
_STORAGE = re.compile(
    r"(?i)\b((?-i:SELECT\b.{1,80}\bFROM|INSERT INTO)|prisma|sqlalchemy|psycopg|gorm|sqlite"
    r"|postgres\w*|mysql|mariadb|mongodb|redis)\b|verificationtoken|\btable\s*[`\"'\[]\w+"
)
"""Words of a data base that no client has a use for."""


@check("security.no-hash")
def no_hash(view: View, *, key: str) -> Iterator[Violation]:
    """No hash of the key is in the answer: a short key can be found from it."""
    said = f"{view.text} {' '.join(view.headers.values())}".lower()
    for name in _HASHES:
        hashed = hashlib.new(name, key.encode(), usedforsecurity=False).hexdigest()
        if hashed in said:
            yield Violation(f"the answer holds the {name} of the key", got=hashed)


@check("security.no-storage-words", given="error")
def no_storage_words(view: View) -> Iterator[Violation]:
    """The answer does not tell where keys are stored."""
    found = _STORAGE.search(view.text)
    if found:
        yield Violation(
            f"a word of the data base: {found.group()[:60]!r}",
            at=f"octet {found.start()}",
            got=view.text[:200],
        )


@check("security.no-client-secrets", given="forwarded")
def no_client_secrets(view: View, *, canaries: Sequence[str]) -> Iterator[Violation]:
    """None of ``canaries``, which the client sent as credentials, reaches the upstream."""
    for call in view.upstream:
        shown = {**call.headers, "the path": call.call.path}
        for name, value in shown.items():
            for canary in canaries:
                if canary in value:
                    yield Violation(f"the upstream got {canary} in {name}", got=name)


@check("security.not-fetched")
def not_fetched(view: View, *, mark: str) -> Iterator[Violation]:
    """Nobody asked for an address that only the request names; ``mark`` is in its path."""
    for call in view.upstream:
        if mark in call.call.path:
            yield Violation(
                "the relay fetched an address on its own machine that the request named",
                expected="no request for it",
                got=f"{call.call.method} {call.call.path}",
            )


@check("security.path-kept")
def path_kept(view: View, *, outside: str) -> Iterator[Violation]:
    """No call to an upstream climbs, nor lands at the segment ``outside`` the API."""
    for call in view.upstream:
        segments = unquote(unquote(call.call.path)).split("/")
        if ".." in segments or outside in segments:
            yield Violation("the upstream is called at a path outside the API", got=call.call.path)


@check("security.not-served", given="guarded", whole_run=True)
def not_served(views: Sequence[View]) -> Iterator[Violation]:
    """No further request without a key gets an answer of the API; a web page is none."""
    for place, view in enumerate(views[1:], 1):
        data = view.json if isinstance(view.json, Mapping) else {}
        if view.status == 200 and any(data.get(key) for key in ("choices", "object")):
            yield Violation(
                f"{view.path} is answered without a key",
                expected="a refusal",
                got=view.text[:200],
                exchange=place,
            )
