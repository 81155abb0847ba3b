"""A run brings along the titles of what it judged, and no others."""

from __future__ import annotations

import specs
from conformance.results.languages import languages


def test_titles_of_what_was_judged() -> None:
    """By id and by area, each once."""
    rows = [{"id": "SSE-014", "area": "sse"}, {"id": "SSE-014", "area": "sse"}]

    found = languages(rows)["zh"]

    assert found["areas"] == {"sse": specs.language("zh")["areas"]["sse"]}
    assert found["titles"] == {"SSE-014": specs.language("zh")["titles"]["SSE-014"]}


def test_what_has_no_title_is_left_out() -> None:
    """It is shown in English then."""
    assert languages([{"id": "X-001", "area": "x"}])["zh"] == {
        "areas": {},
        "titles": {},
        "notices": {},
    }
