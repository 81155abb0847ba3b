"""A certificate has its pages in both languages, and its badge."""

from __future__ import annotations

from typing import Any

from reports.certificate import render


def test_every_page_is_there(claims: dict[str, Any]) -> None:
    """The same claims give the same octets."""
    pages = render(claims)

    assert sorted(pages) == [
        "badge.json",
        "badge.svg",
        "certificate.html",
        "certificate.md",
        "certificate.zh.md",
    ]
    assert render(claims) == pages
    assert all(text.endswith("\n") for text in pages.values())
