"""The file that says what a relay serves: ``capabilities.yaml``.

Rules of this file: data in, values out. Only what is ``claimed`` is judged;
what the file does not name is not claimed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import specs
from conformance.errors import UsageError
from conformance.model import JSON

CLAIMED = "claimed"


@dataclass(frozen=True, slots=True)
class Declared:
    """What one file declares."""

    claimed: tuple[str, ...]
    doubts: Mapping[str, str]
    """Capability -> why it is not claimed, of those that the file names."""
    models: Mapping[str, str]


def read(file: Path) -> Declared:
    """The declaration in ``file``. Raises :class:`UsageError` naming place and choices."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"capabilities file {file}: cannot be read; `relay-conformance probe` makes one"
        ) from error
    try:
        document = specs.check(specs.parse(text, str(file)), "meta/capabilities.schema.json")
    except specs.SpecError as error:
        raise UsageError(f"capabilities file {error}") from error
    rows: dict[str, tuple[str, str]] = {
        name: _state(row) for name, row in document["capabilities"].items()
    }
    return Declared(
        claimed=tuple(name for name, (state, _) in rows.items() if state == CLAIMED),
        doubts={name: why for name, (state, why) in rows.items() if state != CLAIMED},
        models=document.get("models", {}),
    )


def _state(row: JSON) -> tuple[str, str]:
    """The state, and what to say of it."""
    if isinstance(row, str):
        return row, row
    reason = row.get("reason")
    return row["state"], f"{row['state']}: {reason}" if reason else row["state"]
