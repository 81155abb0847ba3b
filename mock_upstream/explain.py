"""The wire program of a script, in words: what would go out, frame by frame.

Rules of this file: nothing is counted and nothing is sent. Rules are shown for
a call that they would meet, as far as one can be made from what they match.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import assert_never

from mock_upstream import program
from mock_upstream.frames import Abort, Data, Frame, Frames, Head, Pause, Raw
from mock_upstream.jsontext import dumps
from mock_upstream.octets import wire
from mock_upstream.protocols.tasks.course import course
from mock_upstream.scenario.match import strip_version
from mock_upstream.scenario.model import JSON, Call, Door, Rule, Script, Step, Upstream

TASKS = ("/mj", "/suno", "/kling", "/luma", "/runwayml", "/ideogram")
"""Roots below which a request has a prompt."""
SHOWN_FIRST, SHOWN_LAST = 24, 96
"""Octets of a long data frame that are shown: the words stand near the end."""


def explained(script: Script) -> JSON:
    """Per upstream, rule and step: the frames as lines of text."""
    return {"upstreams": {name: _upstream(script, up) for name, up in script.upstreams.items()}}


def _upstream(script: Script, upstream: Upstream) -> JSON:
    """The rules of one upstream, or one line that says it is healthy."""
    door = {} if upstream.door is Door.OPEN else {"door": str(upstream.door)}
    rules = [_rule(script, upstream, rule) for rule in upstream.rules]
    return {"healthy": not rules and not door, **door, "rules": rules}


def _rule(script: Script, upstream: Upstream, rule: Rule) -> JSON:
    """The steps of one rule, each for its first call."""
    call = sample_call(rule, upstream)
    steps, count = [], 0
    for step in rule.steps:
        made = program.of_rule(upstream, call, rule, count, seed=script.seed)
        steps.append(
            {
                "pointer": step.pointer,
                "times": "forever" if step.times is None else step.times,
                "fault": made.fault,
                "frames": list(lines(made.frames)),
                "wire": on_wire(made.frames, call.method),
                "problem": made.near_miss,
                **_course(step),
            }
        )
        count += step.times or 0
    return {"pointer": rule.pointer, "name": rule.name, "request": _request(call), "steps": steps}


def _course(step: Step) -> dict[str, JSON]:
    """The life of the task that the step makes, if it says anything of one."""
    said = (step.reply or {}).get("task")
    if said is None:
        return {}
    by, states = said.get("by", "poll"), course(said).states
    moved = by if isinstance(by, str) else " ".join(*by.items())
    shown = [
        " ".join(word for word in (state.phase, f"{state.percent}%", state.reason) if word)
        for state in states
    ]
    return {"task": {"by": moved, "states": shown}}


def _request(call: Call) -> str:
    """The sample call in one line."""
    return f"{call.method} {call.path} {call.octets.decode()}".rstrip()


def sample_call(rule: Rule, upstream: Upstream) -> Call:
    """A call that ``rule`` would meet, but for its header, regex and body claims."""
    match = rule.match
    path = strip_version(match.path or "/chat/completions")
    path = "/chat/completions" if "*" in path or "?" in path else path
    method = (match.method or ("GET" if path.startswith("/models") else "POST")).upper()
    if method == "GET":
        return Call(method, path)
    text = match.text
    said = (text.equals or text.contains) if text else None
    model = match.model or next(iter(upstream.models), "gpt-4o-mini")
    body: dict[str, JSON] = {
        "model": model.replace("*", "").replace("?", "") or "gpt-4o-mini",
        "messages": [{"role": "user", "content": said or "hello"}],
    }
    if (match.path or "").startswith(TASKS):
        body = {"prompt": said or "hello"}
    if path == "/responses":
        body["input"] = body.pop("messages")
    if _is_stream(rule):
        body["stream"] = True
        if path == "/chat/completions":
            body["stream_options"] = {"include_usage": True}
    return Call(method, path, octets=dumps(body), body=body)


def _is_stream(rule: Rule) -> bool:
    """Whether the rule is about streams, by its claim or by what its steps need."""
    if rule.match.stream is not None:
        return rule.match.stream
    needs = {use.fault.needs for step in rule.steps for use in step.faults}
    return "stream" in needs or any(step.timing.itl for step in rule.steps)


def lines(frames: Frames) -> Iterator[str]:
    """One line per frame, and one for the way it ends."""
    number = 0
    for frame in frames:
        yield _line(frame, number)
        number += isinstance(frame, Data)
    if not any(isinstance(frame, Abort) for frame in frames):
        yield "end    complete message"


def _line(frame: Frame, number: int) -> str:
    """One frame in words; data frames carry the number that ``at`` aims with."""
    match frame:
        case Head():
            told = "".join(f" {name}: {value};" for name, value in frame.headers)
            return f"head   {frame.status} {frame.framing}{told}"
        case Data():
            return f"data   {number:<3} {frame.mark:<9} {shown(frame.octets)}"
        case Raw():
            return f"raw    {shown(frame.octets)}"
        case Pause():
            waits = f"signal {frame.signal}" if frame.signal else f"{frame.seconds * 1000:.0f}ms"
            return f"pause  {waits}"
        case Abort():
            return f"abort  {frame.kind}"
        case _:
            assert_never(frame)


def on_wire(frames: Frames, method: str) -> JSON:
    """The whole reply in numbers: how many octets, which ones, and how they end."""
    octets, end = wire(frames, method)
    digest = hashlib.sha256(octets).hexdigest()
    return {"octets": len(octets), "sha256": digest, "end": end or "complete"}


def shown(octets: bytes) -> str:
    """Octets as printable ASCII, the rest escaped as Python does; the middle left out."""
    if len(octets) <= SHOWN_FIRST + SHOWN_LAST:
        return repr(octets)[2:-1]
    first, last = octets[:SHOWN_FIRST], octets[-SHOWN_LAST:]
    return f"{repr(first)[2:-1]} … {repr(last)[2:-1]} ({len(octets)} octets)"
