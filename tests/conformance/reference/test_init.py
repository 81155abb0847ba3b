"""The generated pages are what their generator writes today."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.reference import PAGES, write

KEPT = Path(__file__).parents[3] / "docs" / "reference"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_up_to_date(name: str) -> None:
    """If not: ``python -m conformance.reference docs/reference``."""
    assert (KEPT / name).read_text(encoding="utf-8") == PAGES[name]()


def test_the_pages_can_be_written(tmp_path: Path) -> None:
    """All of them, into the folder that is named."""
    write(tmp_path)

    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(PAGES)
