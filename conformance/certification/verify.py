"""Checks a bundle offline: every reason to refuse it, each as one sentence.

Rules of this file: a bundle is hostile until the last check; nothing in it is
run, no link in it is followed, and what it says of itself is only believed
where its own files bear it out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import specs
from conformance.certification import claims as dates
from conformance.certification import leaks, recordings, renderings, reproduced, statement, suite
from conformance.certification.documents import document
from conformance.certification.files import BundleError, Files, read
from conformance.certification.keys import PublicKey, public_key
from conformance.certification.sets import SCHEMA as SET_SCHEMA
from conformance.certification.sets import from_json, load
from conformance.errors import ConformanceError, SetupError, UsageError
from conformance.model import JSON

__all__ = ["Finding", "verify"]

SEALS = frozenset({"statement.json", "statement.dsse.json", "statement.sigstore.json"})
"""Files that are about the others, and so no subject themselves."""

NEEDED = (
    "statement.json", "certificate.json", "requirement-set.json", "capabilities.yaml",
    "product.yaml", "report.html", "junit.xml", "reproduce.sh", "runs/1/run.json",
    "runs/1/exchanges.ndjson",
)  # fmt: skip


@dataclass(slots=True)
class Finding:
    """What came of a check; without ``problems`` the bundle is accepted."""

    problems: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    claims: Mapping[str, JSON] | None = None

    @property
    def is_only_expired(self) -> bool:
        """Whether it was a sound certificate until its last day, or still is."""
        return all(one.startswith(dates.EXPIRED) for one in self.problems)


@dataclass(frozen=True, slots=True)
class _Bundle:
    """The files, and the documents that were found to keep their schemas."""

    files: Files
    claims: Mapping[str, JSON]
    statement: Mapping[str, JSON]
    key: PublicKey | None
    """The key that has signed, whoever's it is."""


def verify(path: Path, at: date, expected: PublicKey | None = None) -> Finding:
    """Check the bundle at ``path`` as of the day ``at``.

    With ``expected`` it must be signed by that key. Raises :class:`UsageError`
    when there is nothing to check.
    """
    found = Finding()
    try:
        files = read(path)
    except BundleError as error:
        found.problems.append(str(error))
        return found
    missing = [name for name in NEEDED if name not in files]
    if missing:
        found.problems.append(f"the bundle has no {', '.join(missing)}")
        return found
    try:
        bundle = _opened(files)
    except BundleError as error:
        found.problems.append(str(error))
        return found
    found.claims = bundle.claims
    found.problems += _problems(bundle, at, expected)
    found.notices += _notices(bundle, expected)
    return found


def _opened(files: Files) -> _Bundle:
    return _Bundle(
        files=files,
        claims=document(files, "certificate.json", "meta/certificate.schema.json"),
        statement=document(files, "statement.json", "meta/statement.schema.json"),
        key=_signer(files),
    )


def _signer(files: Files) -> PublicKey | None:
    """The key whose signature is in the bundle. Raises :class:`BundleError` for a bad one."""
    if "statement.dsse.json" not in files:
        return None
    sealed = document(files, "statement.dsse.json", "meta/statement.schema.json#/$defs/envelope")
    name = "signing-key.pub.pem"
    if name not in files:
        raise BundleError(f"the bundle is signed, but has no {name}")
    try:
        key = public_key(files[name], name)
        if statement.payload(sealed) != files["statement.json"]:
            raise BundleError("the signature is of another statement")
        if not statement.signed(sealed, key):
            raise BundleError("the signature is not that of the bundle's key")
    except (UsageError, SetupError) as error:
        raise BundleError(str(error)) from error
    return key


def _problems(bundle: _Bundle, at: date, expected: PublicKey | None) -> Iterator[str]:
    yield from _wrong_key(bundle.key, expected)
    files = bundle.files
    digests = {name: statement.digest(files[name]) for name in files if name not in SEALS}
    yield from statement.differences(bundle.statement, digests, bundle.claims)
    yield from dates.problems(bundle.claims, at)
    yield from reproduced.problems(files, bundle.claims, bundle.key)
    yield from _contents(bundle)
    for name in sorted(files):
        yield from (f"a secret is inside: {one}" for one in leaks.leaks_in(name, files[name]))


def _wrong_key(key: PublicKey | None, expected: PublicKey | None) -> Iterator[str]:
    if expected is not None and key is None:
        yield f"the bundle is not signed; the key {expected.id} was expected"
    elif expected is not None and key is not None and key.id != expected.id:
        yield f"the bundle is signed by {key.id}; the key {expected.id} was expected"


def _contents(bundle: _Bundle) -> Iterator[str]:
    """What the recorded runs say against the certificate."""
    profile = bundle.claims["scope"]["profile"]
    if profile not in specs.names("profiles"):  # a path would be read
        yield f"the profile {profile[:80]!r} is none that this suite has"
        return
    try:
        frozen = from_json(document(bundle.files, "requirement-set.json", SET_SCHEMA))
        yield from _other_set(bundle.claims, frozen.digest)
        yield from recordings.problems(bundle.files, bundle.claims, bundle.statement, frozen)
        yield from renderings.problems(bundle.files, bundle.claims)
    except (BundleError, ConformanceError) as error:
        yield str(error)


def _other_set(claims: Mapping[str, JSON], digest: str) -> Iterator[str]:
    """The set is the one that was published under its name."""
    name = claims["set"]["name"]
    if claims["set"]["digest"] != digest:
        yield f"requirement-set.json is not the set {name} that the certificate names"
    try:
        published = load(name)
    except UsageError as error:
        yield f"{error}; a newer suite may know it"
        return
    if published.digest != digest:
        yield f"requirement-set.json is not the set {name} as it was published"


def _notices(bundle: _Bundle, expected: PublicKey | None) -> Iterator[str]:
    if bundle.key is None:
        yield "it is not signed: it agrees with itself, but nobody vouches for it"
    elif expected is None:
        yield f"it is signed by {bundle.key.id}; whose key that is, only --key can tell"
    if bundle.claims["reproduces"] is not None:
        yield (
            f"it reproduces what {bundle.claims['reproduces']['key']} signed; two keys are two "
            "parties only to whoever knows both"
        )
    if not suite.is_same(bundle.claims["suite"]):
        other = bundle.claims["suite"]
        yield (
            "its exchanges were not judged again, nor its pages rendered again: that takes "
            f"relay-conformance {other['version']} with the digest {other['digest']}"
        )
    if "statement.sigstore.json" in bundle.files:
        yield "statement.sigstore.json is not checked here: `sigstore verify identity` does"
