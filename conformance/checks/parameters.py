"""Rules of parameters: what the client asked for is what the upstream is asked for.

Rules of this file: wired runs only. What a relay may do stands in the tables of
``specs/parameters``: another model name, another name for a limit, additions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from conformance.catalog.parameters import Parameter, Table, table_of_path
from conformance.checks import forms
from conformance.checks.registry import check
from conformance.model import JSON, Violation
from conformance.wire import fidelity
from conformance.wire.fidelity import Fate, Field
from conformance.wire.form import Part
from conformance.wire.view import View

__all__ = ["Compared", "compared", "crossed", "table_of"]

EXTRA = "extra"
"""The effect of a field that stands in no table."""

_HISTORY = "/messages"
"""The place of all that is said, instructions among it."""

_LOST = frozenset({Fate.CHANGED, Fate.DROPPED})


@dataclass(frozen=True, slots=True)
class Compared:
    """A field, its effect, and whether the loss of it would change nothing."""

    field: Field
    effect: str
    is_idle: bool


def table_of(view: View) -> Table | None:
    """The table of the endpoint that the client asked, if it has one."""
    return table_of_path(view.path)


def compared(view: View) -> tuple[Compared, ...]:
    """Every field of either side; none when the request has no table or no upstream."""
    table = table_of(view)
    if table is None or not view.upstream:
        return ()
    sent, got = _both(view, table)
    rows = table.parameters
    found = fidelity.fates(
        sent,
        got,
        renames={row.name: row.renames for row in rows.values()},
        grows={row.name for row in rows.values() if row.grows},
    )
    return tuple(_compared(field, table) for field in found)


@check("parameters.kept", given="mirrored")
def kept(view: View, *, effects: Sequence[str]) -> Iterator[Violation]:
    """No parameter of these effects is lost or changed, but a default that goes unsaid."""
    for one in compared(view):
        if one.effect in effects and not one.is_idle:
            yield from _lost(one.field)


@check("parameters.defaults", given="mirrored")
def defaults(view: View) -> Iterator[Violation]:
    """A parameter that says its own default is sent on as well."""
    for one in compared(view):
        if one.is_idle and one.field.sent is not None:
            yield from _lost(one.field)


@check("parameters.nulls", given="mirrored")
def nulls(view: View) -> Iterator[Violation]:
    """A null stays null, goes unsaid, or becomes the documented default."""
    table = table_of(view)
    for one in compared(view):
        field, row = one.field, table.parameters.get(one.field.name) if table else None
        if field.fate is not Fate.CHANGED or field.sent is not None or row is None:
            continue
        if row.default is None or not fidelity.alike(field.got, row.default):
            yield Violation(f"{field.name}: null became a value", f"/{field.name}", got=field.got)


@check("parameters.values", given="mirrored")
def values(view: View, *, paths: Sequence[str]) -> Iterator[Violation]:
    """The value at each of these JSON pointers reaches the upstream as it is."""
    sent, got = view.request_json[0], view.upstream[-1].json
    for path in paths:
        want, have = fidelity.at(sent, path), fidelity.at(got, path)
        if not fidelity.alike(want, have):
            word = "lost" if have is None else "changed"
            yield Violation(f"{path} is {word}", at=path, expected=want, got=have)


@check("parameters.integers", given="mirrored")
def integers(view: View) -> Iterator[Violation]:
    """A whole number is written as one: 48 does not become 48.0."""
    yield from _floats(view.request_json[0], view.upstream[-1].json, "")


@check("parameters.none-added", given="mirrored")
def none_added(view: View) -> Iterator[Violation]:
    """The upstream is asked for nothing that the client did not ask for."""
    for one in compared(view):
        if one.field.fate is Fate.ADDED and one.field.name != "stream_options":
            yield Violation(f"{one.field.name} is added", f"/{one.field.name}", got=one.field.got)


@check("parameters.carried", given="asked-or-refused")
def carried(view: View, *, dialect: str) -> Iterator[Violation]:
    """What an upstream of another dialect has a place for is put there, or refused."""
    table = table_of(view)
    rows = table.parameters if table else {}
    for one in crossed(view, dialect):
        if one.fate is Fate.DROPPED and dialect in rows[one.name].crosses:
            yield Violation(f"{one.name} is lost, and nobody is told", f"/{one.name}", one.sent)


def crossed(view: View, dialect: str) -> Iterator[Field]:
    """What became of each parameter on its way into another dialect; a default may go unsaid."""
    table, sent = table_of(view), _object(view.request_json[0])
    if table is None or not view.upstream:
        return
    call = view.upstream[-1]
    theirs = table_of_path(call.call.path.partition("?")[0])
    for name, row in table.parameters.items():
        if name not in sent or row.is_required or row.effect == "route" or _idle(row, sent[name]):
            continue
        places = row.crosses.get(dialect, ())
        got = next((one for one in places if _is_told(call.json, one, sent[name])), None)
        known = [theirs.parameters.get(one[1:]) for one in places] if theirs else []
        if got is None and any(_idle(one, sent[name]) for one in known if one):
            continue
        told = Fate.FORWARDED if got == f"/{name}" else Fate.RENAMED
        value = None if got is None else fidelity.at(call.json, got)
        yield Field(name, Fate.DROPPED if got is None else told, sent[name], value)


def _idle(row: Parameter, value: JSON) -> bool:
    """Whether the value goes without saying."""
    return row.default is not None and fidelity.alike(value, row.default)


def _is_told(body: JSON, place: str, sent: JSON) -> bool:
    """Whether a place holds something; a history is always there, and must hold the words."""
    got = fidelity.at(body, place)
    return str(sent) in str(got) if place == _HISTORY else got is not None


def _floats(sent: JSON, got: JSON, path: str) -> Iterator[Violation]:
    if isinstance(sent, Mapping) and isinstance(got, Mapping):
        for key in sent.keys() & got.keys():
            yield from _floats(sent[key], got[key], f"{path}/{key}")
    elif isinstance(sent, list) and isinstance(got, list):
        for index, pair in enumerate(zip(sent, got, strict=False)):
            yield from _floats(*pair, f"{path}/{index}")
    elif type(sent) is int and isinstance(got, float):
        yield Violation(f"{path} is a fraction", at=path, expected=sent, got=got)


def _lost(field: Field) -> Iterator[Violation]:
    if field.fate in _LOST:
        word = "lost" if field.fate is Fate.DROPPED else "changed"
        yield Violation(f"{field.name} is {word}", f"/{field.name}", field.sent, field.got)


def _compared(field: Field, table: Table) -> Compared:
    row = table.parameters.get(field.name)
    if row is None:
        return Compared(field, EXTRA, is_idle=False)
    is_default = row.default is not None and fidelity.alike(field.sent, row.default)
    is_gone = field.fate in {Fate.DROPPED, Fate.FORWARDED}
    return Compared(field, row.effect, is_idle=field.sent is None or (is_default and is_gone))


def _both(view: View, table: Table) -> tuple[Mapping[str, JSON], Mapping[str, JSON]]:
    if table.is_form:
        return _fields(forms.sent(view), table), _fields(forms.forwarded(view), table)
    return _object(view.request_json[0]), _object(view.upstream[-1].json)


def _object(value: JSON) -> Mapping[str, JSON]:
    return value if isinstance(value, Mapping) else {}


def _fields(parts: Sequence[Part], table: Table) -> dict[str, JSON]:
    """The fields of a form as values of their types; one that is repeated is a list."""
    found: dict[str, list[JSON]] = {}
    for part in parts:
        found.setdefault(part.bare_name, []).append(_value(part, table))
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


def _value(part: Part, table: Table) -> JSON:
    """A number or a truth value where the table has one, so that 0.50 is 0.5.

    A file is what it holds: relays give it a name of their own.
    """
    if part.filename is not None:
        digest = hashlib.sha256(part.octets).hexdigest()[:16]
        return f"a file of {len(part.octets)} octets, sha256 {digest}…"
    text = part.octets.decode("utf-8", "replace")
    row = table.parameters.get(part.bare_name)
    types = row.types if row else frozenset()
    if "boolean" in types and text.lower() in {"true", "false"}:
        return text.lower() == "true"
    if types & {"number", "integer"}:
        try:
            return float(text)
        except ValueError:
            return text
    return text
