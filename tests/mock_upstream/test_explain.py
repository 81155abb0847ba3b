"""Scripts in words."""

from __future__ import annotations

import pytest

from mock_upstream.explain import explained, lines, on_wire, sample_call, shown
from mock_upstream.frames import Abort, AbortKind, Data, Framing, Head, Pause, Raw
from mock_upstream.scenario.load import load
from mock_upstream.scenario.model import JSON, Upstream


def script(match: JSON, *steps: JSON) -> JSON:
    """A script with one rule and a healthy backup."""
    upstreams = {"a": {"rules": [{"match": match, "steps": list(steps)}]}, "b": {"use": "healthy"}}
    return {"version": 1, "upstreams": upstreams}


def test_each_step_is_shown_for_its_first_call() -> None:
    """Times, fault and frames of each step; a healthy upstream is called so."""
    value = explained(
        load(script({"stream": True}, {"times": 2, "fault": "http.500"}, {"fault": "sse.cut_rst"}))
    )

    first, second = value["upstreams"]["a"]["rules"][0]["steps"]
    assert (first["times"], first["fault"], first["problem"]) == (2, "http.500", None)
    assert first["frames"][0].startswith("head   500 length")
    assert first["frames"][-1] == "end    complete message"
    assert second["frames"][-1] == "abort  rst"
    assert value["upstreams"]["b"] == {"healthy": True, "rules": []}


def test_the_life_of_a_task_is_told() -> None:
    """Its states, and what moves it; a request for one has a prompt."""
    task = {"steps": ["queued", 40, "failed"], "reason": "no", "by": {"signal": "go"}}
    value = explained(load(script({"path": "/mj/submit/imagine"}, {"reply": {"task": task}}, {})))

    first, second = value["upstreams"]["a"]["rules"][0]["steps"]
    assert first["task"] == {
        "by": "signal go",
        "states": ["queued 0%", "running 40%", "failed 0% no"],
    }
    assert '"code":1' in first["frames"][1]
    assert "task" not in second


def test_the_wire_is_told_in_numbers() -> None:
    """How many octets, which ones, and how they end."""
    made = (Raw(b"abc"), Abort(AbortKind.RST))

    assert next(iter(lines(made))) == "raw    abc"
    assert on_wire(made, "POST") == {
        "octets": 3,
        "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "end": "rst",
    }
    assert on_wire((Head(204),), "POST")["end"] == "complete"


def test_a_door_is_told() -> None:
    """An upstream that is down is not healthy, whatever it would answer."""
    upstreams = {"a": {"door": "refused"}, "b": {"door": "open"}}

    value = explained(load({"version": 1, "upstreams": upstreams}))["upstreams"]

    assert value["a"] == {"healthy": False, "door": "refused", "rules": []}
    assert value["b"] == {"healthy": True, "rules": []}


def test_frames_are_one_line_each() -> None:
    """Data frames carry the number that ``at`` aims with."""
    frames = (
        Head(200, (("a", "1"),), Framing.LENGTH),
        Data(b"\xe4\n", "delta"),
        Pause(0.25),
        Pause(signal="go"),
        Data(b"x", "done"),
        Abort(AbortKind.FIN),
    )

    assert list(lines(frames)) == [
        "head   200 length a: 1;",
        r"data   0   delta     \xe4\n",
        "pause  250ms",
        "pause  signal go",
        "data   1   done      x",
        "abort  fin",
    ]


def test_long_data_shows_its_ends() -> None:
    """The middle is left out, the size is told."""
    assert shown(b"a" * 30 + b"b" * 100) == f"{'a' * 24} … {'b' * 96} (130 octets)"


@pytest.mark.parametrize(
    ("match", "step", "method", "path", "body"),
    [
        ({}, {}, "POST", "/chat/completions", {"model": "gpt-4o-mini"}),
        ({"model": "gpt-4*"}, {}, "POST", "/chat/completions", {"model": "gpt-4"}),
        ({"model": "*"}, {"fault": "sse.crlf"}, "POST", "/chat/completions", {"stream": True}),
        ({}, {"timing": {"itl": "1ms"}}, "POST", "/chat/completions", {"stream": True}),
        ({"path": "/v1/*"}, {}, "POST", "/chat/completions", {}),
        ({"path": "/v1/models"}, {}, "GET", "/models", None),
        ({"text": "hey"}, {}, "POST", "/chat/completions", {}),
    ],
)
def test_the_sample_call_is_what_the_rule_is_for(
    match: JSON, step: JSON, method: str, path: str, body: JSON
) -> None:
    """Method, path, model and stream follow from the rule."""
    rule = load(script(match, step)).upstreams["a"].rules[0]

    call = sample_call(rule, Upstream("a"))

    assert (call.method, call.path) == (method, path)
    assert body is None or body.items() <= call.body.items()


def test_a_response_is_asked_for_by_its_input() -> None:
    """The sample is one that the endpoint takes."""
    value = explained(load(script({"path": "/v1/responses"}, {"reply": {"text": "Hi"}})))

    (step,) = value["upstreams"]["a"]["rules"][0]["steps"]
    assert step["frames"][0].startswith("head   200 length")
