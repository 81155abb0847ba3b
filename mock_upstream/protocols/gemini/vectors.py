"""``embedContent`` and ``batchEmbedContents``: a vector of length one for each content.

Rules of this file: a vector follows from its text and the model alone.
"""

from __future__ import annotations

import hashlib
import math
import struct
from collections.abc import Mapping

from mock_upstream import jsontext
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.gemini.conversation import field
from mock_upstream.protocols.gemini.errors import bad
from mock_upstream.reply import Failure

__all__ = ["batch", "single", "summary"]

DIMENSIONS = 768
MOST = 3072
TELLING = 4
"""Numbers of a vector that the journal keeps; enough to tell vectors apart."""

Row = dict[str, JSON]


def single(model: str, body: JSON) -> Row | Failure:
    """The answer to one content."""
    vector = _embedding(model, body)
    return vector if isinstance(vector, Failure) else {"embedding": vector}


def batch(model: str, body: JSON) -> Row | Failure:
    """The answer to several, in their order."""
    requests = body.get("requests") if isinstance(body, Mapping) else None
    if not isinstance(requests, list) or not requests:
        return bad("* BatchEmbedContentsRequest.requests: requests is not specified")
    found = [_embedding(model, one) for one in requests]
    wrong = next((one for one in found if isinstance(one, Failure)), None)
    return wrong or {"embeddings": found}


def summary(value: Mapping[str, JSON]) -> Row:
    """The beginning of each vector, for the journal."""
    rows = value.get("embeddings") or [value["embedding"]]
    return {"vectors": [row["values"][:TELLING] for row in rows]}


def _embedding(model: str, request: JSON) -> Row | Failure:
    """The vector of one request."""
    parts = field(field(request, "content"), "parts")
    if not isinstance(parts, list) or not all(isinstance(part, Mapping) for part in parts):
        return bad("* EmbedContentRequest.content: contents is not specified")
    size = field(request, "outputDimensionality") or DIMENSIONS
    if not isinstance(size, int) or not 1 <= size <= MOST:
        return bad(f"Invalid value at 'output_dimensionality' (TYPE_INT32), {size!r}")
    seed = jsontext.dumps([model, parts])
    drawn = struct.unpack(f"<{size}h", hashlib.shake_256(seed).digest(2 * size))
    length = math.sqrt(sum(number * number for number in drawn)) or 1.0
    return {"values": [round(number / length, 8) for number in drawn]}
