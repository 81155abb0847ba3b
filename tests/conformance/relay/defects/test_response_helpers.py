"""Defects of what stands beside responses."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.defects import response_helpers as helpers
from conformance.relay.defects.base import Defect
from conformance.relay.envelope import RelayError
from conformance.relay.turn import Turn

COUNT = "/v1/responses/input_tokens"
COMPACT = "/v1/responses/compact"
COUNTED: Any = {"object": "response.input_tokens", "input_tokens": 7}
COMPACTED: Any = {"id": "r", "output": [1, 2], "usage": {}}


@pytest.mark.parametrize(
    ("defect", "path", "body", "shown"),
    [
        (helpers.InputTokensString, COUNT, COUNTED, COUNTED | {"input_tokens": "7"}),
        (helpers.InputTokensRecounted, COUNT, COUNTED, COUNTED | {"input_tokens": 8}),
        (helpers.CompactionUsageLost, COMPACT, COMPACTED, {"id": "r", "output": [1, 2]}),
        (helpers.CompactionItemLost, COMPACT, COMPACTED, COMPACTED | {"output": [2]}),
    ],
)
def test_an_answer_is_spoilt(defect: type[Defect], path: str, body: Any, shown: Any) -> None:
    """Those of other paths are not."""
    assert defect(Turn("r", path=path)).result(body) == shown
    assert defect(Turn("r", path="/v1/responses")).result(body) == body


def test_nothing_is_counted_or_compacted() -> None:
    """Responses are made."""
    for path in (COUNT, COMPACT):
        with pytest.raises(RelayError):
            helpers.ResponseHelpersRefused(Turn("r", path=path)).request_body({})
    assert helpers.ResponseHelpersRefused(Turn("r", path="/v1/responses")).request_body({}) == {}


def test_instructions_are_lost() -> None:
    """But for responses."""
    body: Any = {"input": "x", "instructions": "y"}
    unguided = helpers.ResponseHelpersUnguided

    assert unguided(Turn("r", path=COUNT)).request_body(body) == {"input": "x"}
    assert unguided(Turn("r", path="/v1/responses")).request_body(body) == body
