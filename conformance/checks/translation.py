"""Rules of an answer that crossed from one dialect to another.

Rules of this file: what the upstream meant and what the client holds are brought to
the same few words, whatever the two dialects are, and then compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from conformance.checks.registry import check
from conformance.checks.said import heard, told
from conformance.model import JSON, Violation
from conformance.wire.turns import pairs, turns
from conformance.wire.view import View


@check("translation.text", given="retold")
def text(view: View) -> Iterator[Violation]:
    """The words are the upstream's."""
    expected, got = told(view).text, heard(view).text
    if got != expected:
        yield Violation("the words are not the upstream's", expected=expected, got=got)


@check("translation.thought", given="retold")
def thought(view: View) -> Iterator[Violation]:
    """What the upstream thought aloud reaches the client."""
    expected, got = told(view).thought, heard(view).thought
    if got != expected:
        yield Violation("the thoughts are not the upstream's", expected=expected, got=got)


@check("translation.calls", given="retold")
def calls(view: View) -> Iterator[Violation]:
    """Each call has the upstream's name and input, in its order."""
    expected, got = list(told(view).calls), list(heard(view).calls)
    if got != expected:
        found = f"{len(got)} calls that differ from the {len(expected)} of the upstream"
        yield Violation(found, expected=expected, got=got)


@check("translation.call-ids", given="retold")
def call_ids(view: View) -> Iterator[Violation]:
    """Each call has an id of its own, by which its result can be told."""
    ids = list(heard(view).ids)
    if not all(isinstance(one, str) and one for one in ids) or len(set(ids)) != len(ids):
        yield Violation("the ids of the calls do not tell them apart", got=ids)


@check("translation.finish", given="retold")
def finish(view: View, *, accept: Sequence[str]) -> Iterator[Violation]:
    """The reason of the end is told in the word that the client's dialect has for it."""
    got = heard(view).finish
    if got not in accept:
        found = f"the end is {got!r}, the upstream said {told(view).finish!r}"
        yield Violation(found, expected=list(accept), got=got)


@check("translation.count", given="retold")
def count(view: View, *, of: str) -> Iterator[Violation]:
    """One count of tokens is the upstream's, in the meaning of the client's dialect."""
    expected, got = told(view).counts.get(of), heard(view).counts.get(of)
    if got != expected:
        found = f"the {of} is {got} tokens, the upstream counted {expected}"
        yield Violation(found, at="/usage", expected=expected, got=got)


@check("translation.history", given="translated")
def history(view: View, *, of: str) -> Iterator[Violation]:
    """The conversation reaches the upstream, as far as its ``of`` goes."""
    asked = getattr(turns(view.request_json[0]), of)
    got = getattr(turns(view.upstream[-1].json), of)
    if got != asked:
        found = f"the {of} that reach the upstream are not the client's"
        yield Violation(found, at="/messages", expected=asked, got=got)


@check("translation.sent", given="translated")
def sent(view: View, *, keys: Sequence[str], value: JSON) -> Iterator[Violation]:
    """One of ``keys`` holds ``value`` in the request to the upstream, and maybe more."""
    body = view.upstream[-1].json
    said = [body[key] for key in keys if key in body] if isinstance(body, Mapping) else []
    if not said:
        yield Violation(f"{' or '.join(keys)} is not sent", expected=value)
    elif not _holds(said[0], value):
        yield Violation(f"{keys[0]} is another", at=f"/{keys[0]}", expected=value, got=said[0])


@check("translation.results-first", given="translated")
def results_first(view: View) -> Iterator[Violation]:
    """The user's turn behind calls begins with their results, one for each."""
    for place, (called, behind) in enumerate(pairs(view.upstream[-1].json)):
        answered = [one.get("tool_use_id") for one in behind[: len(called)]]
        if sorted(map(str, answered)) != sorted(map(str, called)):
            found = "the turn behind calls does not begin with their results"
            yield Violation(found, at=f"calls {place}", expected=called, got=answered)


@check("translation.exchange", given="translated")
def exchange(view: View) -> Iterator[Violation]:
    """Calls of earlier turns reach the upstream, and each with its result."""
    for of in ("calls", "results"):
        yield from history(view, of=of)


@check("translation.tools", given="translated")
def tools(view: View, *, choice: JSON) -> Iterator[Violation]:
    """Each tool reaches a chat upstream with its schema, and which of them are to be called."""
    named = ("name", "description")
    asked = [
        {"function": {"parameters": tool["input_schema"], **{key: tool[key] for key in named}}}
        for tool in view.request_json[0]["tools"]
    ]
    yield from sent(view, keys=["tools"], value=asked)
    yield from sent(view, keys=["tool_choice"], value=choice)


def _holds(got: JSON, value: JSON) -> bool:
    """Whether all of ``value`` is there; objects may have more members."""
    if isinstance(value, Mapping) and isinstance(got, Mapping):
        return all(key in got and _holds(got[key], value[key]) for key in value)
    if isinstance(value, list) and isinstance(got, list) and len(got) == len(value):
        return all(map(_holds, got, value))
    return bool(got == value)
