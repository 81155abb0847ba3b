"""A mark is found again, and nothing else is taken for one."""

from __future__ import annotations

from conformance.wire.own import mark, marks_in


def test_a_mark_is_found_again() -> None:
    """Each mark is found once, wherever it stands."""
    octets = f"a {mark('a1b2', 7)}, {mark('a1b2', 12)} {mark('a1b2', 7)}".encode()

    assert marks_in(octets) == {"own-a1b2-0007", "own-a1b2-0012"}


def test_what_is_no_mark_is_passed_over() -> None:
    """Neither a number too long nor a word too short is one."""
    assert marks_in(b"own-a1-00071 own-a1-007 own--0001") == frozenset()
