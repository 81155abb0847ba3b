"""A vector for each content."""

from __future__ import annotations

import math
from typing import Any

import pytest

from mock_upstream.protocols.gemini.vectors import batch, single, summary
from mock_upstream.reply import Failure

ONE: Any = {"content": {"parts": [{"text": "a"}]}, "outputDimensionality": 8}


def test_a_vector_follows_from_its_text() -> None:
    """It has length one; alone and in a batch it is the same."""
    alone, both = single("m", ONE), batch("m", {"requests": [ONE, ONE]})

    assert not isinstance(alone, Failure)
    assert not isinstance(both, Failure)
    assert both["embeddings"] == [alone["embedding"]] * 2
    assert math.isclose(math.hypot(*alone["embedding"]["values"]), 1, abs_tol=1e-6)
    assert summary(alone)["vectors"] == [alone["embedding"]["values"][:4]]
    assert summary(both)["vectors"] == summary(alone)["vectors"] * 2


def test_the_usual_size_is_768() -> None:
    """When nobody asks for another."""
    alone = single("m", {"content": {"parts": [{"text": "a"}]}})

    assert not isinstance(alone, Failure)
    assert len(alone["embedding"]["values"]) == 768


@pytest.mark.parametrize(
    "body", [None, {}, {"content": {"parts": "a"}}, {**ONE, "outputDimensionality": 5000}], ids=str
)
def test_a_mistake_is_refused(body: Any) -> None:
    """Alone and in a batch."""
    assert isinstance(single("m", body), Failure)
    assert isinstance(batch("m", {"requests": [body]}), Failure)


@pytest.mark.parametrize("body", [None, {}, {"requests": []}], ids=str)
def test_a_batch_has_requests(body: Any) -> None:
    """At least one."""
    assert isinstance(batch("m", body), Failure)
