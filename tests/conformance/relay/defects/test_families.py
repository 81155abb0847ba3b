"""Defects of one family of tasks leave the others alone."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from conformance.relay.defects.base import Defect
from conformance.relay.defects.ideogram import IDEOGRAM
from conformance.relay.defects.kling import KLING
from conformance.relay.defects.luma import LUMA
from conformance.relay.defects.midjourney import MIDJOURNEY
from conformance.relay.defects.runway import RUNWAY
from conformance.relay.defects.suno import SUNO
from conformance.relay.envelope import Problem, Reason
from conformance.relay.turn import Turn

BODY = {
    "code": 24, "status": "MODAL2", "buttons": [1], "state": "s", "data": {"data": [1, 2]},
    "prompt": "a --ar 1:1", "title": "t", "own": 1, "make_instrumental": True,
}  # fmt: skip
PROBLEM = Problem(Reason.BAD_KEY, 401, "no")
OTHERS = [
    ("/suno/fetch/{id}", MIDJOURNEY),
    ("/mj/task/{id}/fetch", SUNO),
    ("/v1/x", SUNO),
    ("/mj/x", [*KLING, *LUMA, *RUNWAY, *IDEOGRAM]),
]


@pytest.mark.parametrize(("path", "family"), OTHERS)
def test_another_family_is_as_it_was(path: str, family: Sequence[type[Defect]]) -> None:
    """Whatever is asked, told or answered there."""
    for defect in family:
        for method in ("GET", "POST"):
            made = defect(Turn("r", path=path, method=method))

            assert made.result(BODY) == BODY
            assert made.request_body(BODY) == BODY
            assert made.tasks([BODY]) == [BODY]
            assert made.error(PROBLEM) == PROBLEM
            assert made.envelope(BODY, PROBLEM) == BODY
        assert defect.summary.endswith(".")
