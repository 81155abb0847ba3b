"""Defects of chat whose answers and questions have links, pictures and names of families."""

from __future__ import annotations

import re

from conformance.model import JSON
from conformance.relay import jsontext
from conformance.relay.defects.base import Defect
from conformance.relay.defects.bodies import EachSaid

__all__ = ["CHAT_FORMS"]

Body = dict[str, JSON]
"""A request, a chunk, a completion or a message."""

_LINK = re.compile(r"!?\[[^\]]*\]\([^)\s]+\)")
_HEAD = re.compile(r"(https?://\S+)\s+(.*)", re.DOTALL)


class LinksDropped(EachSaid):
    """Markdown links and pictures are taken out of the text."""

    name = "links_dropped"

    def _changed(self, said: Body) -> Body:
        text = said.get("content")
        return said | {"content": _LINK.sub("", text)} if isinstance(text, str) else said


class MessageImagesDropped(EachSaid):
    """Pictures beside the words of a message are lost."""

    name = "message_images_dropped"

    def _changed(self, said: Body) -> Body:
        return {key: value for key, value in said.items() if key not in ("image", "images")}


class _EachContent(Defect):
    """A defect that changes the content of each message on its way up."""

    def request_body(self, body: Body) -> Body:
        """Change the messages of a chat."""
        messages = body.get("messages")
        if not isinstance(messages, list) or not self.turn.path.startswith("/v1/chat/"):
            return body
        return body | {"messages": [self._message(message) for message in messages]}

    def _message(self, message: JSON) -> JSON:
        if not isinstance(message, dict) or "content" not in message:
            return message
        return message | {"content": self._changed(message["content"])}

    def _changed(self, content: JSON) -> JSON:
        """Return the content as it is forwarded."""
        return content


class AddressesMadeParts(_EachContent):
    """An address at the head of a question becomes a picture part."""

    name = "addresses_made_parts"

    def _changed(self, content: JSON) -> JSON:
        found = _HEAD.fullmatch(content) if isinstance(content, str) else None
        if found is None:
            return content
        picture = {"type": "image_url", "image_url": {"url": found[1]}}
        return [{"type": "text", "text": found[2]}, picture]


class PictureDetailLost(_EachContent):
    """How closely a picture is to be looked at is not forwarded."""

    name = "picture_detail_lost"

    def _changed(self, content: JSON) -> JSON:
        if not isinstance(content, list):
            return content
        return [self._part(part) for part in content]

    def _part(self, part: JSON) -> JSON:
        picture = part.get("image_url") if isinstance(part, dict) else None
        if not isinstance(picture, dict):
            return part
        return part | {"image_url": {k: v for k, v in picture.items() if k != "detail"}}


class FamilyNameSent(Defect):
    """A model of a family is called by the family's name."""

    name = "family_name_sent"

    def request_octets(self, octets: bytes) -> bytes:
        """Forward the pattern in place of the model."""
        if not self.turn.alias.startswith("gpt-4-gizmo-"):
            return octets
        return jsontext.encode(jsontext.decode(octets) | {"model": "gpt-4-gizmo-*"})


CHAT_FORMS: tuple[type[Defect], ...] = (
    LinksDropped,
    MessageImagesDropped,
    AddressesMadeParts,
    PictureDetailLost,
    FamilyNameSent,
)
"""The family, in the order of the list."""
