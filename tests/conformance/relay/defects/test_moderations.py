"""Defects of moderations: lost results, scores and inputs."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.defects import moderations as defects
from conformance.relay.envelope import RelayError
from conformance.relay.turn import Turn

HERE, ELSEWHERE = Turn("r", path=defects.PATH), Turn("r", path="/v1/embeddings")
RESULT: dict[str, Any] = {"flagged": True, "category_scores": {}}
BODY: dict[str, Any] = {"id": "m", "results": [RESULT, RESULT]}
PARTS: list[Any] = [{"type": "text", "text": "a"}, {"type": "image_url", "image_url": {}}]


@pytest.mark.parametrize(
    ("defect", "results"),
    [
        (defects.ModerationFirstOnly, [RESULT]),
        (defects.ModerationAllClear, [RESULT | {"flagged": False}] * 2),
        (defects.ModerationScoresLost, [{"flagged": True}] * 2),
        (defects.ModerationPicturesDropped, [RESULT, RESULT]),
    ],
)
def test_results_differ_in_one_way(defect: Any, results: list[Any]) -> None:
    """Other endpoints are left alone."""
    assert defect(HERE).result(dict(BODY)) == BODY | {"results": results}
    assert defect(ELSEWHERE).result(dict(BODY)) == BODY


@pytest.mark.parametrize(("given", "sent"), [("a", "a"), (["a"], ["a"]), (PARTS, PARTS[:1])])
def test_pictures_are_dropped(given: Any, sent: Any) -> None:
    """Texts are not."""
    defect = defects.ModerationPicturesDropped

    assert defect(HERE).request_body({"input": given}) == {"input": sent}
    assert defect(ELSEWHERE).request_body({"input": given}) == {"input": given}
    assert defects.ModerationAllClear(HERE).request_body({"input": given}) == {"input": given}


def test_moderations_500() -> None:
    """Nothing is sent upstream; other endpoints are served."""
    with pytest.raises(RelayError) as caught:
        defects.Moderations500(HERE).request_body({})

    assert caught.value.problem.status == 500
