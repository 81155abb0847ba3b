"""Prints how long the embedded run takes: from a cold process to the report.

Rules of this file: measures and prints, never asserts.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def main() -> None:
    """Run the suite as a user does, several times, and print medians."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--runs", type=int, default=3, help="how often [3]")
    runs = parser.parse_args().runs

    rows = [one_run() for _ in range(runs)]

    wall = statistics.median(row[0] for row in rows)
    requests, judged = rows[-1][1], rows[-1][2]
    print(f"python {sys.version.split()[0]}, {os.cpu_count()} cores, {runs} runs")
    print(f"wall time        {wall:8.2f} s (median; {min(r[0] for r in rows):.2f} at best)")
    print(f"requests         {requests:8d}   ({requests / wall:.0f} a second)")
    print(f"checks judged    {judged:8d}   ({judged / wall:.0f} a second)")


def one_run() -> tuple[float, int, int]:
    """Seconds, requests sent and cases judged of one embedded run."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        started = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "conformance", "run", "--out", str(out)],
            capture_output=True,
            text=True,
            check=False,
        )
        wall = time.perf_counter() - started
        if done.returncode not in (0, 1):
            sys.exit(f"the run gave no verdict (exit {done.returncode}):\n{done.stderr}")
        run = json.loads((out / "run.json").read_text(encoding="utf-8"))
    judged = sum(count for outcome, count in run["summary"].items() if outcome != "skip")
    return wall, run["cost"]["requests"], judged


if __name__ == "__main__":
    main()
