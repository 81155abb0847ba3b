"""Which model an endpoint is asked with. Pure.

An embeddings model cannot chat, and a chat model cannot paint: each endpoint
names the kind of model that it takes, and a run has a model of each kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

import specs
from conformance.catalog.rows import CHAT, Endpoint
from conformance.errors import UsageError

__all__ = ["CHAT", "check_kinds", "kinds", "model_of"]


def kinds() -> tuple[str, ...]:
    """Every kind of model that an endpoint takes, chat first."""
    named = sorted({str(row["model"]) for row in specs.endpoints() if "model" in row})
    return tuple(dict.fromkeys([CHAT, *named]))


def model_of(endpoint: Endpoint, models: Mapping[str, str]) -> str | None:
    """The model to ask ``endpoint`` for: by its own name, else by its kind; ``None``: unknown."""
    return models.get(endpoint.name) or models.get(endpoint.model)


def check_kinds(names: Mapping[str, str]) -> None:
    """Raises :class:`UsageError` for a key that is neither a kind nor an endpoint."""
    known = [*kinds(), *(str(row["name"]) for row in specs.endpoints() if "model" in row)]
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, n=3, cutoff=0.5) or kinds()
            raise UsageError(
                f"--model: {name!r} is no kind of model; write KIND=NAME with one of "
                f"{', '.join(near)}"
            )
