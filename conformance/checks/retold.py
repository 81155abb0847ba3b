"""Rules of an answer that crossed from one dialect to another: what is its form's own.

Rules of this file: the same as of ``translation``, whose rules every pair of dialects has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from conformance.checks.registry import check
from conformance.checks.response_grammar import breaks
from conformance.checks.said import heard, told
from conformance.checks.tools import fragments_of
from conformance.model import Violation
from conformance.wire.view import View


@check("translation.blocked", given="answered")
def blocked(view: View) -> Iterator[Violation]:
    """A prompt that the upstream blocked is refused, or its answer says that it is held back."""
    if (view.status or 0) >= 400:
        return
    got = heard(view).finish
    if got not in {"content_filter", "refusal"} and not view.errors:
        yield Violation("the blocked prompt is told as an answer", got=got)


@check("translation.choices", given="retold")
def choices(view: View, *, count: int) -> Iterator[Violation]:
    """So many choices come."""
    if sorted(view.choices) != list(range(count)):
        found = f"the choices are {sorted(view.choices)}"
        yield Violation(found, at="/choices", expected=list(range(count)), got=list(view.choices))


@check("translation.call-indexes", given="retold")
def call_indexes(view: View) -> Iterator[Violation]:
    """The fragments of a stream have as many indexes as there are calls."""
    got = sorted({repr(fragment.get("index")) for _, fragment in fragments_of(view)})
    expected = [repr(place) for place in range(len(told(view).calls))]
    if got != expected:
        yield Violation("the indexes do not tell the calls apart", expected=expected, got=got)


@check("translation.foreign", given="served")
def foreign(view: View) -> Iterator[Violation]:
    """What the upstream cannot do is refused, or done in its place by tools of the relay."""
    is_emulated = any(
        isinstance(call.json, Mapping) and call.json.get("tools") for call in view.upstream
    )
    if (view.status or 0) < 400 and not is_emulated:
        yield Violation("it is left out, and the rest is answered", got=view.status)


@check("translation.grammar", given="whole-stream")
def grammar(view: View) -> Iterator[Violation]:
    """The events of a response keep each rule of their order."""
    for broken in breaks(view.chunks):
        yield Violation(f"{broken.rule}: {broken.message}", at=f"event {broken.place}")


@check("translation.usage", given="retold")
def usage(view: View) -> Iterator[Violation]:
    """Every count is the upstream's, in the meaning of the client's dialect."""
    got = heard(view).counts
    for name, expected in told(view).counts.items():
        if (got.get(name) or 0) != (expected or 0):
            found = f"the {name} is {got.get(name)} tokens, the upstream counted {expected}"
            yield Violation(found, at="/usage", expected=expected, got=got.get(name))
