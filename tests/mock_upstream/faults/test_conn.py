"""The connection dies before a reply begins."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mock_upstream.frames import Abort, AbortKind, Frames, Pause


@pytest.mark.parametrize(
    ("name", "kind"),
    [("conn.close_before_head", AbortKind.FIN), ("conn.rst_before_head", AbortKind.RST)],
)
def test_nothing_but_the_wait_is_left(
    name: str, kind: AbortKind, stream: Frames, strike: Callable[..., Frames]
) -> None:
    """A pause before the head stays; head and body are gone."""
    assert (Pause(1.0), Abort(kind)) == strike((Pause(1.0), *stream), name)
