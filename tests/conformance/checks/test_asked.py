"""Rules of a request that crosses from one dialect to another."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from conformance.checks.asked import asked, signatures
from conformance.model import UpstreamCall
from conformance.wire.view import View

ViewMaker = Callable[..., View]
BODY: Any = {
    "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi [7]"}],
    "temperature": 0,
    "stop": ["END"],
}


def call(body: Any, **reply: Any) -> UpstreamCall:
    """One call to an upstream."""
    return UpstreamCall(
        "primary", "POST", "/v1/x", (), json.dumps(body).encode(), 0, status=200, reply=reply
    )


@pytest.mark.parametrize(
    ("expected", "is_kept"),
    [
        ({"instruction": "brief", "said": [["user", "Hi"]]}, True),
        ({"settings": {"temperature": 0, "stop": ["END"]}}, True),
        ({"settings": {"temperature": 1}}, False),
        ({"settings": {"top_k": 1}}, False),
        ({"said": [["user", "Hi"], ["user", "Hi"]]}, False),
        ({"instruction": "Be long."}, False),
        ({"pictures": []}, True),
        ({"signatures": ["a"]}, False),
    ],
)
def test_what_is_expected_is_asked(view: ViewMaker, expected: Any, is_kept: bool) -> None:
    """Words may have others around them; an object may have more members."""
    found = list(asked(view({}, upstream=[call(BODY)]), expected=expected))

    assert (found == []) is is_kept


def test_a_text_is_found_among_many(view: ViewMaker) -> None:
    """As in a result, which has them anywhere."""
    part = {"functionResponse": {"name": "f", "response": {"a": "1", "b": "18 degrees"}}}
    body = {"contents": [{"parts": [part]}]}
    expected = {"results": [{"name": "f", "text": "18"}]}

    assert list(asked(view({}, upstream=[call(body)]), expected=expected)) == []


def test_a_request_that_cannot_be_read_is_told(view: ViewMaker) -> None:
    """Once, whatever was expected."""
    (found,) = asked(view({}, upstream=[call({"messages": 7})]), expected={"said": []})

    assert "cannot be read" in found.message


@pytest.mark.parametrize(("sent", "is_kept"), [("c2ln", True), ("other", False), (None, False)])
def test_signatures_come_back(view: ViewMaker, sent: Any, is_kept: bool) -> None:
    """Those that the first answer had."""
    made = {"functionCall": {"name": "f"}, "thoughtSignature": "c2ln"}
    back = {"functionCall": {"name": "f"}, **({"thoughtSignature": sent} if sent else {})}
    first = view({}, upstream=[call({"contents": []}, calls=[made])])
    second = view({}, upstream=[call({"contents": [{"parts": [back]}]})])

    assert (list(signatures([first, second])) == []) is is_kept


def test_a_turn_that_cannot_be_read_has_none(view: ViewMaker) -> None:
    """Which is told."""
    made = {"functionCall": {"name": "f"}, "thoughtSignature": "c2ln"}
    first = view({}, upstream=[call({}, calls=[made])])

    assert len(list(signatures([first, first]))) == 1
