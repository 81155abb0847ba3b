"""Defects of the fields around the choices of a chunk."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.defects import chunk_fields


@pytest.mark.parametrize(
    ("defect", "field", "values"),
    [
        (chunk_fields.ChunkObjectWrong, "object", ["chat.completion"] * 4),
        (chunk_fields.IdPerChunk, "id", ["c1-1", "c1-2", "c1-3", "c1-4"]),
        (chunk_fields.CreatedPerChunk, "created", [5, 6, 7, 8]),
        (chunk_fields.CreatedAsText, "created", ["5"] * 4),
        (chunk_fields.ModelMixed, "model", ["m", "m-other", "m-other", "m-other"]),
        (chunk_fields.ObfuscationAlways, "obfuscation", ["xK3mQ9"] * 4),
        (chunk_fields.ErrorKeyInChunks, "error", [{"code": 0, "message": ""}] * 4),
    ],
)
def test_one_field_differs(
    chunks: Any, stream: Any, defect: Any, field: str, values: list[Any]
) -> None:
    """All other fields are as they were."""
    shown, plain = chunks(defect, *stream), chunks(None, *stream)

    assert [chunk[field] for chunk in shown[:-1]] == values
    for changed, honest in zip(shown[:-1], plain[:-1], strict=True):
        assert {k: v for k, v in changed.items() if k != field} == {
            k: v for k, v in honest.items() if k != field
        }


def test_usage_chunk_is_not_padded(chunks: Any, chunk: Any) -> None:
    """Padding belongs to chunks with a delta."""
    asked = {"stream_options": {"include_usage": True}}
    usage = chunk(choices=[], usage={"total_tokens": 1})

    shown = chunks(chunk_fields.ObfuscationAlways, chunk({}, "stop"), usage, body=asked)

    assert ["obfuscation" in c for c in shown[:-1]] == [True, False]
