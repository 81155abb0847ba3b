"""Models that draw, film, sing or read files behind the chat endpoint, each in its own form.

Rules of this file: what such a model says, as relays show it; nothing of the wire.
A link leads to a file that the mock serves, and the same request gives the same link.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import TypeAlias

from mock_upstream import text
from mock_upstream.jsontext import JSON
from mock_upstream.media.pictures import png
from mock_upstream.protocols.openai.request import ChatRequest

__all__ = ["GIZMO", "Form", "form_of", "reported"]

GIZMO = "gpt-4-gizmo-*"
"""How a relay writes every GPT in one row of its list, and some in their answers too."""

FILES = "/v1/files"
_LINK = re.compile(r"https?://\S+")
_DRAW = re.compile(r"\b(?:draw|paint|sketch)\b|画|绘", re.IGNORECASE)
_SIDE = 64
"""Pixels of a picture that stands in the answer itself."""


@dataclass(frozen=True, slots=True)
class Form:
    """What is said in pieces, one event each, and what else the message has."""

    pieces: tuple[str, ...]
    message: Mapping[str, JSON] = field(default_factory=lambda: MappingProxyType({}))


Say: TypeAlias = Callable[[ChatRequest, int], Form | None]
"""A request and a number -> what is said; ``None``: ordinary words."""


def form_of(request: ChatRequest, number: int) -> Form | None:
    """What the model of a request says in a form of its own; ``None`` for most models."""
    found = (say for pattern, say in FORMS.items() if fnmatchcase(request.model, pattern))
    say = next(found, None)
    return None if say is None else say(request, number)


def reported(model: str) -> str:
    """The name that an answer of ``model`` has."""
    return GIZMO if fnmatchcase(model, GIZMO) else model


def _film(request: ChatRequest, number: int) -> Form:
    """The request as it was understood, progress line by line, and where to play the film."""
    link, words = _asked(request)
    task = {"user_prompt": words, "enhance_prompt": True, "image_url": link}
    shown = {key: value for key, value in task.items() if value is not None}
    play = f"\n\n[在线播放▶️]({_file(request, 'videos', number)}.mp4)"
    said = ["> 排队中\n", "> 生成中...\n", "> 生成完成 ✅\n", "> 视频信息 1280x768 24fps\n"]
    return Form((f"```\n{json.dumps(shown, ensure_ascii=False, indent=1)}\n```\n\n", *said, play))


def _song(request: ChatRequest, number: int) -> Form:
    """Title and words, progress line by line, and two songs with their pictures."""
    title, *lines = text.sentences(4, seed=number).split(". ")
    said = [
        f"# {title}\n\n",
        *(f"{line}\n" for line in lines),
        "\n> 生成中...\n",
        "> 生成完成 ✅\n\n",
    ]
    for place in range(2):
        one = text.digest(number, place)
        said.append(f"![cover]({_picture(request, one)})\n")
        said.append(f"[🎵 {place + 1}]({_file(request, 'music', one)}.mp3)\n")
    return Form(tuple(said))


def _everything(request: ChatRequest, number: int) -> Form | None:
    """A file is read, a picture drawn, and anything else just answered."""
    link, words = _asked(request)
    if link is not None:
        answer = text.sentences(2, seed=number)
        return Form((f"`{link.rpartition('/')[2]}`\n\n", *text.pieces(answer)))
    if not _DRAW.search(words):
        return None
    address = _picture(request, number)
    return Form(("> 绘制中...\n\n", f"![image]({address})\n\n", f"[下载⏬]({address})\n"))


def _drawn(request: ChatRequest, number: int) -> Form:
    """A Markdown picture by its address."""
    return Form((f"![{_asked(request)[1][:40]}]({_picture(request, number)})",))


def _shown(request: ChatRequest, number: int) -> Form:
    """The picture itself: beside the words for who asks for pictures, else within them."""
    octets = base64.b64encode(png(number, _SIDE, _SIDE)).decode("ascii")
    address = f"data:image/png;base64,{octets}"
    if "image" in (request.body.get("modalities") or ()):
        images = [{"type": "image_url", "image_url": {"url": address}, "index": 0}]
        return Form(("Here it is.",), {"images": images})
    return Form(("Here it is.\n\n", f"![image]({address})"))


FORMS: Mapping[str, Say] = MappingProxyType(
    {
        "runway-video*": _film,
        "suno-v3*": _song,
        "gpt-4-all": _everything,
        "gpt-4o-all": _everything,
        "stable-diffusion*": _drawn,
        "gemini-*-image*": _shown,
    }
)
"""Pattern of a model's name -> its form; the first that fits counts."""


def _asked(request: ChatRequest) -> tuple[str | None, str]:
    """The first link that the user gives, in words or as a part, and the words beside it."""
    words = request.user_text
    found = _LINK.search(words)
    if found:
        return found[0], (words[: found.start()] + words[found.end() :]).strip()
    return next(iter(_parts(request)), None), words.strip()


def _parts(request: ChatRequest) -> list[str]:
    """The addresses of the pictures of the last message."""
    content = request.messages[-1].get("content")
    parts = content if isinstance(content, list) else []
    return [part["image_url"]["url"] for part in parts if part.get("type") == "image_url"]


def _file(request: ChatRequest, kind: str, number: int) -> str:
    """The address of a file without its ending."""
    return f"{request.root}{FILES}/{kind}/{number:016x}"


def _picture(request: ChatRequest, number: int) -> str:
    """The address of a picture."""
    return f"{_file(request, 'images', number)}-1024x1024.png"
