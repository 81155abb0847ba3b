"""Defects of Luma's own: films, fields, lists."""

from __future__ import annotations

import json
from types import MappingProxyType

from conformance.model import JSON
from conformance.relay.defects.base import Defect
from conformance.relay.defects.films import (
    ErrorOpenai,
    FieldsLost,
    Films,
    Key400,
    PathsRefused,
    RefusalHidden,
)
from conformance.relay.defects.tasks import Body, changed

__all__ = ["LUMA", "Luma"]


class Luma(Films):
    """A defect that leaves other families alone."""

    root = "/luma"


class LumaStateAsNumber(Luma):
    """The state of a new generation is a number."""

    name = "luma_state_as_number"

    def result(self, body: Body) -> Body:
        """Count."""
        is_new = self.is_here and self.turn.method == "POST" and "state" in body
        return body | {"state": 0} if is_new else body


class LumaVideoAsText(Luma):
    """The film of a generation is JSON in a text, as it is kept."""

    name = "luma_video_as_text"

    def result(self, body: Body) -> Body:
        """Pack it."""
        is_packed = self.is_fetch and bool(body.get("video"))
        return body | {"video": json.dumps(body["video"])} if is_packed else body


class LumaSizeLost(Luma):
    """How large a film is, is not told."""

    name = "luma_size_lost"

    def result(self, body: Body) -> Body:
        """Tell nothing in its place."""
        return dict(changed(body, ("video", "width"), lambda _: 0)) if self.is_fetch else body


class LumaFieldsLost(Luma, FieldsLost):
    """The keyframes of a film, and that it goes round, are not forwarded."""

    name = "luma_fields_lost"
    lost = frozenset({"image_url", "image_end_url", "loop"})


class LumaUnknownDropped(Luma, FieldsLost):
    """A field of Luma's that the relay does not know is not forwarded."""

    name = "luma_unknown_dropped"
    lost = frozenset({"own"})


class LumaExtendRefused(Luma, PathsRefused):
    """A film cannot be gone on with."""

    name = "luma_extend_refused"
    refused = frozenset({"/generations/{id}/extend"})


class LumaErrorOpenai(Luma, ErrorOpenai):
    """An error on Luma's paths is told in the shape of OpenAI."""

    name = "luma_error_openai"


class LumaRefusalHidden(Luma, RefusalHidden):
    """Whatever keeps Luma from a film is told as one and the same failure."""

    name = "luma_refusal_hidden"
    hidden = MappingProxyType({"code": "failed", "message": "failed", "data": None})


class LumaKey400(Luma, Key400):
    """A key that is missing or wrong is answered with 400 on Luma's paths."""

    name = "luma_key_400"


class LumaBatchBare(Luma):
    """A batch of generations has one that is none."""

    name = "luma_batch_bare"

    def tasks(self, rows: list[JSON]) -> list[JSON]:
        """Put each in an object of its own."""
        return [{"task": row} for row in rows] if self.is_here else rows


LUMA: tuple[type[Defect], ...] = (
    LumaStateAsNumber,
    LumaVideoAsText,
    LumaSizeLost,
    LumaFieldsLost,
    LumaUnknownDropped,
    LumaExtendRefused,
    LumaErrorOpenai,
    LumaRefusalHidden,
    LumaKey400,
    LumaBatchBare,
)
"""The defects of this family."""
