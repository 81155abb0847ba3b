"""Defects of pictures: lost fields and files on the way up, other pictures on the way down."""

from __future__ import annotations

import re
from abc import abstractmethod
from dataclasses import replace

from conformance.model import JSON
from conformance.relay.defects.base import Defect
from conformance.relay.endpoints import row
from conformance.relay.envelope import Reason, refusal
from conformance.relay.form import Part

__all__ = ["IMAGES"]

Body = dict[str, JSON]
Parts = tuple[Part, ...]

_LOST = frozenset({"quality", "style", "background", "moderation", "user"})
_DATA_URL = "data:image/png;base64,"


class _OfImages(Defect):
    """A defect of the three endpoints of pictures; the others are left alone."""

    @property
    def _is_here(self) -> bool:
        return self.turn.path.startswith("/v1/images/")


class _EachImage(_OfImages):
    """A defect that changes every picture of an answer in one piece."""

    def result(self, body: Body) -> Body:
        """Change the items of the data."""
        if not self._is_here:
            return body
        return body | {"data": [self._changed(item) for item in body["data"]]}

    @abstractmethod
    def _changed(self, item: Body) -> Body:
        """Return the picture as it is shown."""


class ImagesRefused(_OfImages):
    """Requests for pictures are refused as unknown."""

    name = "images_refused"

    def request_body(self, body: Body) -> Body:
        """Refuse JSON."""
        if self._is_here:
            raise refusal(Reason.UNKNOWN_PATH, "No pictures here.")
        return body

    def parts(self, parts: Parts) -> Parts:
        """Refuse a form."""
        self.request_body({})
        return parts


class ImageCreatedLost(_OfImages):
    """The answer with pictures has no created time."""

    name = "image_created_lost"

    def result(self, body: Body) -> Body:
        """Take it out."""
        return {k: v for k, v in body.items() if not self._is_here or k != "created"}


class ImageUsageLost(_OfImages):
    """The answer with pictures has no usage."""

    name = "image_usage_lost"

    def result(self, body: Body) -> Body:
        """Take it out."""
        return {k: v for k, v in body.items() if not self._is_here or k != "usage"}


class OneImage(_OfImages):
    """Only the first of several pictures is passed on."""

    name = "one_image"

    def result(self, body: Body) -> Body:
        """Keep the first."""
        return body | {"data": body["data"][:1]} if self._is_here else body


class ImageDataUrl(_EachImage):
    """A picture in base64 is written as a data URL."""

    name = "image_data_url"

    def _changed(self, item: Body) -> Body:
        return item | {"b64_json": _DATA_URL + item["b64_json"]} if "b64_json" in item else item


class ImageOtherForm(_EachImage):
    """A link is given though base64 was asked for."""

    name = "image_other_form"

    def _changed(self, item: Body) -> Body:
        return {"url": _DATA_URL + item["b64_json"]} if "b64_json" in item else item


class ImageCut(_EachImage):
    """Half of a picture in base64 is lost."""

    name = "image_cut"

    def _changed(self, item: Body) -> Body:
        return item | {"b64_json": _half(item["b64_json"])} if "b64_json" in item else item


class FakeImage(_EachImage):
    """A link leads to a picture of the relay's own."""

    name = "fake_image"

    def _changed(self, item: Body) -> Body:
        return item | {"url": "https://images.invalid/placeholder.png"} if "url" in item else item


class RevisedPromptLost(_EachImage):
    """The prompt as the model wrote it anew is lost."""

    name = "revised_prompt_lost"

    def _changed(self, item: Body) -> Body:
        return {key: value for key, value in item.items() if key != "revised_prompt"}


class ImageFieldsLost(_OfImages):
    """Quality, style and other documented fields of a request for pictures are lost."""

    name = "image_fields_lost"

    def request_body(self, body: Body) -> Body:
        """Leave them out; unknown fields stay."""
        return {k: v for k, v in body.items() if not self._is_here or k not in _LOST}


class ImageUnknownLost(_OfImages):
    """Fields of a request for pictures that the relay does not know are lost."""

    name = "image_unknown_lost"

    def request_body(self, body: Body) -> Body:
        """Keep what is known."""
        known = row(self.turn.path).fields
        return {k: v for k, v in body.items() if not self._is_here or k in known}


class ImageFormFieldsLost(_OfImages):
    """Quality and other documented fields of a form with pictures are lost."""

    name = "image_form_fields_lost"

    def parts(self, parts: Parts) -> Parts:
        """Leave them out."""
        return tuple(part for part in parts if not self._is_here or part.name not in _LOST)


class FirstImageOnly(_OfImages):
    """Only the first of several pictures of a form is forwarded."""

    name = "first_image_only"

    def parts(self, parts: Parts) -> Parts:
        """Keep the first picture, the mask and the fields."""
        images = [part for part in parts if part.name in {"image", "image[]"}]
        return tuple(part for part in parts if part not in images[1:])


class FileTypesLost(Defect):
    """Files of a form are forwarded without their media type."""

    name = "file_types_lost"

    def parts(self, parts: Parts) -> Parts:
        """Cut the header line out of each head."""
        return tuple(
            replace(part, head=re.sub(rb"(?i)\r\ncontent-type:[^\r]*", b"", part.head))
            for part in parts
        )


class _TypedImages(Defect):
    """A defect that changes the events of streamed pictures."""

    def typed(self, event: Body) -> list[Body]:
        """Change an event of pictures."""
        kind, _, step = str(event.get("type")).partition(".")
        is_here = kind in {"image_generation", "image_edit"}
        return self._changed(event, step) if is_here else [event]

    @abstractmethod
    def _changed(self, event: Body, step: str) -> list[Body]:
        """Return the events that are shown; ``step`` is the last part of the type."""


class ImageIndexLost(_TypedImages):
    """Sketches of a streamed picture have no number."""

    name = "image_index_lost"

    def _changed(self, event: Body, step: str) -> list[Body]:
        del step
        return [{k: v for k, v in event.items() if k != "partial_image_index"}]


class ImageCompletedLost(_TypedImages):
    """The completed picture of a stream is lost."""

    name = "image_completed_lost"

    def _changed(self, event: Body, step: str) -> list[Body]:
        return [] if step == "completed" else [event]


class SketchTwice(_TypedImages):
    """Each sketch of a streamed picture is sent twice."""

    name = "sketch_twice"

    def _changed(self, event: Body, step: str) -> list[Body]:
        return [event] if step == "completed" else [event, event]


class StreamedImageCut(_TypedImages):
    """Half of the completed picture of a stream is lost."""

    name = "streamed_image_cut"

    def _changed(self, event: Body, step: str) -> list[Body]:
        return [event | {"b64_json": _half(event["b64_json"])} if step == "completed" else event]


class ImageStreamWhole(_OfImages):
    """Pictures are answered in one piece though a stream was asked for."""

    name = "image_stream_whole"

    def wants_stream(self, wants: bool) -> bool:
        """Never."""
        return wants and not self._is_here


def _half(text: str) -> str:
    """Half of a text in base64, which still is base64."""
    return text[: len(text) // 8 * 4]


IMAGES: tuple[type[Defect], ...] = (
    ImagesRefused,
    ImageCreatedLost,
    ImageUsageLost,
    OneImage,
    ImageDataUrl,
    ImageOtherForm,
    ImageCut,
    FakeImage,
    RevisedPromptLost,
    ImageFieldsLost,
    ImageUnknownLost,
    ImageFormFieldsLost,
    FirstImageOnly,
    FileTypesLost,
    ImageIndexLost,
    ImageCompletedLost,
    SketchTwice,
    StreamedImageCut,
    ImageStreamWhole,
)
"""The family, in the order in which it is listed."""
