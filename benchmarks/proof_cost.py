"""Prints what it costs to prove a defect: processor time of a part of the proofs.

Rules of this file: measures and prints, never asserts.
"""

from __future__ import annotations

import argparse
import re
import resource
import subprocess
import sys

COMMAND = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
PROOFS = "tests/proofs/test_proofs.py"


def main() -> None:
    """Prove the defects whose names hold a word; the cost of doing nothing is taken off."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--word", default="drop", help="which defects [drop]")
    word = parser.parse_args().word

    start, _ = spent("--collect-only")
    whole, proven = spent("-k", f"test_a_defect_fails and {word}")

    print(f"python {sys.version.split()[0]}, {proven} defects with {word!r} in their names")
    print(f"start            {start:8.2f} s")
    print(f"a defect         {(whole - start) / max(proven, 1):8.2f} s")


def spent(*arguments: str) -> tuple[float, int]:
    """User seconds of one pytest session, and how many of its tests passed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = subprocess.run(
        [*COMMAND, PROOFS, *arguments], capture_output=True, text=True, check=False
    )
    found = re.search(r"(\d+) passed", done.stdout)
    after = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    return after - before, int(found[1]) if found else 0


if __name__ == "__main__":
    main()
