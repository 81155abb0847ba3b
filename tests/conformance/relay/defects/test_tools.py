"""Defects of the fragments in which tool calls are streamed."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.defects import tools
from conformance.relay.turn import Turn


def fragment(index: int, arguments: str, **head: Any) -> dict[str, Any]:
    """Return one fragment; the first of a call has a head."""
    name = {"name": head.pop("name")} if head else {}
    return {"index": index, **head, "function": {**name, "arguments": arguments}}


def head(at: int) -> dict[str, Any]:
    """Return the first fragment of a call."""
    return fragment(at, "", id=f"t{at}", type="function", name=f"f{at}")


CALLS = [head(0), fragment(0, '{"a"'), fragment(0, ":1}"), head(1), fragment(1, "{}")]


@pytest.fixture
def fragments(chunks: Any, chunk: Any) -> Any:
    """Give the function that returns the fragments and finish reasons a client sees."""

    def run(defect: Any, calls: list[Any]) -> tuple[list[Any], list[Any]]:
        events = [chunk({"role": "assistant"}), *(chunk({"tool_calls": [call]}) for call in calls)]
        shown = chunks(defect, *events, chunk({}, "tool_calls"))[:-1]
        seen = [choice for c in shown for choice in c["choices"]]
        calls = [call for choice in seen for call in choice["delta"].get("tool_calls", [])]
        return calls, [choice["finish_reason"] for choice in seen if choice["finish_reason"]]

    return run


def without(call: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the fragment without one member."""
    return {key: value for key, value in call.items() if key != name}


def with_function(call: dict[str, Any], **members: Any) -> dict[str, Any]:
    """Return the fragment with other members of its function."""
    return call | {"function": {**call["function"], **members}}


NULLED = [with_function(call, arguments=None) if "id" in call else call for call in CALLS]
NAMED = [with_function(call, name=f"f{call['index']}") for call in CALLS]


@pytest.mark.parametrize(
    ("defect", "expected", "finish"),
    [
        (tools.ToolIndexMissing, [without(call, "index") for call in CALLS], "tool_calls"),
        (tools.ToolIndexZero, [call | {"index": 0} for call in CALLS], "tool_calls"),
        (tools.ToolIdMissing, [without(call, "id") for call in CALLS], "tool_calls"),
        (tools.ToolArgsNull, NULLED, "tool_calls"),
        (tools.ToolNameRepeated, NAMED, "tool_calls"),
        (tools.ToolArgsTruncated, CALLS[:-1], "tool_calls"),
        (tools.ToolFinishStop, CALLS, "stop"),
    ],
)
def test_fragments_differ_in_one_way(
    fragments: Any, defect: Any, expected: list[Any], finish: str
) -> None:
    """All other fragments, and the finish reason, are as they were."""
    assert fragments(defect, CALLS) == (expected, [finish])


def test_call_in_one_fragment_loses_its_arguments(fragments: Any) -> None:
    """The head of the call stays."""
    whole = fragment(0, "{}", id="t0", type="function", name="f0")

    calls, _ = fragments(tools.ToolArgsTruncated, [whole])

    assert calls == [with_function(whole, arguments="")]


def test_tool_finish_stop_in_one_piece() -> None:
    """A completion is told the same, and other reasons stay."""
    body = {"choices": [{"finish_reason": "tool_calls"}, {"finish_reason": "length"}]}

    shown = tools.ToolFinishStop(Turn("r")).completion(body)

    assert [choice["finish_reason"] for choice in shown["choices"]] == ["stop", "length"]
