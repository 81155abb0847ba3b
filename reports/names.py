"""The names of the report formats, cheap to import for whoever only lists them.

Rules of this file: data alone. The writers stand in ``reports.formats``; a test
holds the two tables together.
"""

from __future__ import annotations

__all__ = ["NAMES"]

NAMES: dict[str, str] = {
    "html": "one self-contained page for people",
    "junit": "JUnit XML for Jenkins, GitLab and others",
    "markdown": "summary for a CI step or a comment",
    "allure": "results for the Allure CLI, in a folder",
    "github": "annotations for GitHub Actions, as workflow commands",
    "sarif": "SARIF 2.1.0 for code scanning",
    "badge": "badge.json for shields.io, and badge.svg",
    "har": "HAR 1.2 with the exchanges behind what did not pass",
    "csv": "one row a result, for spreadsheets",
}
"""Every name that ``--format`` takes, and what it is for."""
