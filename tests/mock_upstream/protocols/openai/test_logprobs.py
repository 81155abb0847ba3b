"""Log probabilities are made up, and possible."""

from __future__ import annotations

import math

import pytest

import specs
from mock_upstream.protocols.openai.logprobs import token_logprobs


@pytest.mark.parametrize("top", [0, 1, 5, 20])
def test_the_chosen_token_is_the_likeliest(top: int) -> None:
    """It leads its alternatives, and probabilities together do not exceed one."""
    entries = token_logprobs(["Hi", " 你"], top=top)

    value = {"content": entries, "refusal": None}
    assert not list(specs.validator("openai/logprobs.json").iter_errors(value))
    for entry in entries:
        likely = entry["top_logprobs"]
        assert len(likely) == top
        assert sum(math.exp(item["logprob"]) for item in likely) <= 1.00001
        assert len({item["token"] for item in likely}) == top
        assert [entry["token"]] == [item["token"] for item in likely[:1]] or top == 0


def test_octets_are_those_of_the_token() -> None:
    """As UTF-8; what UTF-8 lacks is a question mark."""
    first, second = token_logprobs(["你", "\ud800"], top=0)

    assert (first["bytes"], second["bytes"]) == ([228, 189, 160], [63])


def test_the_place_of_a_token_matters() -> None:
    """A stream and a whole answer give the same numbers."""
    whole = token_logprobs(["a", "b"], top=1)

    assert whole[1:] == token_logprobs(["b"], top=1, offset=1)
