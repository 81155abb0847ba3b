"""Each line of a log follows from the one before."""

from __future__ import annotations

import pytest

from conformance.certification import chain
from conformance.wire import jsontext

LOG = b"".join(chain.chained([b'{"id": "a"}\n', b'{"id": "b"}\n', b'{"id": "c"}\n']))


def test_a_chain_holds() -> None:
    """Its lines stay JSON, and its head is the digest of the last."""
    first, second, _ = (jsontext.loads(line) for line in LOG.splitlines())

    assert list(chain.breaks(LOG)) == []
    assert (first["prev"], first["id"]) == (chain.START, "a")
    assert second["prev"] == chain.head(LOG[: LOG.index(b"\n") + 1])


LINES = LOG.splitlines(keepends=True)


@pytest.mark.parametrize(
    ("log", "words"),
    [
        (LOG.replace(b'"b"', b'"x"'), "line 3 does not follow from line 2"),
        (LINES[0] + LINES[2], "line 2 does not follow from line 1"),
        (LINES[1] + LINES[2], "its first line does not begin a chain"),
        (LINES[0] + LINES[2] + LINES[1], "line 2 does not follow from line 1"),
        (LOG[:-1], "its last line is cut"),
        (b"", "there is no line in it"),
    ],
    ids=["changed", "dropped", "beheaded", "moved", "cut", "empty"],
)
def test_a_broken_chain_names_the_place(log: bytes, words: str) -> None:
    """Changed, dropped, moved and cut lines are told."""
    assert words in list(chain.breaks(log))


def test_the_end_is_the_heads_business() -> None:
    """A chain that lacks its last lines holds, but ends otherwise."""
    shorter = LINES[0] + LINES[1]

    assert list(chain.breaks(shorter)) == []
    assert chain.head(shorter) != chain.head(LOG)
    assert chain.head(b"") == chain.START
