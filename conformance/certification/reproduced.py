"""What a bundle of level L2 keeps of the bundle that it reproduces.

Rules of this file: another party is another key; so both have signed, and both
speak of the same product, profile and set.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from conformance.certification import statement
from conformance.certification.claims import is_about_the_same
from conformance.certification.documents import document
from conformance.certification.files import BundleError, Files
from conformance.certification.keys import PublicKey, public_key
from conformance.errors import ConformanceError
from conformance.model import JSON

__all__ = ["KEPT", "problems", "reference"]

KEPT = ("certificate.json", "statement.json", "statement.dsse.json", "signing-key.pub.pem")
"""The files that show who has claimed what."""

_FOLDER = "reproduced/"
STATEMENT = "meta/statement.schema.json"


def reference(files: Files) -> dict[str, JSON]:
    """What the new certificate says of the bundle with ``files``."""
    key = public_key(files["signing-key.pub.pem"], "signing-key.pub.pem")
    return {"statement": f"sha256:{statement.digest(files['statement.json'])}", "key": key.id}


def problems(files: Files, claims: Mapping[str, JSON], own: PublicKey | None) -> Iterator[str]:
    """What is wrong with the reproduction that ``claims`` claim; ``own`` is their signer."""
    if claims["reproduces"] is None:
        return
    old = {name: files[_FOLDER + name] for name in KEPT if _FOLDER + name in files}
    if own is None:
        yield "a reproduction must be signed: two parties are told by their keys"
    if len(old) < len(KEPT):
        yield f"what it reproduces is not there: {', '.join(sorted(set(KEPT) - old.keys()))}"
        return
    try:
        yield from _compared(old, claims, own)
    except (ConformanceError, BundleError) as error:
        yield f"what it reproduces cannot be read: {error}"


def _compared(old: Files, claims: Mapping[str, JSON], own: PublicKey | None) -> Iterator[str]:
    if reference(old) != claims["reproduces"]:
        yield "what it reproduces is another bundle than the certificate says"
    key = public_key(old["signing-key.pub.pem"], "reproduced/signing-key.pub.pem")
    if own is not None and own.id == key.id:
        yield "the same key has signed both: that is no other party"
    envelope = document(old, "statement.dsse.json", f"{STATEMENT}#/$defs/envelope")
    told = document(old, "statement.json", STATEMENT)
    first = document(old, "certificate.json", "meta/certificate.schema.json")
    if statement.payload(envelope) != old["statement.json"] or not statement.signed(envelope, key):
        yield "the signature of what it reproduces is not its key's"
    named = {row["name"]: row["digest"] for row in told["subject"]}
    if named.get("certificate.json") != {"sha256": statement.digest(old["certificate.json"])}:
        yield "the certificate that it reproduces was changed"
    if not is_about_the_same(claims, first):
        yield "what it reproduces is of another product, profile or set"
