"""Rules of tool calls, in JSON answers and in streams."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from conformance.checks.chunks import choices_of
from conformance.checks.meant import meant
from conformance.checks.registry import check
from conformance.model import JSON, Violation
from conformance.wire import jsontext
from conformance.wire.chat import ToolCall
from conformance.wire.view import View


def fragments_of(view: View) -> Iterator[tuple[str, Mapping[str, JSON]]]:
    """Each tool-call fragment of a stream, with a pointer to it."""
    for at, choice in choices_of(view):
        delta = choice.get("delta")
        calls = delta.get("tool_calls") if isinstance(delta, Mapping) else None
        for number, fragment in enumerate(calls if isinstance(calls, list) else ()):
            if isinstance(fragment, Mapping):
                yield f"{at}/delta/tool_calls/{number}", fragment


def calls_of(view: View) -> Iterator[tuple[str, ToolCall]]:
    """Each whole call, with where it belongs."""
    for index, calls in view.tool_calls.items():
        for call in calls:
            yield f"choice {index} tool_calls {call.index}", call


@check("tools.called", given="sound")
def called(view: View) -> Iterator[Violation]:
    """A tool that must be called is called."""
    if not view.tool_calls:
        yield Violation("no tool call though tool_choice demands one", got=view.text[:400])


@check("tools.index", given="sound")
def index(view: View) -> Iterator[Violation]:
    """Each fragment has an integer index; indexes begin at 0 and leave no gap."""
    seen: set[int] = set()
    for at, fragment in fragments_of(view):
        value = fragment.get("index")
        if not isinstance(value, int) or isinstance(value, bool):
            yield Violation(f"index is {value!r}", at=f"{at}/index", expected="integer", got=value)
            return
        seen.add(value)
    if seen != set(range(len(seen))):
        yield Violation(f"indexes {sorted(seen)}", expected=list(range(len(seen))))


@check("tools.first-fragment", given="sound")
def first_fragment(view: View) -> Iterator[Violation]:
    """The first fragment of a call has id, type and name."""
    for at, call in calls_of(view):
        first = call.fragments[0]
        function = first.get("function")
        name = function.get("name") if isinstance(function, Mapping) else None
        for key, value in (("id", first.get("id")), ("type", first.get("type")), ("name", name)):
            if not isinstance(value, str) or not value:
                yield Violation(f"the first fragment's {key} is {value!r}", at=at, got=value)


@check("tools.name-once", given="sound")
def name_once(view: View) -> Iterator[Violation]:
    """The name is sent once: clients that join strings would double it."""
    for at, call in calls_of(view):
        named = [
            one
            for one in call.fragments
            if isinstance(one.get("function"), Mapping) and one["function"].get("name")
        ]
        if len(named) > 1:
            yield Violation(f"the name comes {len(named)} times", at=at, expected=1, got=len(named))


@check("tools.arguments-text", given="sound")
def arguments_text(view: View) -> Iterator[Violation]:
    """Arguments are strings in every fragment that has them, never null."""
    for at, fragment in fragments_of(view):
        function = fragment.get("function")
        if isinstance(function, Mapping) and "arguments" in function:
            value = function["arguments"]
            if not isinstance(value, str):
                yield Violation(f"arguments is {value!r}", at=f"{at}/function/arguments", got=value)


@check("tools.arguments-json", given="sound")
def arguments_json(view: View) -> Iterator[Violation]:
    """The joined arguments of each call are one JSON text, or empty."""
    for at, call in calls_of(view):
        try:
            jsontext.loads(call.arguments or "{}")
        except jsontext.JsonTextError as error:
            yield Violation(f"the arguments are no JSON: {error}", at=at, got=call.arguments[:400])


@check("tools.finish", given="sound")
def finish(view: View) -> Iterator[Violation]:
    """A choice that calls tools finishes with ``tool_calls``.

    A named ``tool_choice`` may finish with ``stop`` (OpenAI's own servers do),
    so the rule is judged where the model chose by itself.
    """
    for number, calls in view.tool_calls.items():
        reasons = view.finish_reasons.get(number, [])
        if calls and reasons and reasons[-1] not in {"tool_calls", "function_call"}:
            yield Violation(
                f"choice {number} calls tools and finishes with {reasons[-1]!r}",
                at=f"choice {number}",
                expected="tool_calls",
                got=reasons[-1],
            )


@check("tools.upstream", given="told")
def as_upstream(view: View) -> Iterator[Violation]:
    """Each call reaches the client as the upstream made it: id, name, arguments."""
    expected = [_essence(call) for call in meant(view)["tool_calls"]["0"]]
    got = [_essence(call.as_json()) for call in view.tool_calls.get(0, [])]
    if expected != got:
        yield Violation(
            f"{len(got)} calls, not the {len(expected)} of the upstream", expected=expected, got=got
        )


@check("tools.names", given="told")
def names(view: View) -> Iterator[Violation]:
    """Each call names its tool as the upstream does, to the letter."""
    expected = [call.get("name") for call in meant(view)["tool_calls"]["0"]]
    got = [call.as_json().get("name") for call in view.tool_calls.get(0, [])]
    if expected != got:
        yield Violation(f"the tools are named {got}", expected=expected, got=got)


def _essence(call: Mapping[str, JSON]) -> dict[str, JSON]:
    return {key: call.get(key) for key in ("id", "name", "arguments")}
