"""Rules of content parts: what a message carries besides words reaches the upstream whole.

Rules of this file: data in base64 is compared by its octets, so that a data URL and
bare base64 of the same file are the same.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterator, Mapping

from conformance.checks.registry import check
from conformance.model import JSON, Violation
from conformance.wire.view import View

_DATA = frozenset({"data", "file_data"})
"""Keys whose value is a file in base64."""


@check("parts.same", given="forwarded")
def same(view: View, *, kind: str) -> Iterator[Violation]:
    """Each part of ``kind`` reaches the upstream with all that the client put in it."""
    asked = parts(view.request_json[0], kind)
    got = parts(view.upstream[-1].json, kind) if view.upstream else []
    if len(got) != len(asked):
        yield Violation(
            f"{len(got)} {kind} parts of {len(asked)} reached the upstream", got=len(got)
        )
        return
    for index, (sent, seen) in enumerate(zip(asked, got, strict=True)):
        for key, value in sent.items():
            if known(key, value) != known(key, seen.get(key)):
                yield Violation(
                    f"{key} of a {kind} part is lost or changed",
                    at=f"/{kind}/{index}/{key}",
                    expected=known(key, value),
                    got=known(key, seen.get(key)),
                )


def parts(body: JSON, kind: str) -> list[Mapping[str, JSON]]:
    """What the parts of ``kind`` hold, over all messages of a chat request."""
    messages = body.get("messages") if isinstance(body, Mapping) else None
    contents = [one.get("content") for one in messages or () if isinstance(one, Mapping)]
    listed = [part for content in contents if isinstance(content, list) for part in content]
    return [
        part[kind]
        for part in listed
        if isinstance(part, Mapping)
        and part.get("type") == kind
        and isinstance(part.get(kind), Mapping)
    ]


def known(key: str, value: JSON) -> JSON:
    """``value`` as it is compared: a file by the digest of its octets."""
    if key not in _DATA or not isinstance(value, str):
        return value
    text = value.partition(",")[2] if value.startswith("data:") else value
    try:
        return hashlib.sha256(base64.b64decode(text, validate=True)).hexdigest()
    except (binascii.Error, ValueError):
        return f"no base64: {value[:40]}"
