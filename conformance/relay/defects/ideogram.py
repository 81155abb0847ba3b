"""Defects of Ideogram's own: pictures, forms, descriptions."""

from __future__ import annotations

from types import MappingProxyType

from conformance.model import JSON
from conformance.relay import jsontext
from conformance.relay.defects.base import Defect
from conformance.relay.defects.films import ErrorOpenai, Films, Key400, RefusalHidden
from conformance.relay.defects.tasks import Body, changed
from conformance.relay.envelope import Reason, refusal
from conformance.relay.form import Part

__all__ = ["IDEOGRAM", "Ideogram"]

Parts = tuple[Part, ...]


class Ideogram(Films):
    """A defect that leaves other families alone."""

    root = "/ideogram"


class IdeogramCreatedAsNumber(Ideogram):
    """The date of pictures is a number, as OpenAI has it."""

    name = "ideogram_created_as_number"

    def result(self, body: Body) -> Body:
        """Count."""
        return dict(changed(body, ("created",), lambda _: 1)) if self.is_here else body


class IdeogramSeedLost(Ideogram):
    """The seed of a picture is told as 0."""

    name = "ideogram_seed_lost"

    def result(self, body: Body) -> Body:
        """Forget it."""
        return dict(changed(body, ("data", "seed"), lambda _: 0)) if self.is_here else body


class IdeogramPictureLost(Ideogram):
    """One of the pictures is not told of."""

    name = "ideogram_picture_lost"

    def result(self, body: Body) -> Body:
        """Keep all but the last."""
        is_cut = self.is_here and len(body.get("data", ())) > 1
        return body | {"data": body["data"][:-1]} if is_cut else body


class IdeogramDescriptionsAsText(Ideogram):
    """Descriptions are texts, not objects."""

    name = "ideogram_descriptions_as_text"

    def result(self, body: Body) -> Body:
        """Take the text of each."""
        is_flat = self.is_here and "descriptions" in body
        return (
            body | {"descriptions": [one["text"] for one in body["descriptions"]]}
            if is_flat
            else body
        )


class IdeogramStyleLost(Ideogram):
    """The style of pictures is not forwarded."""

    name = "ideogram_style_lost"

    def request_body(self, body: Body) -> Body:
        """Take it out of what is asked for."""
        return body | {"image_request": _plain(body["image_request"])} if self.is_here else body

    def parts(self, parts: Parts) -> Parts:
        """Take it out of a form's text too."""
        if not self.is_here:
            return parts
        return tuple(_restyled(part) if part.name == "image_request" else part for part in parts)


class IdeogramFileLost(Ideogram):
    """The picture of a form arrives empty."""

    name = "ideogram_file_lost"

    def parts(self, parts: Parts) -> Parts:
        """Cut it."""
        is_kept = not self.is_here
        return tuple(
            part
            if is_kept or part.filename is None
            else Part(part.name, part.filename, part.head, b"")
            for part in parts
        )


class IdeogramFormsRefused(Ideogram):
    """Pictures of pictures are refused."""

    name = "ideogram_forms_refused"

    def parts(self, parts: Parts) -> Parts:
        """Know no forms."""
        if self.is_here:
            raise refusal(Reason.BAD_FORM, "no form")
        return parts


class IdeogramErrorOpenai(Ideogram, ErrorOpenai):
    """An error on Ideogram's paths is told in the shape of OpenAI."""

    name = "ideogram_error_openai"


class IdeogramRefusalHidden(Ideogram, RefusalHidden):
    """Whatever keeps Ideogram from a picture is told as one and the same failure."""

    name = "ideogram_refusal_hidden"
    hidden = MappingProxyType({"error": "failed"})


class IdeogramKey400(Ideogram, Key400):
    """A key that is missing or wrong is answered with 400 on Ideogram's paths."""

    name = "ideogram_key_400"


def _plain(said: JSON) -> JSON:
    is_styled = isinstance(said, dict)
    return {key: said[key] for key in said if key != "style_type"} if is_styled else said


def _restyled(part: Part) -> Part:
    octets = jsontext.encode(_plain(jsontext.decode(part.octets)))
    return Part(part.name, part.filename, part.head, octets)


IDEOGRAM: tuple[type[Defect], ...] = (
    IdeogramCreatedAsNumber,
    IdeogramSeedLost,
    IdeogramPictureLost,
    IdeogramDescriptionsAsText,
    IdeogramStyleLost,
    IdeogramFileLost,
    IdeogramFormsRefused,
    IdeogramErrorOpenai,
    IdeogramRefusalHidden,
    IdeogramKey400,
)
"""The defects of this family."""
