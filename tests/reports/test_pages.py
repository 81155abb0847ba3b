"""Pages escape and clean what stands in them."""

from __future__ import annotations

from reports.pages import page
from reports.several import table


def test_a_page_is_whole_and_in_its_language() -> None:
    """With its own style, and nothing from outside."""
    told = page("matrix.html.j2", "zh", table=table([]), rows=(), count=0, even=0, signs={})

    assert told.startswith('<!doctype html>\n<html lang="zh-Hans">')
    assert "多次运行对照" in told
    assert "--bg:" in told
    assert "<script" not in told
    assert "src=" not in told
