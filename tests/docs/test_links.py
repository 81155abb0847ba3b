"""Every relative link of the documents leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
LINK = re.compile(r"\]\(([^)#\s]+)?(?:#([^)\s]+))?\)")


def documents() -> list[Path]:
    """The Markdown files that people read."""
    return [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]


def anchors(document: Path) -> set[str]:
    """The anchors that GitHub makes of the headings of a document."""
    headings = re.findall(r"^#+ (.*)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") for text in headings}


def test_relative_links_lead_to_files_and_headings() -> None:
    """The file exists, and the heading behind ``#`` too."""
    broken = []
    for document in documents():
        for target, anchor in LINK.findall(document.read_text(encoding="utf-8")):
            if "://" in target or target.startswith("mailto:"):
                continue
            place = (document.parent / target).resolve() if target else document
            if not place.exists():
                broken.append(f"{document.name}: {target}")
            elif anchor and anchor not in anchors(place):
                broken.append(f"{document.name}: {target}#{anchor}")

    assert broken == []


def test_the_index_names_every_page() -> None:
    """No page of ``docs/`` is an orphan."""
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")

    orphans = [
        page.name
        for page in (ROOT / "docs").glob("**/*.md")
        if page.name != "index.md" and page.relative_to(ROOT / "docs").as_posix() not in index
    ]

    assert orphans == []


def test_each_row_of_a_baseline_leads_to_its_finding() -> None:
    """A link of ``specs/baselines`` names a page of ``docs/`` and a heading in it."""
    rows = [
        row
        for file in (ROOT / "specs" / "baselines").glob("*.yaml")
        for row in yaml.safe_load(file.read_text(encoding="utf-8"))["known"]
    ]
    places = [row["link"].partition("#") for row in rows if "://" not in row.get("link", "://")]

    assert [
        f"{page}#{anchor}" for page, _, anchor in places if anchor not in anchors(ROOT / page)
    ] == []
