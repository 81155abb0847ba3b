"""Ideogram as its own API tells it: pictures that are made while the client waits.

Rules of this file: the paths and what is said there; no task is kept. What is asked
for stands in one object, which a form carries as text beside the picture.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from mock_upstream import jsontext, text
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.tasks.desk import EPOCH_S, FILES, SPAN_S, Ask, Told
from mock_upstream.protocols.tasks.runway import refused

__all__ = ["LOOKS", "ROOTS", "answer"]

ROOTS = ("/ideogram",)
_DRAWS = ("/generate", "/remix", "/upscale")
LOOKS = (*_DRAWS, "/describe")
"""All of its paths: nothing is made that is fetched later."""
_MOST = 8
"""Pictures of one request."""
_SEEDS = 2**31
_SIZES: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "ASPECT_1_1": (1024, 1024),
        "ASPECT_16_9": (1280, 720),
        "ASPECT_16_10": (1280, 800),
        "ASPECT_3_2": (1248, 832),
        "ASPECT_4_3": (1152, 864),
        "ASPECT_3_1": (1536, 512),
    }
)
"""The wide ones; a high one is the same turned round."""


def answer(ask: Ask) -> Told | None:
    """What is said to a call; ``None``: there is no such path."""
    if ask.method != "POST" or ask.path not in LOOKS:
        return None
    if ask.path != "/generate" and "image_file" not in ask.files:
        return refused("image_file is required")
    return _described(ask) if ask.path == "/describe" else _drawn(ask)


def _drawn(ask: Ask) -> Told:
    """The pictures."""
    said = _request(ask.body.get("image_request"))
    if said is None or (ask.path != "/upscale" and not said.get("prompt")):
        return refused("Invalid input provided")
    count = said.get("num_images", 1)
    if count not in range(1, _MOST + 1) or _size(said) is None:
        return refused("Invalid input provided")
    number = ask.desk.draw([ask.path, said])
    made: list[JSON] = [_picture(ask, said, number, index) for index in range(count)]
    created = datetime.fromtimestamp(EPOCH_S + number % SPAN_S, UTC)
    return Told({"created": created.isoformat(), "data": made})


def _request(said: JSON) -> Mapping[str, JSON] | None:
    """What is asked for, as an object or as text that is one."""
    if isinstance(said, str):
        try:
            said = jsontext.loads(said.encode())
        except ValueError:
            return None
    return said if isinstance(said, Mapping) else None


def _size(said: Mapping[str, JSON]) -> tuple[int, int] | None:
    """How large the pictures are to be; ``None`` for what is no size."""
    if isinstance(named := said.get("resolution"), str):
        width, _, height = named.removeprefix("RESOLUTION_").partition("_")
        return (int(width), int(height)) if width.isdigit() and height.isdigit() else None
    word = str(said.get("aspect_ratio") or "ASPECT_1_1")
    if word in _SIZES:
        return _SIZES[word]
    _, wide, high = (*word.split("_"), "", "")[:3]
    turned = _SIZES.get(f"ASPECT_{high}_{wide}")
    return turned and (turned[1], turned[0])


def _picture(ask: Ask, said: Mapping[str, JSON], number: int, index: int) -> dict[str, JSON]:
    width, height = _size(said) or (1, 1)
    own, seed = text.digest(number, index), said.get("seed")
    prompt = said.get("prompt") or text.sentences(1, seed=own)
    is_kept = said.get("magic_prompt_option") == "OFF"
    return {
        "url": f"{ask.root}{FILES}/images/{own:016x}-{width}x{height}.png",
        "prompt": prompt if is_kept else f"{prompt}, in detail",
        "resolution": f"{width}x{height}",
        "is_image_safe": True,
        "seed": own % _SEEDS if seed is None else seed,
        "style_type": said.get("style_type", "GENERAL"),
    }


def _described(ask: Ask) -> Told:
    """What is to be seen on a picture, in several wordings."""
    number = ask.desk.draw([ask.path])
    rows = [{"text": text.sentences(1, seed=number + index)} for index in range(2)]
    return Told({"descriptions": rows})
