"""``GET /models`` and ``GET /models/{id}``.

Rules of this file: pure rendering. Ids may hold ``/`` and ``:``; whoever cuts
the path gives the rest of it, still percent-encoded.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import unquote

from mock_upstream import jsontext
from mock_upstream.frames import Data, Frames, Framing, Head
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.openai import headers
from mock_upstream.protocols.openai.errors import failure, render_failure

__all__ = ["DEFAULT_MODELS", "render_model", "render_models", "unknown_model"]

DEFAULT_MODELS = (
    "gpt-4o",
    "gpt-4o-mini",
    "gpt-4.1",
    "o3-mini",
    "deepseek-r1",
    "meta-llama/llama-3.3-70b-instruct",
    "qwen2.5:7b",
)
"""What the healthy default lists; ids with ``/`` and ``:`` are among them."""

CREATED = 1_715_367_049
OWNERS = (("gpt", "openai"), ("o3", "openai"), ("deepseek", "deepseek"), ("qwen", "alibaba"))


def render_models(models: Sequence[str] = DEFAULT_MODELS, *, number: int = 0) -> Frames:
    """The list of ``models``, each once."""
    data = [_model(name) for name in dict.fromkeys(models)]
    return _json({"object": "list", "data": data}, number)


def render_model(name: str, models: Sequence[str] = DEFAULT_MODELS, *, number: int = 0) -> Frames:
    """One of ``models``, or a 404; ``name`` may be percent-encoded."""
    wanted = name if name in models else unquote(name)
    if wanted not in models:
        missing = failure("model_not_found", message=unknown_model(wanted))
        return render_failure(missing, number=number)
    return _json(_model(wanted), number)


def unknown_model(name: str) -> str:
    """What is said about a model that is not there."""
    return f"The model `{name}` does not exist or you do not have access to it."


def _model(name: str) -> JSON:
    """One model object."""
    owner = next((owner for start, owner in OWNERS if name.startswith(start)), "system")
    return {"id": name, "object": "model", "created": CREATED, "owned_by": owner}


def _json(value: JSON, number: int) -> Frames:
    """A JSON reply with status 200."""
    pairs = (("content-type", "application/json"), *headers.common(value, number=number))
    return (Head(200, pairs, Framing.LENGTH), Data(jsontext.dumps(value)))
