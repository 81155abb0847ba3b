"""A request for pictures, of any of the three endpoints, JSON or form.

Rules of this file: what may be asked, and what an absent field means. Models
that are neither DALL-E nor GPT image take all that any of them takes.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import sqrt
from types import MappingProxyType

from mock_upstream.jsontext import JSON
from mock_upstream.protocols.openai import fields, forms, rules
from mock_upstream.protocols.openai.errors import failure
from mock_upstream.protocols.openai.multipart import Part
from mock_upstream.protocols.openai.rules import Check
from mock_upstream.protocols.openai.said import Asked, sha256
from mock_upstream.reply import Failure

__all__ = ["ImageRequest", "read_image"]

SIZE = re.compile(r"(\d{2,4})x(\d{2,4})")
RATIO = re.compile(r"([1-9]\d?):([1-9]\d?)")
SIDES = range(64, 3841)
MAX_INPUTS = 16
DEFAULT_MODEL = "dall-e-2"
FORMATS = ("png", "jpeg", "webp")
DALLE_3: Mapping[str, tuple[JSON, ...]] = MappingProxyType(
    {
        "n": (1,),
        "size": ("1024x1024", "1792x1024", "1024x1792"),
        "quality": ("standard", "hd"),
        "style": ("vivid", "natural"),
    }
)
"""The only values that the model takes."""
NOT_DALLE = ("stream", "partial_images", "background", "output_format", "moderation")


def _one_of(*allowed: str) -> Check:
    """One of some words."""

    def check(path: str, value: JSON) -> Failure | None:
        if not isinstance(value, str):
            return rules.wrong_type(path, "a string", value)
        return None if value in allowed else rules.invalid_value(path, value, allowed)

    return check


def _size(path: str, value: JSON) -> Failure | None:
    """``auto``, or width and height."""
    if not isinstance(value, str):
        return rules.wrong_type(path, "a string", value)
    match = SIZE.fullmatch(value)
    if value == "auto" or (match and all(int(side) in SIDES for side in match.groups())):
        return None
    return rules.invalid_value(path, value, ("1024x1024", "1024x1536", "1536x1024", "auto"))


FIELDS: Mapping[str, Check] = MappingProxyType(
    {
        "prompt": rules.string,
        "model": rules.string,
        "n": rules.integer(1, 10),
        "quality": rules.string,
        "response_format": _one_of("url", "b64_json"),
        "output_format": _one_of(*FORMATS),
        "output_compression": rules.integer(0, 100),
        "stream": rules.boolean,
        "partial_images": rules.integer(0, 3),
        "size": _size,
        "moderation": _one_of("low", "auto"),
        "background": _one_of("transparent", "opaque", "auto"),
        "style": rules.string,
        "input_fidelity": _one_of("low", "high"),
        "user": rules.string,
    }
)


@dataclass(frozen=True, slots=True)
class ImageRequest:
    """A request that OpenAI would serve; ``kind`` is the last part of the path."""

    kind: str
    body: Mapping[str, JSON]
    inputs: tuple[bytes, ...] = ()
    mask: bytes | None = None

    @property
    def model(self) -> str:
        """The model asked for."""
        return str(self.body.get("model") or DEFAULT_MODEL)

    @property
    def is_dalle(self) -> bool:
        """Whether it is one of the two old models."""
        return self.model.startswith("dall-e")

    @property
    def is_gpt_image(self) -> bool:
        """Whether it is a model that never answers with links."""
        return self.model.startswith(("gpt-image", "chatgpt-image"))

    @property
    def prompt(self) -> str:
        """The words; none for a variation."""
        return str(self.body.get("prompt") or "")

    @property
    def n(self) -> int:
        """How many pictures are wanted."""
        return int(self.body.get("n") or 1)

    @property
    def stream(self) -> bool:
        """Whether events are wanted."""
        return bool(self.body.get("stream"))

    @property
    def partial_images(self) -> int:
        """How many sketches come before each picture of a stream."""
        return int(self.body.get("partial_images") or 0)

    @property
    def wants_url(self) -> bool:
        """Whether links are given; the default of all but GPT image models."""
        return not self.is_gpt_image and self.body.get("response_format") != "b64_json"

    @property
    def output_format(self) -> str:
        """The format of the files."""
        return str(self.body.get("output_format") or FORMATS[0])

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        match = SIZE.fullmatch(str(self.body.get("size") or self.body.get("image_size") or ""))
        return (int(match[1]), int(match[2])) if match else self._proportioned

    @property
    def _proportioned(self) -> tuple[int, int]:
        """Sides as ``aspect_ratio`` wants them, of about a million pixels in all."""
        match = RATIO.fullmatch(str(self.body.get("aspect_ratio") or "1:1"))
        wide, high = (int(match[1]), int(match[2])) if match else (1, 1)
        return _side(wide / high), _side(high / wide)

    @property
    def meaning(self) -> dict[str, JSON]:
        """What decides the pictures: not how many, nor how they are sent."""
        mask = None if self.mask is None else sha256(self.mask)
        return {"prompt": self.prompt, "inputs": [sha256(one) for one in self.inputs], "mask": mask}

    def chosen(self, field: str, otherwise: str) -> str:
        """The value of a field, or what the model takes by itself."""
        value = self.body.get(field)
        return otherwise if value in (None, "", "auto") else str(value)


def _side(ratio: float) -> int:
    """A side that is ``ratio`` times the other, in whole steps of 32 pixels."""
    return max(1, round(sqrt(2**20 * ratio) / 32)) * 32


def read_image(asked: Asked) -> ImageRequest | Failure:
    """The request of any of the three endpoints, or what is wrong with it."""
    kind = asked.path.rpartition("/")[2]
    if forms.content_type(asked.headers).startswith("multipart/"):
        form = forms.read_form(asked.octets, asked.headers)
        if isinstance(form, Failure):
            return form
        return _checked(kind, form.fields, form.files)
    if kind == "variations":
        refused = forms.read_form(asked.octets, asked.headers)
        return refused if isinstance(refused, Failure) else failure("bad_request")
    wrong = fields.media_type(asked.headers)
    if wrong is not None:
        return wrong
    if not isinstance(asked.body, dict):
        return failure("malformed_json")
    return _checked(kind, asked.body, _linked(asked.body))


def _checked(
    kind: str, body: Mapping[str, JSON], files: Mapping[str, tuple[Part, ...]]
) -> ImageRequest | Failure:
    """The request, once nothing is wrong with it."""
    images, masks = files.get("image", ()), files.get("mask", ())
    request = ImageRequest(
        kind,
        body,
        tuple(part.octets for part in images),
        masks[0].octets if masks else None,
    )
    return rules.first(_problems(request, (*images, *masks))) or request


def _problems(request: ImageRequest, files: tuple[Part, ...]) -> Iterator[Failure | None]:
    """What is wrong, field by field, then as a whole."""
    required = () if request.kind == "variations" else ("prompt",)
    yield from fields.problems(request.body, FIELDS, required)
    if request.kind != "generations":
        yield from _inputs(request, files)
    yield from _of_model(request)


def _inputs(request: ImageRequest, files: tuple[Part, ...]) -> Iterator[Failure | None]:
    """Pictures are given, not too many, and are pictures."""
    if not request.inputs:
        yield rules.missing("image")
    if len(request.inputs) > MAX_INPUTS:
        message = f"Invalid 'image': at most {MAX_INPUTS} images, but got {len(request.inputs)}."
        yield rules.bad("array_above_max_length", message, "image")
    for part in files:
        if not part.octets.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF")):
            message = f"Invalid image file '{part.filename}': expected PNG, JPEG or WebP."
            yield rules.bad("invalid_image_format", message, part.name)


def _of_model(request: ImageRequest) -> Iterator[Failure | None]:
    """Each family refuses what only the other takes, and DALL-E 3 most values."""
    if request.model == "dall-e-3":
        for name, allowed in DALLE_3.items():
            value = request.body.get(name)
            if value is not None and value not in allowed:
                yield rules.invalid_value(name, value, tuple(map(str, allowed)))
    only: tuple[str, ...] = NOT_DALLE
    if request.is_gpt_image:
        only = ("response_format", "style")
    elif not request.is_dalle:
        return
    for name in only:
        if request.body.get(name) is not None:
            yield rules.bad("unknown_parameter", f"Unknown parameter: '{name}'.", name)


def _linked(body: Mapping[str, JSON]) -> Mapping[str, tuple[Part, ...]]:
    """The pictures of a JSON body: data URLs as they are, links by their address."""
    given = body.get("images")
    images = tuple(map(_linked_one, given)) if isinstance(given, list) else ()
    mask = body.get("mask")
    return {"image": images, "mask": () if mask is None else (_linked_one(mask),)}


def _linked_one(value: JSON) -> Part:
    """One picture by reference; a link stands for the picture behind it."""
    url = str(value.get("image_url") or value.get("file_id")) if isinstance(value, dict) else ""
    head, comma, data = url.partition(",")
    if not (head.startswith("data:image/") and comma):
        return Part("image", b"\x89PNG\r\n\x1a\n" + url.encode(), "link")
    try:
        return Part("image", base64.b64decode(data, validate=True), "data")
    except binascii.Error:
        return Part("image", b"", "data")
