"""The page about faults follows from the faults."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from mock_upstream.cli import main
from mock_upstream.faults import catalogue
from mock_upstream.faults.reference import AREAS, render

PAGE = Path(__file__).parents[3] / "docs/reference/faults.md"


def test_the_page_is_current() -> None:
    """What the command prints is what is kept; write it anew with ``faults --markdown``."""
    printed = CliRunner().invoke(main, ["faults", "--markdown"]).output

    assert printed == render(catalogue())
    assert PAGE.read_text(encoding="utf-8") == printed


def test_every_fault_is_in_an_area_with_a_title() -> None:
    """In the table, and with a part of its own."""
    page = render(catalogue())

    for row in catalogue():
        assert str(row["name"]).partition(".")[0] in AREAS
        assert f"\n| `{row['name']}` | {row['phase']} |" in page
        assert f"\n### {row['name']}\n" in page


def test_a_parameter_is_told_with_its_values() -> None:
    """Values, units, defaults, and what has none; text is fit for a table."""
    params = [
        {"name": "form", "type": "string", "default": "a", "values": ["a", "b"]},
        {"name": "delay", "type": "duration", "default": "2s", "unit": "ms, s or m"},
        {"name": "done", "type": "boolean", "default": False},
        {"name": "octets", "type": "integer", "default": None, "unit": "octets"},
    ]
    row = {"name": "new.x", "phase": "end", "summary": "``a | b``.", "details": "More."}

    page = render([row | {"params": params, "at": True, "needs": "stream"}])

    assert "| `new.x` | end | `a \\| b`. |" in page
    assert "## new\n" in page
    assert "`a | b`.\nMore.\nIt needs a stream.\n`at` aims it.\n" in page
    assert "| `form` | `a`, `b` | `a` |" in page
    assert "| `delay` | duration in ms, s or m | `2s` |" in page
    assert "| `done` | boolean | `false` |" in page
    assert "| `octets` | integer in octets | - |" in page
