"""Rules of a request that crosses from one dialect to another.

Rules of this file: the recipe's own words are what is expected; how the upstream's
dialect writes them is read in ``wire``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from conformance.checks.meant import meant
from conformance.checks.registry import check
from conformance.model import JSON, Violation
from conformance.wire.asked import UNREADABLE, facts
from conformance.wire.view import View


@check("asked.is", given="forwarded")
def asked(view: View, *, expected: Mapping[str, JSON]) -> Iterator[Violation]:
    """Each upstream that is called is asked for what the client asks for."""
    for call in view.upstream:
        try:
            got = facts(call.json)
        except UNREADABLE:
            yield Violation("the upstream's request cannot be read", got=call.json)
            continue
        for name, wanted in expected.items():
            if not _same(wanted, got.get(name)):
                yield Violation(f"{name} is not the client's", f"/{name}", wanted, got.get(name))


@check("asked.signatures", given="forwarded", whole_run=True)
def signatures(views: Sequence[View]) -> Iterator[Violation]:
    """The turn that a client sends back has the signatures with which its calls were made."""
    sent = [part.get("thoughtSignature") for part in meant(views[0]).get("calls", ())]
    try:
        got = facts(views[-1].upstream[-1].json)["signatures"]
    except UNREADABLE:
        got = None
    if got != sent:
        yield Violation("the signatures are not the upstream's own", expected=sent, got=got)


def _same(wanted: JSON, got: JSON) -> bool:
    """Whether it is the same; of an object only what is wanted, of words that they are there."""
    if isinstance(wanted, Mapping):
        return isinstance(got, Mapping) and all(
            key in got and _same(value, got[key]) for key, value in wanted.items()
        )
    if isinstance(wanted, list):
        return isinstance(got, list) and len(got) == len(wanted) and all(map(_same, wanted, got))
    if isinstance(wanted, str) and isinstance(got, list):
        return any(wanted in str(one) for one in got)
    if isinstance(wanted, str) and isinstance(got, str):
        return wanted in got
    return bool(wanted == got)
