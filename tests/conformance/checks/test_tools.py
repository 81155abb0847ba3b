"""Tool calls are judged fragment by fragment and as a whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

DONE = "[DONE]"


def fragment(index: Any = 0, **function: Any) -> Any:
    """One tool-call fragment; ``id`` and ``type`` may stand among the keywords."""
    outer = {key: function.pop(key) for key in ("id", "type") if key in function}
    return {"index": index, **outer, "function": function}


FIRST = fragment(id="a", type="function", name="f", arguments="")
REST = fragment(arguments='{"x":1}')


@pytest.fixture
def said(stream: Callable[..., Any], chunk: Callable[..., Any]) -> Any:
    """Makes a stream of tool-call fragments."""

    def make(*fragments: Any, finish: Any = "tool_calls", **rest: Any) -> Any:
        deltas = [chunk(delta={"tool_calls": [one]}) for one in fragments]
        return stream(*deltas, chunk(finish=finish), DONE, **rest)

    return make


NAMES = [
    "tools.called",
    "tools.index",
    "tools.first-fragment",
    "tools.name-once",
    "tools.arguments-text",
    "tools.arguments-json",
    "tools.finish",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_sound_call_passes(
    said: Callable[..., Any], places: Callable[..., Any], name: str
) -> None:
    """No rule accuses a sound call."""
    assert places(name, said(FIRST, REST)) == []


def without(value: Any, key: Any) -> Any:
    """``value`` without ``key``."""
    return {name: item for name, item in value.items() if name != key}


@pytest.mark.parametrize(
    ("name", "fragments", "count"),
    [
        ("tools.called", (), 1),
        ("tools.index", (without(FIRST, "index"), REST), 1),
        ("tools.index", (FIRST, {**REST, "index": 2}), 1),
        ("tools.index", (FIRST, {**FIRST, "index": 1}), 0),
        ("tools.first-fragment", (without(FIRST, "id"), REST), 1),
        ("tools.first-fragment", ({**FIRST, "function": None}, REST), 1),
        ("tools.name-once", (FIRST, fragment(name="f", arguments="{}")), 1),
        ("tools.arguments-text", (fragment(id="a", name="f", arguments=None), REST), 1),
        ("tools.arguments-json", (FIRST, fragment(arguments='{"x":')), 1),
        ("tools.arguments-json", (FIRST,), 0),
    ],
)
def test_a_defective_call_is_found(
    said: Callable[..., Any], places: Callable[..., Any], name: str, fragments: Any, count: int
) -> None:
    """Each defect is found once."""
    assert count == len(places(name, said(*fragments)))


def test_a_call_that_finishes_with_stop_is_found(
    said: Callable[..., Any], places: Callable[..., Any]
) -> None:
    """Agents look at the finish reason to go on."""
    assert places("tools.finish", said(FIRST, REST, finish="stop")) == ["choice 0"]


MEANT = {"index": 0, "id": "a", "type": "function", "name": "f", "arguments": '{"x":1}'}


@pytest.mark.parametrize(
    ("meant", "count"), [([MEANT], 0), ([{**MEANT, "id": "b"}], 1), ([MEANT, MEANT], 1)]
)
def test_calls_are_the_upstreams(
    said: Callable[..., Any],
    places: Callable[..., Any],
    call: Callable[..., Any],
    meant: Any,
    count: int,
) -> None:
    """Id, name and arguments are compared."""
    seen = said(FIRST, REST, upstream=[call(reply={"tool_calls": {"0": meant}})])

    assert count == len(places("tools.upstream", seen))


@pytest.mark.parametrize(("name", "count"), [("f", 0), ("F", 1), ("default_api:f", 1)])
def test_tools_are_named_as_the_upstream_names_them(
    said: Callable[..., Any],
    places: Callable[..., Any],
    call: Callable[..., Any],
    name: str,
    count: int,
) -> None:
    """To the letter: clients look the name up."""
    seen = said(
        FIRST, REST, upstream=[call(reply={"tool_calls": {"0": [{**MEANT, "name": name}]}})]
    )

    assert count == len(places("tools.names", seen))
