"""The in-toto statement about a bundle, and the envelope that signs it. Pure.

Rules of this file: forms as published: Statement v1 with the predicate Test
Result v0.1 (in-toto.io/attestation/test-result/v0.1), signed as DSSE 1.0.
Every file of the bundle is a subject, so the statement stands for all of it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Iterator, Mapping

from conformance.certification.keys import PublicKey, Signer
from conformance.certification.score import Score
from conformance.errors import SetupError
from conformance.model import JSON

__all__ = [
    "PAYLOAD",
    "PREDICATE",
    "TYPE",
    "differences",
    "envelope",
    "payload",
    "signed",
    "statement",
]

TYPE = "https://in-toto.io/Statement/v1"
PREDICATE = "https://in-toto.io/attestation/test-result/v0.1"
PAYLOAD = "application/vnd.in-toto+json"


def digest(octets: bytes) -> str:
    """The SHA-256 of ``octets`` in hex."""
    return hashlib.sha256(octets).hexdigest()


def statement(
    files: Mapping[str, str], certificate: Mapping[str, JSON], score: Score
) -> dict[str, JSON]:
    """The statement that ``files`` (digest by name) hold a passed test.

    The product's own artefact, where it names one, is the first subject.
    """
    artifact = certificate["product"].get("artifact")
    tested = (
        [{"name": artifact["name"], "digest": {"sha256": artifact["sha256"]}}] if artifact else []
    )
    named = [{"name": name, "digest": {"sha256": files[name]}} for name in sorted(files)]
    return {
        "_type": TYPE,
        "subject": [*tested, *named],
        "predicateType": PREDICATE,
        "predicate": {
            "result": "WARNED" if score.warned else "PASSED",
            "configuration": [
                {"name": name, "digest": {"sha256": files[name]}}
                for name in ("capabilities.yaml", "requirement-set.json")
            ],
            "passedTests": list(score.passed),
            "warnedTests": list(score.warned),
            "failedTests": [],
        },
    }


def differences(
    document: Mapping[str, JSON], files: Mapping[str, str], certificate: Mapping[str, JSON]
) -> Iterator[str]:
    """Where the statement and the files of its bundle part."""
    named = {row["name"]: row["digest"]["sha256"] for row in document["subject"]}
    artifact = certificate.get("product", {}).get("artifact")
    if artifact and named.pop(artifact["name"], None) != artifact["sha256"]:
        yield f"the statement does not name the artefact {artifact['name']!r} that was tested"
    for name in sorted(named.keys() | files.keys()):
        if name not in files:
            yield f"{name} is in the statement but not in the bundle"
        elif name not in named:
            yield f"{name} is in the bundle but not in the statement"
        elif named[name] != files[name]:
            yield f"{name} was changed: its digest is not the statement's"


def envelope(octets: bytes, key: Signer) -> dict[str, JSON]:
    """The signed envelope around the octets of a statement."""
    return {
        "payloadType": PAYLOAD,
        "payload": base64.b64encode(octets).decode("ascii"),
        "signatures": [
            {
                "keyid": key.public.id,
                "sig": base64.b64encode(key.sign(_encoded(octets))).decode("ascii"),
            }
        ],
    }


def payload(document: Mapping[str, JSON]) -> bytes:
    """What an envelope holds. Raises :class:`SetupError` when that cannot be read."""
    return _decoded(document["payload"])


def signed(document: Mapping[str, JSON], key: PublicKey) -> bool:
    """Whether ``key`` has signed the envelope."""
    octets = _encoded(payload(document))
    return any(key.is_signed(octets, _decoded(row["sig"])) for row in document["signatures"])


def as_octets(document: Mapping[str, JSON]) -> bytes:
    """A document of the bundle as its file has it."""
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _encoded(octets: bytes) -> bytes:
    """DSSE's encoding of what is signed: its type goes with it."""
    return b"DSSEv1 %d %s %d %s" % (len(PAYLOAD), PAYLOAD.encode(), len(octets), octets)


def _decoded(text: str) -> bytes:
    """Base64 in either alphabet, as DSSE demands of whoever checks."""
    try:
        return base64.b64decode(text.replace("-", "+").replace("_", "/"), validate=True)
    except (binascii.Error, ValueError) as error:
        raise SetupError("a value of the envelope is not base64") from error
