"""Defects of edits of pictures in a JSON body."""

from __future__ import annotations

from conformance.model import JSON
from conformance.relay.defects.base import Defect
from conformance.relay.envelope import Reason, refusal

__all__ = ["IMAGE_EDITS"]

Body = dict[str, JSON]


class _JsonEdits(Defect):
    """A defect of edits in a JSON body; forms are left alone."""

    @property
    def _is_here(self) -> bool:
        return self.turn.path == "/v1/images/edits"


class ImageJsonEditsRefused(_JsonEdits):
    """Edits in a JSON body are refused."""

    name = "image_json_edits_refused"

    def request_body(self, body: Body) -> Body:
        """Ask for a form."""
        if self._is_here:
            raise refusal(Reason.MEDIA_TYPE, "The body must be a form.")
        return body


class ImageJsonMaskLost(_JsonEdits):
    """The mask of an edit in a JSON body is not forwarded."""

    name = "image_json_mask_lost"

    def request_body(self, body: Body) -> Body:
        """Leave it out."""
        return {k: v for k, v in body.items() if not self._is_here or k != "mask"}


IMAGE_EDITS: tuple[type[Defect], ...] = (ImageJsonEditsRefused, ImageJsonMaskLost)
"""The family, in the order in which it is listed."""
