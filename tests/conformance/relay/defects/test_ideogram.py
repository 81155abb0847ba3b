"""Defects of Ideogram's answers and forms, each by what it makes of one."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.defects import ideogram
from conformance.relay.envelope import RelayError
from conformance.relay.form import Part
from conformance.relay.turn import Turn

BODY = {"created": "2026", "data": [{"seed": 7}, {"seed": 8}]}
PARTS = (
    Part("image_request", None, b"", b'{"style_type":"ANIME","seed":3}'),
    Part("image_file", "a.png", b"", b"png"),
)


def made(defect: Any, path: str = "/ideogram/remix") -> Any:
    """The defect at a path."""
    return defect(Turn("r", path=path, method="POST"))


def test_pictures_are_told_otherwise() -> None:
    """Their date, their seeds, and how many they are."""
    assert made(ideogram.IdeogramCreatedAsNumber).result(BODY)["created"] == 1
    assert made(ideogram.IdeogramSeedLost).result(BODY)["data"] == [{"seed": 0}] * 2
    assert made(ideogram.IdeogramPictureLost).result(BODY)["data"] == [{"seed": 7}]
    flat = made(ideogram.IdeogramDescriptionsAsText).result({"descriptions": [{"text": "a"}]})
    assert flat == {"descriptions": ["a"]}


def test_a_form_arrives_otherwise() -> None:
    """Without a style, or with an empty file."""
    assert made(ideogram.IdeogramStyleLost).parts(PARTS)[0].octets == b'{"seed":3}'
    assert made(ideogram.IdeogramFileLost).parts(PARTS)[1].octets == b""
    with pytest.raises(RelayError):
        made(ideogram.IdeogramFormsRefused).parts(PARTS)


@pytest.mark.parametrize(
    "defect",
    [ideogram.IdeogramStyleLost, ideogram.IdeogramFileLost, ideogram.IdeogramFormsRefused],
)
def test_other_forms_are_left_alone(defect: Any) -> None:
    """Whoever they are for."""
    assert made(defect, "/v1/images/edits").parts(PARTS) == PARTS


@pytest.mark.parametrize("asked", [{"style_type": "ANIME", "seed": 3}, "text"])
def test_a_request_arrives_otherwise(asked: Any) -> None:
    """What is no object stays as it is."""
    told = made(ideogram.IdeogramStyleLost).request_body({"image_request": asked})

    assert told["image_request"] in ({"seed": 3}, "text")
