"""Wire programs: from a rule to frames, without a socket."""

from __future__ import annotations

import pytest

from mock_upstream import faults, jsontext, program
from mock_upstream.frames import Abort, AbortKind, Head, Pause, body_of
from mock_upstream.reply import Failure
from mock_upstream.scenario.load import load
from mock_upstream.scenario.model import JSON, Call, FaultUse, Upstream
from mock_upstream.scenario.select import Counters


def chat(**more: JSON) -> Call:
    """A chat request."""
    body = {"model": "m", "messages": [{"role": "user", "content": "hi"}], **more}
    return Call("POST", "/chat/completions", octets=jsontext.dumps(body), body=body)


def upstream(*steps: JSON, **match: JSON) -> Upstream:
    """An upstream with one rule."""
    rule = {"steps": list(steps), "match": match}
    return load({"version": 1, "upstreams": {"a": {"rules": [rule]}}}).upstreams["a"]


def test_steps_timing_and_faults_meet_in_one_program() -> None:
    """Meaning first, then waits, then the fault; each call takes the next step."""
    scripted = upstream(
        {"reply": {"text": "one two"}, "timing": {"ttfb": "1s"}, "fault": "sse.cut_rst"},
        {"reply": {"text": "three"}},
    )
    counters = Counters()

    first = program.program(scripted, chat(stream=True), counters=counters)
    second = program.program(scripted, chat(stream=True), counters=counters)

    assert first.frames[0] == Pause(1.0)
    assert first.frames[-1] == Abort(AbortKind.RST)
    assert (first.rule, first.step, first.fault) == ("/upstreams/a/rules/0", 0, "sse.cut_rst")
    assert first.reply is not None
    assert first.reply["text"] == "one two"
    assert (second.step, second.fault) == (1, None)
    assert second.tokens > 0


def test_equal_seeds_make_equal_programs() -> None:
    """Draws are those of the place, not of the moment."""
    waits = {"itl": {"uniform": ["1ms", "9s"]}}
    scripted = upstream({"reply": {"words": 5}, "timing": waits})

    made = [
        program.program(scripted, chat(stream=True), counters=Counters(), seed=seed)
        for seed in (1, 1, 2)
    ]

    assert made[0] == made[1]
    assert made[0] != made[2]


def test_a_call_that_no_rule_is_for_is_a_near_miss() -> None:
    """404 in the dialect's shape, with the reason for the journal."""
    made = program.program(upstream({}, model="other"), chat(), counters=Counters())

    assert isinstance(made.frames[0], Head)
    assert made.frames[0].status == 404
    assert made.near_miss is not None
    assert "model is 'm', the rule wants 'other'" in made.near_miss
    assert jsontext.loads(body_of(made.frames))["error"]["type"] == "invalid_request_error"


def test_models_answer_beside_rules_for_chat() -> None:
    """A relay that asks for the list does not meet a near miss."""
    made = program.program(upstream({}, model="x"), Call("GET", "/models"), counters=Counters())

    assert made.near_miss is None
    assert made.rule is None


def test_a_path_without_endpoint_can_be_scripted() -> None:
    """A rule for it is met; without one it is a near miss."""
    call = Call("GET", "/nowhere")
    scripted = upstream({"reply": {"error": "server_error"}}, path="/v1/nowhere")

    assert program.program(scripted, call, counters=Counters()).near_miss is None
    bare = program.program(Upstream("a"), call, counters=Counters())
    assert bare.near_miss == "no endpoint at GET /nowhere"


def test_a_fault_that_this_reply_cannot_have_is_told_loudly() -> None:
    """A stream's fault on a JSON reply is a 500 and stands in the journal."""
    made = program.program(
        Upstream("a"),
        chat(),
        counters=Counters(),
        more_faults=(FaultUse("sse.crlf", faults.make("sse.crlf")),),
    )

    assert isinstance(made.frames[0], Head)
    assert made.frames[0].status == 500
    assert made.near_miss is not None
    assert made.near_miss.startswith("fault cannot be honoured: sse.crlf needs an event stream")
    assert made.fault == "sse.crlf"


def test_headers_are_added_to_the_final_head_only() -> None:
    """Interim heads stay as they are."""
    made = program.Program((Head(103), Head(200, (("a", "1"),))))

    frames = program.with_headers(made, (("b", "2"),)).frames

    assert frames == (Head(103), Head(200, (("a", "1"), ("b", "2"))))


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ({}, True),
        ({"reply": {"text": "a b"}}, True),
        ({"timing": {"itl": "1ms"}}, False),
        ({"fault": "sse.crlf"}, False),
        ({"fault": "sse.bytewise"}, False),
    ],
)
def test_only_a_healthy_untimed_reply_is_undisturbed(step: JSON, expected: bool) -> None:
    """A boundary that a fault or a wait made is never written over."""
    made = program.program(upstream(step), chat(stream=True), counters=Counters())

    assert made.is_undisturbed is expected


def test_a_refusal_is_a_program_too() -> None:
    """Its note goes to the journal."""
    made = program.refused(Failure(401, {"error": {}}), chat(), "why")

    assert (made.near_miss, made.rule) == ("why", None)
