"""What is certified, in its maker's words: ``product.yaml``."""

from __future__ import annotations

from pathlib import Path

import specs
from conformance.errors import UsageError
from conformance.model import JSON

__all__ = ["SCHEMA", "read"]

SCHEMA = "meta/product.schema.json"


def read(file: Path) -> dict[str, JSON]:
    """The product. Raises :class:`UsageError` naming file, line and pointer."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"--product {file}: cannot be read") from error
    try:
        product: dict[str, JSON] = specs.check(specs.parse(text, str(file)), SCHEMA)
    except specs.SpecError as error:
        raise UsageError(f"--product {error}") from error
    return product
