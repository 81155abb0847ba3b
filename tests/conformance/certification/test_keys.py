"""Keys are read from PEM, and nothing of a private one is ever said."""

from __future__ import annotations

import sys

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from conformance.certification.keys import Signer, public_key, signer
from conformance.errors import UsageError


def test_what_a_key_signs_its_public_half_knows(key: Signer, other_key: Signer) -> None:
    """And no other."""
    signature = key.sign(b"words")
    read = public_key(key.public.pem, "a test")

    assert read.id == key.public.id
    assert read.is_signed(b"words", signature)
    assert not read.is_signed(b"other words", signature)
    assert not other_key.public.is_signed(b"words", signature)


def test_a_key_of_another_kind_is_refused() -> None:
    """With the command that makes the right one."""
    key = ec.generate_private_key(ec.SECP256R1())
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )

    with pytest.raises(UsageError, match="openssl genpkey -algorithm ed25519"):
        signer(private, "k.pem")
    with pytest.raises(UsageError, match="another kind than ed25519"):
        public_key(public, "k.pub")


def test_what_is_no_key_is_not_repeated() -> None:
    """It might be one, of a form that we do not read."""
    locked = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(b"word"),
    )
    for octets in (b"secret words", locked):
        with pytest.raises(UsageError) as raised:
            signer(octets, "k.pem")

        assert str(raised.value) == "k.pem: no private key in PEM form without a password"
    with pytest.raises(UsageError, match=r"k\.pub: no public key in PEM form"):
        public_key(b"words", "k.pub")


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not installed with the suite alone."""
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives", None)

    with pytest.raises(UsageError, match=r"relay-conformance\[cert\]"):
        public_key(b"", "k.pub")
