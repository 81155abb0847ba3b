"""Prints where two runs of one catalogue differ, times and chance apart.

What makes the suite quicker must leave every result as it was: run it before
and after, with the same catalogue, and compare the two directories.

Rules of this file: prints, never asserts.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

CHANGING = frozenset({"duration_s", "curl"})
"""Fields that hold a time, a port or a nonce."""


def main() -> None:
    """Compare the results of two directories that ``relay-conformance run`` has written."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    arguments = parser.parse_args()

    before, after = rows(arguments.before), rows(arguments.after)
    print(f"{len(before)} results before, {len(after)} after")
    for case in sorted(before.keys() ^ after.keys()):
        print(f"{case}: only {'before' if case in before else 'after'}")
    for case in sorted(before.keys() & after.keys()):
        for field in sorted(before[case].keys() | after[case].keys()):
            old, new = before[case].get(field), after[case].get(field)
            if old != new:
                print(f"{case}: {field} was {old!r}, is {new!r}")


def rows(directory: Path) -> dict[str, dict[str, Any]]:
    """The results of a run by case, without what changes from run to run."""
    document = json.loads((directory / "run.json").read_text(encoding="utf-8"))
    return {
        f"{row['id']}[{row['case']}]": {
            field: value for field, value in row.items() if field not in CHANGING
        }
        for row in document["results"]
    }


if __name__ == "__main__":
    main()
