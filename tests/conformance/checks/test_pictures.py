"""Pictures of an answer come, wherever they stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

LINK = "http://mock/cat.png"
DATA = "data:image/png;base64,iVBORw0KGgo="


@pytest.mark.parametrize(
    ("text", "message", "got", "count"),
    [
        (f"![a]({LINK})", {}, {"content": f"See ![a]({LINK})"}, 0),
        (f"![a]({DATA})", {}, {"content": "", "images": [{"image_url": {"url": DATA}}]}, 0),
        ("", {"image": [{"data": "iVBORw0KGgo="}]}, {"content": f"![a]({DATA})"}, 0),
        ("", {"images": [{"image_url": {"url": DATA}}]}, {"content": "x"}, 1),
        (f"![a]({LINK}) ![b]({DATA})", {}, {"content": "none"}, 2),
        (f"![a]({LINK})", {}, {"content": None, "image": [{"other": LINK}, 5]}, 1),
        ("no picture", None, {"content": "other"}, 0),
    ],
)
def test_a_picture_comes_in_any_form(
    view: Callable[..., Any],
    call: Callable[..., Any],
    places: Callable[..., Any],
    text: str,
    message: Any,
    got: Any,
    count: int,
) -> None:
    """By its address or its base64."""
    reply = {"text": text, "message": message}
    seen = view({"choices": [{"index": 0, "message": got}, 1]}, upstream=[call(reply=reply)])

    assert len(places("chat.pictures", seen)) == count


def test_a_streamed_picture_comes_in_a_delta(
    stream: Callable[..., Any],
    chunk: Callable[..., Any],
    call: Callable[..., Any],
    places: Callable[..., Any],
) -> None:
    """Or piece by piece within the words."""
    reply = {"text": f"![a]({LINK})", "message": {"images": [{"image_url": {"url": DATA}}]}}
    chunks = [
        chunk(f"![a]({LINK[:9]}"),
        chunk(f"{LINK[9:]})"),
        chunk(delta={"images": [{"image_url": {"url": DATA}}]}),
    ]

    assert places("chat.pictures", stream(*chunks, "[DONE]", upstream=[call(reply=reply)])) == []
    assert len(places("chat.pictures", stream(chunks[0], upstream=[call(reply=reply)]))) == 2
