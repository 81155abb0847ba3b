"""The certificate as Markdown says everything, and nothing in it acts."""

from __future__ import annotations

from typing import Any

from reports.certificate import markdown


def test_what_is_claimed_stands_there(claims: dict[str, Any]) -> None:
    """Level and scope apart, dates, counts, limits, and how it is checked."""
    page = markdown.render(claims, "en")

    assert page.startswith("# Conformance certificate\n")
    assert "| Evidence level | L1: run by its own maker" in page
    assert "| Scope: profile | generic |" in page
    assert "2027\\-05\\-25" in page
    assert "What this certificate does not say" in page
    assert "relay-conformance verify BUNDLE" in page


def test_it_speaks_chinese(claims: dict[str, Any]) -> None:
    """Every fixed sentence does."""
    page = markdown.render(claims, "zh")

    assert page.startswith("# 一致性证书\n")
    assert "| 证据等级 | L1" in page
    assert "本证书不说明的内容" in page


def test_hostile_words_stay_words(hostile: dict[str, Any]) -> None:
    """No tag, no link, no further column, no turned text."""
    page = markdown.render(hostile, "en")

    assert "<script" not in page
    assert "](javascript" not in page
    assert "\u202e" not in page
    assert all(line.count(" | ") == 1 for line in page.splitlines() if line.startswith("| Vendor"))
