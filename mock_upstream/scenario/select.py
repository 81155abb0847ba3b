"""Which step comes next, and the pauses that its timing draws.

Rules of this file: the count lives with the caller, under one event loop, so a
step is taken atomically. Equal seed, rule and count give equal draws.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from mock_upstream.frames import Data, Frame, Frames, Head, Pause
from mock_upstream.scenario.model import Rule, Step, Timing

UNTIMED = Timing()
"""Nothing is waited for."""

CONTENT = frozenset({"delta", "reasoning", "tool", "body"})
"""Marks of the frames that carry what the model says."""


@dataclass(slots=True)
class Counters:
    """How often each rule of each upstream was taken since the generation began."""

    taken: dict[tuple[str, str], int] = field(default_factory=dict)

    def count(self, upstream: str, rule: Rule) -> int:
        """How often ``rule`` was taken for ``upstream``."""
        return self.taken.get((upstream, rule.pointer), 0)

    def take(self, upstream: str, rule: Rule) -> int:
        """The number of this call, from 0, counted as taken."""
        count = self.count(upstream, rule)
        self.taken[upstream, rule.pointer] = count + 1
        return count

    def forget(self, upstream: str) -> None:
        """Begin all rules of ``upstream`` anew."""
        self.taken = {key: count for key, count in self.taken.items() if key[0] != upstream}


def step_at(rule: Rule, count: int) -> tuple[int, Step]:
    """The step of the call number ``count``, from 0; behind the end the last repeats."""
    for index, step in enumerate(rule.steps):
        if step.times is None or count < step.times:
            return index, step
        count -= step.times
    return len(rule.steps) - 1, rule.steps[-1]


def generator(seed: int, *where: str | int) -> Random:
    """A source of draws that ``seed`` and place alone decide."""
    return Random("/".join(str(part) for part in (seed, *where)))  # noqa: S311 (no secret)


def timed(frames: Frames, timing: Timing, rng: Random) -> Frames:
    """``frames`` with the pauses that ``timing`` draws."""
    out: list[Frame] = []
    has_spoken = False
    for frame in frames:
        if isinstance(frame, Head) and timing.ttfb:
            out.append(Pause(timing.ttfb.sample(rng)))
        if isinstance(frame, Data) and frame.mark in CONTENT:
            wait = timing.itl if has_spoken else timing.ttft
            if wait:
                out.append(Pause(wait.sample(rng)))
            has_spoken = True
        out.append(frame)
    return tuple(out)
