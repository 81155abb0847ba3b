"""``GET /v1beta/models`` and ``GET /v1beta/models/{model}``.

Rules of this file: pure values; pages are cut by place, and a token is the place.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qsl, unquote

from mock_upstream.jsontext import JSON
from mock_upstream.protocols.gemini.errors import bad, not_found
from mock_upstream.reply import Failure

__all__ = ["DEFAULT_MODELS", "model", "page"]

DEFAULT_MODELS = (
    "gemini-2.5-flash",
    "gemini-2.5-pro",
    "gemini-2.5-flash-image",
    "gemini-embedding-001",
)
USUAL, MOST = 50, 1000
"""Models of a page when nobody says how many, and at most."""

Row = dict[str, JSON]


def page(names: Sequence[str], query: str = "") -> Row | Failure:
    """The page of models that a query asks for."""
    asked = dict(parse_qsl(query))
    size, place = asked.get("pageSize", str(USUAL)), asked.get("pageToken", "0")
    if not (size.isdecimal() and place.isdecimal()):
        return bad("Invalid value at 'page_size' or 'page_token'")
    start = int(place)
    end = start + min(int(size) or USUAL, MOST)
    value: Row = {"models": [_model(name) for name in names[start:end]]}
    return value | ({"nextPageToken": str(end)} if end < len(names) else {})


def model(name: str, names: Sequence[str]) -> Row | Failure:
    """One of the models; ``name`` may be percent-encoded."""
    wanted = name if name in names else unquote(name)
    if wanted in names:
        return _model(wanted)
    return not_found(f"Model is not found: models/{wanted} for api version v1beta")


def _model(name: str) -> Row:
    """One model object."""
    embeds = "embed" in name
    methods = ["embedContent"] if embeds else ["generateContent", "countTokens"]
    return {
        "name": f"models/{name}",
        "version": "001",
        "displayName": name.replace("-", " ").title(),
        "inputTokenLimit": 2048 if embeds else 1_048_576,
        "outputTokenLimit": 1 if embeds else 65_536,
        "supportedGenerationMethods": methods,
        "temperature": 1,
        "topP": 0.95,
        "topK": 64,
    }
