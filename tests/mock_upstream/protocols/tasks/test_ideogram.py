"""What Ideogram says at each of its paths."""

from __future__ import annotations

from typing import Any

import pytest

import specs
from mock_upstream.protocols.tasks import ideogram
from mock_upstream.protocols.tasks.desk import Ask, Desk, Told

FILE = frozenset({"image_file"})


def say(path: str, body: Any, files: frozenset[str] = frozenset()) -> Told:
    """What is answered to a request."""
    told = ideogram.answer(Ask("POST", path, Desk({}), body, files=files))
    assert isinstance(told, Told)
    return told


def test_pictures_are_made_at_once() -> None:
    """As many, as large and from the seed that are asked for; all is what the schema says."""
    asked = {"prompt": "rain", "num_images": 2, "seed": 7, "magic_prompt_option": "OFF"}
    body = say("/generate", {"image_request": asked}).body

    assert specs.validator("ideogram/images.json").is_valid(body)
    assert [(one["seed"], one["prompt"]) for one in body["data"]] == [(7, "rain")] * 2
    assert len({one["url"] for one in body["data"]}) == 2


@pytest.mark.parametrize(
    ("asked", "size"),
    [
        ({}, "1024x1024"),
        ({"aspect_ratio": "ASPECT_16_9"}, "1280x720"),
        ({"aspect_ratio": "ASPECT_9_16"}, "720x1280"),
        ({"resolution": "RESOLUTION_512_1536"}, "512x1536"),
    ],
)
def test_a_size_is_read(asked: Any, size: str) -> None:
    """By its ratio, or in its pixels."""
    body = say("/generate", {"image_request": {"prompt": "rain", **asked}}).body

    assert body["data"][0]["resolution"] == size


@pytest.mark.parametrize(
    ("path", "request_"), [("/remix", '{"prompt": "rain"}'), ("/upscale", '{"detail": 0}')]
)
def test_a_form_carries_its_request_as_text(path: str, request_: str) -> None:
    """Beside the picture."""
    body = say(path, {"image_request": request_}, FILE).body

    assert specs.validator("ideogram/images.json").is_valid(body)
    assert body["data"][0]["seed"] >= 0


def test_a_picture_is_described() -> None:
    """In several wordings."""
    body = say("/describe", {}, FILE).body

    assert specs.validator("ideogram/descriptions.json").is_valid(body)


@pytest.mark.parametrize(
    ("path", "body", "files"),
    [
        ("/generate", {}, FILE),
        ("/generate", {"image_request": {"prompt": ""}}, FILE),
        ("/generate", {"image_request": {"prompt": "a", "num_images": 9}}, FILE),
        ("/generate", {"image_request": {"prompt": "a", "aspect_ratio": "16:9"}}, FILE),
        ("/generate", {"image_request": {"prompt": "a", "resolution": "large"}}, FILE),
        ("/remix", {"image_request": "no"}, FILE),
        ("/remix", {"image_request": '{"prompt": "a"}'}, frozenset()),
        ("/describe", {}, frozenset()),
    ],
)
def test_a_wrong_request_is_a_400(path: str, body: Any, files: frozenset[str]) -> None:
    """With words under ``error``."""
    told = say(path, body, files)

    assert told.status == 400
    assert specs.validator("ideogram/error.json").is_valid(told.body)


@pytest.mark.parametrize(("method", "path"), [("GET", "/generate"), ("POST", "/x")])
def test_other_paths_are_none(method: str, path: str) -> None:
    """The caller tells of them."""
    assert ideogram.answer(Ask(method, path, Desk({}))) is None
