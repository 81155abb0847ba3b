"""The list of names and the table of writers say the same."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from reports.formats import FORMATS
from reports.names import NAMES


def test_each_format_has_its_name_and_each_name_its_format() -> None:
    """In the same order, so that every list reads alike."""
    assert list(NAMES) == list(FORMATS)


def test_listing_names_imports_no_writer() -> None:
    """Whoever only prints the names waits for no template engine."""
    code = (
        "import sys, reports.names; print('jinja2' in sys.modules, 'reports.html' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert done.stdout.split() == ["False", "False"]


def test_the_guide_lists_every_format() -> None:
    """Name, file and purpose stand in its first table."""
    guide = Path(__file__).parents[2] / "docs" / "guides" / "report-formats.md"
    rows = re.findall(r"^\| `(\w+)` \| `([\w./-]+)` \| (.*) \|$", guide.read_text("utf-8"), re.M)

    assert rows == [(name, FORMATS[name].filename, told) for name, told in NAMES.items()]
