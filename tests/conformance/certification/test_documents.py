"""A document of a bundle keeps its schema, or is refused with the place."""

from __future__ import annotations

import pytest

from conformance.certification.documents import document
from conformance.certification.files import BundleError

SCHEMA = "meta/product.schema.json"


@pytest.mark.parametrize(
    ("octets", "words"),
    [
        (b"{", "p.json is not JSON"),
        (b'{"version": 1, "version": 1}', "p.json is not JSON"),
        (b'{"version": 2, "vendor": {}, "product": {}}', "breaks its schema at /"),
    ],
    ids=["cut", "twice", "foreign"],
)
def test_a_bad_document_is_refused(octets: bytes, words: str) -> None:
    """With a sentence that names the file."""
    with pytest.raises(BundleError, match=words):
        document({"p.json": octets}, "p.json", SCHEMA)


def test_a_large_document_is_not_read() -> None:
    """A document becomes many times its octets."""
    with pytest.raises(BundleError, match="no more than 9 octets"):
        document({"p.json": b" " * 10}, "p.json", SCHEMA, most=9)


def test_a_missing_document_is_named() -> None:
    """Nothing is made up for it."""
    with pytest.raises(BundleError, match=r"the bundle has no p\.json"):
        document({}, "p.json", SCHEMA)
