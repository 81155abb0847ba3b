"""Rules of pictures in chat: within the words, in a list of images, or under a key of their own.

Rules of this file: a picture is known by its address or by its base64; where it
stands is the relay's choice, that it comes is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from conformance.checks.meant import meant
from conformance.checks.registry import check
from conformance.model import JSON, Violation
from conformance.wire.view import View

_MARKDOWN = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)")
_KEYS = ("image", "images")


@check("chat.pictures", given="told")
def pictures(view: View) -> Iterator[Violation]:
    """Each picture of the upstream's answer is in the client's."""
    said = meant(view)
    expected = {*_within(str(said.get("text", ""))), *_beside(said.get("message"))}
    found = set(_within(view.stream_text()))
    for item in view.objects:
        choices = item.get("choices") if isinstance(item, Mapping) else None
        for choice in choices if isinstance(choices, list) else ():
            if isinstance(choice, Mapping):
                found |= set(_beside(choice.get("delta", choice.get("message"))))
    for one in sorted(expected - found):
        yield Violation("a picture is lost", expected=one[:80], got=sorted(f[:80] for f in found))


def _within(text: str) -> Iterator[str]:
    """The pictures of a Markdown text."""
    yield from map(_bare, _MARKDOWN.findall(text))


def _beside(message: JSON) -> Iterator[str]:
    """The pictures that a message or delta has beside its words."""
    if isinstance(message, Mapping):
        for key in _KEYS:
            yield from map(_bare, _texts(message.get(key)))


def _texts(value: JSON) -> Iterator[str]:
    """Each address or base64 below a value, whatever holds it."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            is_held = key in ("url", "data", "b64_json", "image_url")
            yield from _texts(inner) if is_held else ()
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, str):
        yield value


def _bare(address: str) -> str:
    """The base64 of a data URL; any other address as it is."""
    return address.partition(";base64,")[2] or address
