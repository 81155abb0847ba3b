"""What tests of the Gemini dialect share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

from mock_upstream.protocols.gemini.request import GeminiRequest, read_content
from mock_upstream.reply import Answer, Block, Choice, Usage

Ask: TypeAlias = Callable[..., GeminiRequest]
Say: TypeAlias = Callable[..., Answer]


@pytest.fixture
def ask() -> Ask:
    """A request that says hi, with this generation config."""

    def make(method: str = "generateContent", query: str = "", **config: Any) -> GeminiRequest:
        body = {"contents": [{"parts": [{"text": "Hi."}]}], "generationConfig": config}
        request = read_content(f"/v1beta/models/m:{method}", body, query)
        assert isinstance(request, GeminiRequest)
        return request

    return make


@pytest.fixture
def say() -> Say:
    """An answer of one choice."""

    def make(*blocks: Block, finish: str = "stop", **more: Any) -> Answer:
        usage = Usage(prompt=10, completion=7, cached=4, reasoning=2)
        return Answer("chatcmpl-1", 0, "m", (Choice(blocks, finish),), usage, **more)

    return make
