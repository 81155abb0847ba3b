"""Each entry of a relay's table of contents is judged, or says openly why it is not."""

from __future__ import annotations

from typing import Any

import pytest

import specs

ENTRIES = [
    pytest.param(name, entry, id=f"{name}-{entry['section']}-{entry['title']}")
    for name in specs.names("profiles")
    for entry in specs.profile(name).get("contents", ())
    if "endpoints" in entry
]


@pytest.mark.parametrize(("profile", "entry"), ENTRIES)
def test_an_entry_is_judged_or_open(profile: str, entry: dict[str, Any]) -> None:
    """An open entry that something judges by now loses the word, and is claimed."""
    from conformance.catalog import load
    from conformance.reference.contents import judges

    document = specs.profile(profile)

    if "open" in entry:
        found = judges(entry, document, load(profile), is_claimed=False)
        what = f"{entry['section']}, {entry['title']}"
        assert found == [], f"judged by now: delete `open` of {what!r} in {profile}.yaml, claim it"
    else:
        assert judges(entry, document, load(profile)) != []


def test_the_widest_relay_is_listed_whole() -> None:
    """Its table of contents has 122 entries."""
    assert len(specs.profile("4z-api")["contents"]) == 122
