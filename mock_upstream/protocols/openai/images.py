"""``/images/generations``, ``/images/edits`` and ``/images/variations``.

Rules of this file: what is drawn and how it is told; what a request may say is
the business of ``image_request``. The same request gives the same pictures.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mock_upstream import jsontext, text
from mock_upstream.frames import Data
from mock_upstream.jsontext import JSON
from mock_upstream.media.pictures import PAINTERS
from mock_upstream.protocols.openai import said
from mock_upstream.protocols.openai.image_request import ImageRequest, read_image
from mock_upstream.protocols.openai.said import Asked, Said
from mock_upstream.reply import Failure

__all__ = ["FILES", "draw", "show"]

FILES = "/files/images/"
"""Where the mock serves what its links lead to; the name says the picture."""

NAME = re.compile(r"([0-9a-f]{16})-(\d{1,4})x(\d{1,4})\.(png|jpeg|webp)")
PIXELS_PER_TOKEN = {"low": 3855, "medium": 993, "high": 252}
"""From OpenAI's prices: 272, 1056 and 4160 tokens for 1024x1024."""
TOKENS_PER_INPUT = 323


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture, by what decides it."""

    number: int
    request: ImageRequest

    @property
    def name(self) -> str:
        """The last part of its address."""
        width, height = self.request.size
        return f"{self.number:016x}-{width}x{height}.{self.request.output_format}"

    @property
    def octets(self) -> bytes:
        """The file."""
        return PAINTERS[self.request.output_format](self.number, *self.request.size)

    @property
    def base64(self) -> str:
        """The file as JSON carries it."""
        return base64.b64encode(self.octets).decode("ascii")


def draw(asked: Asked) -> Said | Failure:
    """What is said to a request for pictures."""
    request = read_image(asked)
    if isinstance(request, Failure):
        return request
    if "form" in asked.script:
        request = replace(request, body={**request.body, "model": asked.script["form"]})
    number = text.digest_unordered(asked.seed, request.meaning)
    pictures = [Picture(text.digest(number, index), request) for index in range(request.n)]
    if request.stream:
        frames = said.events(asked, _events(request, pictures, number))
    else:
        value = {**_response(asked, request, pictures, number), **asked.script.get("extras", {})}
        frames = said.body(asked, jsontext.dumps(value))
    return Said(frames, _summary(asked, request, pictures), _usage(request)["total_tokens"])


def show(asked: Asked) -> Said | Failure:
    """The picture that a link of the mock leads to."""
    match = NAME.fullmatch(asked.path.removeprefix(FILES))
    if match is None:
        return said.no_such_file(asked.path)
    number, width, height, form = match.groups()
    octets = PAINTERS[form](int(number, 16), max(1, int(width)), max(1, int(height)))
    return Said(said.body(asked, octets, f"image/{form}"), {"sha256": said.sha256(octets)})


def _created(number: int) -> int:
    """When the pictures were made."""
    return said.CREATED + number % 2_000_000


def _response(
    asked: Asked, request: ImageRequest, pictures: Sequence[Picture], number: int
) -> dict[str, JSON]:
    """The one JSON answer; the fields of GPT image models only for models that are not DALL-E."""
    data = [_item(asked, request, picture) for picture in pictures]
    value: dict[str, JSON] = {"created": _created(number), "data": data}
    if not request.is_dalle:
        value |= {**_look(request, "opaque", "medium"), "usage": _usage(request)}
    return value


def _item(asked: Asked, request: ImageRequest, picture: Picture) -> dict[str, JSON]:
    """One picture, as a link or in itself, never both."""
    if request.wants_url:
        item: dict[str, JSON] = {"url": f"{asked.root}/v1{FILES}{picture.name}"}
    else:
        item = {"b64_json": picture.base64}
    return item | _revised(request)


def _revised(request: ImageRequest) -> dict[str, JSON]:
    """The prompt as the model wrote it anew, where it does so."""
    is_rewritten = request.model.startswith("dall-e-3")
    return {"revised_prompt": f"{request.prompt}, in detail"} if is_rewritten else {}


def _look(request: ImageRequest, background: str, quality: str) -> dict[str, JSON]:
    """What was chosen where the request leaves it to the model."""
    width, height = request.size
    return {
        "background": request.chosen("background", background),
        "output_format": request.output_format,
        "quality": request.chosen("quality", quality),
        "size": f"{width}x{height}",
    }


def _events(request: ImageRequest, pictures: Sequence[Picture], number: int) -> Iterator[Data]:
    """First sketches of each picture, then the picture."""
    kind = "image_edit" if request.kind == "edits" else "image_generation"
    base = {"created_at": _created(number), **_look(request, "opaque", "medium")}
    for picture in pictures:
        for index in range(request.partial_images):
            sketch = Picture(text.digest(picture.number, index), request)
            yield said.event(
                {
                    "type": f"{kind}.partial_image",
                    "b64_json": sketch.base64,
                    "partial_image_index": index,
                    **base,
                }
            )
        done = {"type": f"{kind}.completed", "b64_json": picture.base64, **base}
        yield said.event({**done, "usage": _usage(request)}, "done")


def _usage(request: ImageRequest) -> dict[str, JSON]:
    """Tokens by prompt, inputs, size and quality."""
    width, height = request.size
    per_token = PIXELS_PER_TOKEN.get(request.chosen("quality", "medium"), 993)
    words, seen = text.count(request.prompt), TOKENS_PER_INPUT * len(request.inputs)
    made = max(1, width * height // per_token) * request.n
    return {
        "input_tokens": words + seen,
        "output_tokens": made,
        "total_tokens": words + seen + made,
        "input_tokens_details": {"text_tokens": words, "image_tokens": seen},
        "output_tokens_details": {"text_tokens": 0, "image_tokens": made},
    }


def _summary(asked: Asked, request: ImageRequest, pictures: Sequence[Picture]) -> dict[str, JSON]:
    """What was meant, for the journal: each picture by digest, and by its link if it has one."""
    shown: list[JSON] = []
    for picture in pictures:
        row: dict[str, JSON] = {"sha256": said.sha256(picture.octets)}
        if request.wants_url:
            row["url"] = f"{asked.root}/v1{FILES}{picture.name}"
        shown.append(row | _revised(request))
    value: dict[str, JSON] = {"model": request.model, "images": shown}
    return value if request.is_dalle else {**value, "usage": _usage(request)}
