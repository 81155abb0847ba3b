"""Ed25519 keys: read, sign, check.

Rules of this file: the one place that knows the library ``cryptography``. A
private key comes from a file or the environment, never from an argument.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.errors import UsageError

if TYPE_CHECKING:
    from types import ModuleType

    from cryptography.hazmat.primitives.asymmetric.ed25519 import (
        Ed25519PrivateKey,
        Ed25519PublicKey,
    )

__all__ = ["PublicKey", "Signer", "public_key", "signer"]

MAKE = "openssl genpkey -algorithm ed25519 -out signing-key.pem"
"""The command that makes a key."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The public half of a key."""

    key: Ed25519PublicKey
    pem: bytes

    @property
    def id(self) -> str:
        """``sha256:…`` of the key's raw octets."""
        return f"sha256:{hashlib.sha256(self.key.public_bytes_raw()).hexdigest()}"

    def is_signed(self, octets: bytes, signature: bytes) -> bool:
        """Whether ``signature`` is this key's, over ``octets``."""
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 (extra `cert`)

        try:
            self.key.verify(signature, octets)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs with one private key."""

    key: Ed25519PrivateKey
    public: PublicKey

    def sign(self, octets: bytes) -> bytes:
        """The signature of ``octets``."""
        return self.key.sign(octets)


def signer(pem: bytes, where: str) -> Signer:
    """The signer with the private key in ``pem``, which stands ``where``.

    Raises :class:`UsageError` for anything else; the key is not repeated.
    """
    library = _library()
    from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: PLC0415

    try:
        key = library.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError):
        raise UsageError(f"{where}: no private key in PEM form without a password") from None
    if not isinstance(key, ed25519.Ed25519PrivateKey):
        raise UsageError(f"{where}: a key of another kind; make one with `{MAKE}`")
    return Signer(key, _public(key.public_key()))


def public_key(pem: bytes, where: str) -> PublicKey:
    """The public key in ``pem``. Raises :class:`UsageError` for anything else."""
    library = _library()
    from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: PLC0415

    try:
        key = library.load_pem_public_key(pem)
    except ValueError:
        raise UsageError(f"{where}: no public key in PEM form") from None
    if not isinstance(key, ed25519.Ed25519PublicKey):
        raise UsageError(f"{where}: a key of another kind than ed25519")
    return _public(key)


def _public(key: Ed25519PublicKey) -> PublicKey:
    forms = _library()
    return PublicKey(
        key, key.public_bytes(forms.Encoding.PEM, forms.PublicFormat.SubjectPublicKeyInfo)
    )


def _library() -> ModuleType:
    """The serialization of ``cryptography``; without it nothing is signed or checked."""
    try:
        from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 (extra `cert`)
    except ImportError as error:
        raise UsageError(
            "signatures need the library cryptography: pip install 'relay-conformance[cert]'"
        ) from error
    return serialization
