"""What every translation of events shares."""

from __future__ import annotations

from conformance.relay.translate.translation import Asked, Event, Events


class Plain(Events):
    """Passes events on."""

    def feed(self, event: Event) -> list[Event]:
        """Return it."""
        return [event]


def test_nothing_is_held_back_unless_a_pair_does() -> None:
    """The end of a stream adds nothing by itself."""
    told = Plain(Asked())

    assert told.feed({"a": 1}) == [{"a": 1}]
    assert told.end() == []
    assert not told.is_over
