"""A request is bounded before it is sent."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conformance.model import RequestSpec
from conformance.session.bounds import PICTURE, UNBOUNDED, Tokens, most


def spec(body: Any, path: str = "/chat/completions") -> RequestSpec:
    """A request with that body."""
    octets = body if isinstance(body, bytes) else json.dumps(body).encode()
    return RequestSpec("POST", path, body=octets)


@pytest.mark.parametrize(
    ("body", "output"),
    [
        ({"max_tokens": 16}, 16),
        ({"max_tokens": 16, "n": 3}, 48),
        ({"max_completion_tokens": 20, "max_tokens": 5}, 20),
        ({"max_output_tokens": 9}, 9),
        ({"generationConfig": {"maxOutputTokens": 7}}, 7),
        ({"max_tokens": "many"}, UNBOUNDED),
        ({"messages": []}, UNBOUNDED),
        ([], 0),
        (b"no json", 0),
    ],
)
def test_the_answer_is_bounded_by_the_request(body: Any, output: int) -> None:
    """Or by what our prompts can lead to."""
    assert most(spec(body), 0).output == output


def test_the_question_is_bounded_by_its_octets() -> None:
    """A picture by its address has a bound of its own."""
    body = json.dumps({"messages": [{"image_url": {"url": "https://x"}}], "max_tokens": 1})

    assert most(spec(body.encode()), 0) == Tokens(len(body) // 2 + PICTURE, 1)


def test_what_makes_no_text_has_no_answer_to_count() -> None:
    """But no less than the probe says."""
    assert most(spec({"input": "x"}, "/embeddings"), 0).output == 0
    assert most(spec({"input": "x"}, "/images/generations"), 500).total == 500
    assert most(RequestSpec("GET", "/models"), 0) == Tokens(0, 0)
