"""Models that draw, film, sing or read files say so in their own forms."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from mock_upstream.protocols.openai import images
from mock_upstream.protocols.openai.modelforms import Form, form_of, reported
from mock_upstream.protocols.openai.request import ChatRequest
from mock_upstream.protocols.openai.said import Asked, Said

Ask = Callable[..., ChatRequest]
LINK = "https://example.com/a/cat.png"


def said(request: ChatRequest, number: int = 7) -> str:
    """All that a model says."""
    form = form_of(request, number)
    assert isinstance(form, Form)
    return "".join(form.pieces)


@pytest.mark.parametrize(
    ("model", "text", "marks"),
    [
        (
            "runway-video",
            f"{LINK} two dogs",
            [f'"image_url": "{LINK}"', '"two dogs"', "> ", ".mp4)"],
        ),
        ("runway-video", "two dogs", ['"two dogs"', ".mp4)"]),
        ("suno-v3.5", "the sea", ["# ", "> ", "![cover](", ".mp3)"]),
        ("gpt-4-all", f"{LINK} what is it?", ["`cat.png`"]),
        ("gpt-4o-all", "Draw a cat", ["![image](", "/v1/files/images/"]),
        ("stable-diffusion-xl", "a cat", ["![a cat](", "-1024x1024.png)"]),
        ("gemini-2.5-flash-image", "a cat", ["![image](data:image/png;base64,"]),
    ],
)
def test_a_model_has_its_form(ask: Ask, model: str, text: str, marks: list[str]) -> None:
    """The same request gives the same words."""
    words = said(ask(text, model=model))

    assert [mark for mark in marks if mark not in words] == []
    assert words == said(ask(text, model=model))


@pytest.mark.parametrize(
    ("model", "text"), [("gpt-4o", "Draw a cat"), ("gpt-4-all", "How are you?")]
)
def test_anything_else_is_ordinary_words(ask: Ask, model: str, text: str) -> None:
    """Most models, and a question without a file or a drawing."""
    assert form_of(ask(text, model=model), 7) is None


def test_a_picture_part_is_a_file_too(ask: Ask) -> None:
    """Its address is as good as one in the words."""
    parts = [{"type": "text", "text": "What?"}, {"type": "image_url", "image_url": {"url": LINK}}]
    request = ask(model="gpt-4o-all", messages=[{"role": "user", "content": parts}])

    assert "`cat.png`" in said(request)


def test_a_picture_stands_beside_the_words_for_who_asks(ask: Ask) -> None:
    """With ``image`` among the modalities, as a list; it decodes."""
    form = form_of(ask("a cat", model="gemini-x-image", modalities=["text", "image"]), 7)

    assert form is not None
    address = form.message["images"][0]["image_url"]["url"]
    assert base64.b64decode(address.partition(",")[2]).startswith(b"\x89PNG")
    assert "data:" not in "".join(form.pieces)


def test_a_link_leads_to_a_picture(ask: Ask) -> None:
    """The mock serves it where the client reached the mock."""
    address = said(ask("a cat", model="stable-diffusion")).partition("(")[2].rstrip(")")
    path = address.removeprefix("http://localhost/v1")

    shown = images.show(Asked(b"", None, (), path, 0, 0, {}))

    assert path.startswith(images.FILES)
    assert isinstance(shown, Said)


def test_a_gpt_is_reported_by_its_family() -> None:
    """Any other model by its name."""
    assert reported("gpt-4-gizmo-g-B3hgivKK9") == "gpt-4-gizmo-*"
    assert reported("gpt-4o") == "gpt-4o"


def test_a_form_is_an_answer_like_any_other(whole: Callable[..., Any], chunks: Any) -> None:
    """Whole or streamed, with what stands beside the words."""
    fields = {"model": "gemini-x-image", "modalities": ["text", "image"]}
    message = whole("a cat", **fields)["choices"][0]["message"]
    deltas = [c["delta"] for one in chunks("a cat", **fields) for c in one["choices"]]

    assert message["content"] == "".join(delta.get("content") or "" for delta in deltas)
    assert [d["images"] for d in deltas if "images" in d] == [message["images"]]
    assert json.dumps(message["images"]).count("base64") == 1
