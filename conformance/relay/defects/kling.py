"""Defects of Kling's own: codes, results, fields."""

from __future__ import annotations

import json
from collections.abc import Callable
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

__all__ = ["KLING", "Kling"]


class Kling(Films):
    """A defect that leaves other families alone."""

    root = "/kling"

    def inside(self, body: Body, path: tuple[str, ...], change: Callable[[JSON], JSON]) -> Body:
        """Return a fetched task with another value at a place in it, if it has one there."""
        return dict(changed(body, ("data", *path), change)) if self.is_fetch else body


class KlingCodeAsText(Kling):
    """The code of a success is text."""

    name = "kling_code_as_text"

    def result(self, body: Body) -> Body:
        """Write it out."""
        return body | {"code": "0"} if self.is_here and "code" in body else body


class KlingResultAsText(Kling):
    """The result of a task is JSON in a text, as it is kept."""

    name = "kling_result_as_text"

    def result(self, body: Body) -> Body:
        """Pack it."""
        return self.inside(body, ("task_result",), json.dumps)


class KlingDurationAsNumber(Kling):
    """The length of a film is a number."""

    name = "kling_duration_as_number"

    def result(self, body: Body) -> Body:
        """Read it."""
        return self.inside(body, ("task_result", "videos", "duration"), float)


class KlingInfoLost(Kling):
    """What the client wrote on its task is not told again."""

    name = "kling_info_lost"

    def result(self, body: Body) -> Body:
        """Empty it."""
        return self.inside(body, ("task_info",), lambda _: {})


class KlingFieldsLost(Kling, FieldsLost):
    """What is to be kept out of a film, and how closely it keeps to its words, is lost."""

    name = "kling_fields_lost"
    lost = frozenset({"negative_prompt", "cfg_scale", "camera_control"})


class KlingUnknownDropped(Kling, FieldsLost):
    """A field of Kling's that the relay does not know is not forwarded."""

    name = "kling_unknown_dropped"
    lost = frozenset({"own"})


class KlingPicturesRefused(Kling, PathsRefused):
    """Nothing but films of words is taken by Kling."""

    name = "kling_pictures_refused"
    refused = frozenset({"/v1/images/generations", "/v1/videos/image2video"})


class KlingErrorOpenai(Kling, ErrorOpenai):
    """An error on Kling's paths is told in the shape of OpenAI."""

    name = "kling_error_openai"


class KlingRefusalHidden(Kling, RefusalHidden):
    """Whatever keeps Kling from a task is told as one and the same failure."""

    name = "kling_refusal_hidden"
    hidden = MappingProxyType({"code": 5000, "message": "failed", "request_id": "0"})


class KlingKey400(Kling, Key400):
    """A key that is missing or wrong is answered with 400 on Kling's paths."""

    name = "kling_key_400"


KLING: tuple[type[Defect], ...] = (
    KlingCodeAsText,
    KlingResultAsText,
    KlingDurationAsNumber,
    KlingInfoLost,
    KlingFieldsLost,
    KlingUnknownDropped,
    KlingPicturesRefused,
    KlingErrorOpenai,
    KlingRefusalHidden,
    KlingKey400,
)
"""The defects of this family."""
