"""Cases become items that can be chosen by marker and keep together."""

from __future__ import annotations

from collections.abc import Callable

from conformance.catalog import Case
from conformance.pytest_plugin.cases import case_of, group_of, markers_of


def test_markers_name_level_area_endpoint_and_streaming(make_case: Callable[..., Case]) -> None:
    """Names are words that ``-m`` can read."""
    plain = make_case(area="stream-faults")
    streamed = make_case(needs=frozenset({"chat.stream"}))

    assert markers_of(plain) == (
        "relay_must", "relay_area_stream_faults", "relay_endpoint_chat_completions",
    )  # fmt: skip
    assert markers_of(streamed)[-1] == "streaming"


def test_a_group_is_a_probe_or_a_special_lane(make_case: Callable[..., Case]) -> None:
    """What shares a probe or the one limited lane runs in one process."""
    limited = make_case(probe_has={"lane": "limited"})

    assert (group_of(make_case()), group_of(limited)) == ("ask", "lane-limited")


def test_foreign_items_have_no_case() -> None:
    """Tests that are not ours are let alone."""
    assert case_of(None) is None
