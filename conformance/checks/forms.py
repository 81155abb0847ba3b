"""Rules of forms: fields and files reach the upstream as the client sent them.

Rules of this file: wired runs only. ``name`` and ``name[]`` are one name, as the
official SDKs write the one and the document the other.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import PurePath

from conformance.checks.registry import check
from conformance.model import JSON, Headers, Violation
from conformance.wire import form
from conformance.wire.view import View


def sent(view: View) -> tuple[form.Part, ...]:
    """The parts of the client's form."""
    return _parts(view.exchange.request.headers, view.exchange.request.body)


def forwarded(view: View) -> tuple[form.Part, ...]:
    """The parts of the form that reached the last upstream."""
    call = view.upstream[-1].call if view.upstream else None
    return _parts(call.headers, call.body) if call else ()


def content(headers: Headers, body: bytes) -> JSON:
    """Fields and files of a form, in a shape that can be compared and shown."""
    parts = _parts(headers, body)
    return {"fields": sorted(_pairs(parts)), "files": _files(parts)}


@check("form.fields", given="forwarded")
def fields(
    view: View, *, keys: Collection[str] = (), but: Collection[str] = ()
) -> Iterator[Violation]:
    """Each plain field reaches the upstream with its value; the model's name may change.

    Of ``keys`` alone when these are given, and of none of ``but``.
    """
    got = Counter(_pairs(forwarded(view)))
    for name, value in _pairs(sent(view)):
        if name in but or (keys and name not in keys):
            continue
        if not got[name, value]:
            yield Violation(
                f"the field {name} is lost or changed",
                at=f"/{name}",
                expected=value,
                got=[other for key, other in got if key == name],
            )
        got[name, value] -= 1


@check("form.files", given="forwarded")
def files(view: View) -> Iterator[Violation]:
    """Each file reaches the upstream octet for octet, and those of one field in their order."""
    wanted, got = _files(sent(view)), _files(forwarded(view))
    if wanted != got:
        yield Violation("the files differ", at="/files", expected=wanted, got=got)


@check("form.file-kinds", given="forwarded")
def file_kinds(view: View, *, by: Collection[str]) -> Iterator[Violation]:
    """Each file that arrives is of the kind that was sent, ``by`` its type, its name's ending."""
    got = dict(_numbered(forwarded(view)))
    for key, part in _numbered(sent(view)):
        if (other := got.get(key)) is not None:
            expected, found = _kind(part), _kind(other)
            if any(expected[one] != found[one] for one in by):
                yield Violation("a file of another kind", f"/{part.bare_name}", expected, found)


def _pairs(parts: tuple[form.Part, ...]) -> list[tuple[str, str]]:
    return [
        (part.bare_name, part.octets.decode("utf-8", "replace"))
        for part in parts
        if part.filename is None and part.name != "model"
    ]


def _files(parts: tuple[form.Part, ...]) -> list[str]:
    files = [part for part in parts if part.filename is not None]
    return [
        f"{part.bare_name} {len(part.octets)} {hashlib.sha256(part.octets).hexdigest()[:16]}"
        for part in sorted(files, key=lambda part: part.bare_name)
    ]


def _numbered(parts: tuple[form.Part, ...]) -> Iterator[tuple[tuple[str, int], form.Part]]:
    """Each file with the name of its field and its place among the files of that field."""
    seen: Counter[str] = Counter()
    for part in parts:
        if part.filename is not None:
            yield (part.bare_name, seen[part.bare_name]), part
            seen[part.bare_name] += 1


def _kind(part: form.Part) -> dict[str, str]:
    """The media type without ``x-``, by which servers call one kind two names, and the ending."""
    named = (part.content_type or "none").partition(";")[0].strip().lower()
    ending = PurePath(part.filename or "").suffix.lower()
    return {"type": named.replace("/x-", "/"), "ending": ending}


def _parts(headers: Headers, body: bytes) -> tuple[form.Part, ...]:
    kinds = [value for name, value in headers if name.lower() == "content-type"]
    return form.parts(kinds[0] if kinds else "", body)
