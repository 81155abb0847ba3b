"""Rules of pictures: in which form they come, that they are whole, and whose they are.

Rules of this file: a picture in both forms, or in none, is the schema's business;
these checks read what can be read.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterator, Mapping

from conformance.checks.meant import meant
from conformance.checks.registry import check
from conformance.model import JSON, Violation
from conformance.wire.media import picture_of
from conformance.wire.view import View


def items(view: View) -> list[Mapping[str, JSON]]:
    """The pictures of an answer: the items of its data, or its completed events."""
    if view.is_event_stream:
        events = [chunk for chunk in view.chunks if isinstance(chunk, Mapping)]
        return [one for one in events if str(one.get("type")).endswith(".completed")]
    data = view.json.get("data") if isinstance(view.json, Mapping) else None
    return [one for one in data if isinstance(one, Mapping)] if isinstance(data, list) else []


def octets_of(item: Mapping[str, JSON]) -> bytes | None:
    """The file in an item, in base64 or as a data URL; None when there is none to read."""
    text = item.get("b64_json")
    url = item.get("url")
    if text is None and isinstance(url, str) and url.startswith("data:"):
        text = url.partition(",")[2]
    try:
        return base64.b64decode(text, validate=True) if isinstance(text, str) else None
    except (binascii.Error, ValueError):
        return None


@check("images.count", given="ok")
def count(view: View, *, expected: int) -> Iterator[Violation]:
    """As many pictures come as were asked for."""
    seen = len(items(view))
    if seen != expected:
        yield Violation(f"{seen} pictures came", at="/data", expected=expected, got=seen)


@check("images.form", given="json")
def form(view: View, *, expected: str) -> Iterator[Violation]:
    """Each picture comes in the form that was asked for: ``url`` or ``b64_json``."""
    for index, item in enumerate(items(view)):
        if not item.get(expected):
            given = sorted(key for key in ("url", "b64_json") if item.get(key))
            yield Violation(
                f"no {expected}", at=f"/data/{index}", expected=expected, got=", ".join(given)
            )


@check("images.decode", given="ok")
def decode(view: View, *, size: str) -> Iterator[Violation]:
    """Each picture is a whole file, of the size that was asked for."""
    found = items(view)
    if not found:
        yield Violation("no picture came", at="/data")
    for index, item in enumerate(found):
        picture = picture_of(octets_of(item) or b"")
        if picture is None:
            got = str(item.get("b64_json"))[:40]
            yield Violation("no picture that decodes", at=f"/data/{index}", got=got)
        elif f"{picture.width}x{picture.height}" != size:
            got = f"{picture.width}x{picture.height}"
            yield Violation("another size", at=f"/data/{index}", expected=size, got=got)


@check("images.same", given="ok")
def same(view: View) -> Iterator[Violation]:
    """The pictures are those that the upstream made, none of the relay's own."""
    made = [image for image in meant(view).get("images", ()) if isinstance(image, Mapping)]
    if not made:
        yield Violation("no upstream made a picture", at="/upstream")
        return
    digests, links = ({image.get(key) for image in made} for key in ("sha256", "url"))
    for index, item in enumerate(items(view)):
        octets = octets_of(item)
        if octets is not None and hashlib.sha256(octets).hexdigest() not in digests:
            yield Violation("not the upstream's picture", at=f"/data/{index}")
        if octets is None and item.get("url") and item["url"] not in links:
            yield Violation("not the upstream's link", at=f"/data/{index}/url", got=item["url"])


@check("images.usage", given="ok")
def usage(view: View) -> Iterator[Violation]:
    """Tokens that the upstream counted reach the client as they are."""
    counted = meant(view).get("usage")
    seen = [*view.usage, None][0]
    if counted and (not isinstance(seen, Mapping) or seen != counted):
        yield Violation("the usage differs", at="/usage", expected=counted, got=seen)


@check("images.stream-order", given="stream")
def stream_order(view: View, *, partial: int, kind: str) -> Iterator[Violation]:
    """At most ``partial`` sketches come, with rising numbers, and the picture comes last."""
    seen = [
        (chunk.get("type"), chunk.get("partial_image_index"))
        for chunk in view.chunks
        if isinstance(chunk, Mapping)
    ]
    got = [name for name, _ in seen]
    sketches = min(max(len(got) - 1, 0), partial)
    expected = [f"{kind}.partial_image"] * sketches + [f"{kind}.completed"]
    if got != expected:
        yield Violation("other events, or in another order", expected=expected, got=got)
    numbers = [number for _, number in seen if isinstance(number, int)]
    if numbers != sorted(set(numbers)):
        yield Violation("the numbers of the sketches do not rise", got=numbers)


@check("images.revised", given="ok")
def revised(view: View) -> Iterator[Violation]:
    """A prompt that the upstream wrote anew reaches the client, picture by picture."""
    made = [image for image in meant(view).get("images", ()) if isinstance(image, Mapping)]
    for index, (image, item) in enumerate(zip(made, items(view), strict=False)):
        wanted, got = image.get("revised_prompt"), item.get("revised_prompt")
        if wanted is not None and got != wanted:
            at = f"/data/{index}/revised_prompt"
            yield Violation("not the upstream's prompt", at=at, expected=wanted, got=got)
