"""Steps in order, and the waits of a step."""

from __future__ import annotations

from mock_upstream.frames import Data, Head, Pause
from mock_upstream.scenario.model import Match, Rule, Step
from mock_upstream.scenario.select import Counters, generator, step_at, timed
from mock_upstream.scenario.times import timing

RULE = Rule("/r", Match(), (Step("/0", times=2), Step("/1"), Step("/2")))


def test_steps_are_taken_in_order_and_the_last_repeats() -> None:
    """Two times the first, once the second, then the third."""
    counters = Counters()

    taken = [step_at(RULE, counters.take("a", RULE))[0] for _ in range(6)]

    assert taken == [0, 0, 1, 2, 2, 2]
    assert counters.count("a", RULE) == 6
    assert counters.count("b", RULE) == 0


def test_an_upstream_is_forgotten_alone() -> None:
    """Other upstreams with the same rule go on."""
    counters = Counters()
    counters.take("a", RULE)
    counters.take("b", RULE)

    counters.forget("a")

    assert (counters.count("a", RULE), counters.count("b", RULE)) == (0, 1)


def test_a_step_for_ever_is_never_left() -> None:
    """No count goes past it."""
    rule = Rule("/r", Match(), (Step("/0", times=None), Step("/1")))

    assert step_at(rule, 10**9)[0] == 0


def test_pauses_stand_before_head_content_and_deltas() -> None:
    """The role is no content; what ends a stream is not waited for."""
    head, role, one, two, done = (
        Head(200),
        Data(b"r", "role"),
        Data(b"1", "delta"),
        Data(b"2", "tool"),
        Data(b"d", "done"),
    )
    waits = timing({"ttfb": "1s", "ttft": "2s", "itl": "3s"})

    frames = timed((head, role, one, two, done), waits, generator(1))

    assert frames == (Pause(1.0), head, role, Pause(2.0), one, Pause(3.0), two, done)


def test_without_timing_nothing_is_added() -> None:
    """The frames are the same."""
    assert timed((Head(200), Data(b"x")), timing({}), generator(1)) == (Head(200), Data(b"x"))


def test_draws_follow_from_seed_and_place() -> None:
    """Equal places draw equally, others do not."""
    assert generator(1, "a", 2).random() == generator(1, "a", 2).random()
    assert generator(1, "a", 2).random() != generator(1, "a", 3).random()
