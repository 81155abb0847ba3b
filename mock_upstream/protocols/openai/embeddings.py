"""``POST /embeddings``: a vector of length one for each input.

Rules of this file: a vector follows from its input and the model alone, so that
equal inputs give equal vectors, whatever batch they come in. A shorter vector
is the beginning of the long one, brought to length one again.
"""

from __future__ import annotations

import base64
import hashlib
import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mock_upstream import jsontext
from mock_upstream.frames import Data, Frames, Framing, Head, Headers
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.openai import fields, headers, rules
from mock_upstream.protocols.openai.inputs import Input, check_inputs, count, inputs_of
from mock_upstream.protocols.openai.rules import Check
from mock_upstream.reply import Failure

__all__ = ["EmbeddingRequest", "embeddings", "read_embedding", "render_embeddings", "summary"]

FORMATS = ("float", "base64")
DIMENSIONS = MappingProxyType({"text-embedding-3-large": 3072})
DEFAULT_DIMENSIONS = 1536
FIXED = "text-embedding-ada-002"
"""The model that knows no ``dimensions``."""

TELLING = 4
"""Numbers of a vector that the journal keeps; enough to tell vectors apart."""


def _format(path: str, value: JSON) -> Failure | None:
    """One of the two formats."""
    if value in FORMATS:
        return None
    return rules.string(path, value) or rules.invalid_value(path, value, FORMATS)


FIELDS: Mapping[str, Check] = MappingProxyType(
    {
        "model": rules.string,
        "input": check_inputs(2048),
        "encoding_format": _format,
        "dimensions": rules.integer(1, 3072),
        "user": rules.string,
    }
)


@dataclass(frozen=True)
class EmbeddingRequest:
    """A request that OpenAI would serve."""

    body: Mapping[str, JSON]

    @property
    def model(self) -> str:
        """The model asked for."""
        return str(self.body["model"])

    @property
    def inputs(self) -> list[Input]:
        """What is embedded, in order."""
        return inputs_of(self.body["input"])

    @property
    def dimensions(self) -> int:
        """Numbers in a vector."""
        usual = DIMENSIONS.get(self.model, DEFAULT_DIMENSIONS)
        return int(self.body.get("dimensions") or usual)

    @property
    def is_packed(self) -> bool:
        """Whether vectors are wanted as base64 of little-endian single floats."""
        return self.body.get("encoding_format") == "base64"


def read_embedding(body: JSON, pairs: Headers = ()) -> EmbeddingRequest | Failure:
    """The request that a decoded body is, or what is wrong with it; None is no JSON."""
    refused = fields.refused(body, pairs, FIELDS, ("model", "input"))
    if refused is not None:
        return refused
    if "" in inputs_of(body["input"]):
        return rules.bad(
            "invalid_value", "Invalid 'input': input cannot be an empty string.", "input"
        )
    if body["model"] == FIXED and body.get("dimensions") is not None:
        message = "This model does not support specifying dimensions."
        return rules.bad("unsupported_parameter", message, "dimensions")
    return EmbeddingRequest(MappingProxyType(body))


def embeddings(request: EmbeddingRequest, said: Mapping[str, JSON]) -> dict[str, JSON]:
    """The list of vectors as numbers, under what a script said of it."""
    tokens = said.get("usage", {}).get("prompt", sum(map(count, request.inputs)))
    data = [
        {"object": "embedding", "index": index, "embedding": _vector(request, one)}
        for index, one in enumerate(request.inputs)
    ]
    return {
        "object": "list",
        "data": data,
        "model": said.get("model", request.model),
        "usage": {"prompt_tokens": tokens, "total_tokens": tokens},
        **said.get("extras", {}),
    }


def _vector(request: EmbeddingRequest, one: Input) -> list[float]:
    """The direction that an input points in, as single floats."""
    seed = jsontext.dumps([request.model, one])
    octets = hashlib.shake_256(seed).digest(2 * request.dimensions)
    drawn = struct.unpack(f"<{request.dimensions}h", octets)
    length = math.sqrt(sum(number * number for number in drawn)) or 1.0
    unit = [number / length for number in drawn]
    return list(struct.unpack(f"<{len(drawn)}f", struct.pack(f"<{len(drawn)}f", *unit)))


def render_embeddings(
    request: EmbeddingRequest, value: Mapping[str, JSON], more: Headers = (), *, number: int = 0
) -> Frames:
    """The frames of the list to call ``number``; ``more`` replaces the usual headers."""
    usual = (("content-type", "application/json"), *headers.common(value["usage"], number=number))
    shown = {**value, "data": [_packed(row) for row in value["data"]]}
    octets = jsontext.dumps(shown if request.is_packed else value)
    return (Head(200, headers.merged(usual, more), Framing.LENGTH), Data(octets))


def _packed(row: Mapping[str, JSON]) -> JSON:
    """A row whose vector is text."""
    numbers = row["embedding"]
    octets = struct.pack(f"<{len(numbers)}f", *numbers)
    return {**row, "embedding": base64.b64encode(octets).decode("ascii")}


def summary(value: Mapping[str, JSON]) -> dict[str, JSON]:
    """What the list means to say, for the journal: the beginning of each vector by index."""
    return {
        "model": value["model"],
        "vectors": {str(row["index"]): row["embedding"][:TELLING] for row in value["data"]},
        "usage": value["usage"],
    }
