"""Prints how long the embedded run takes: from a cold process to the report.

Rules of this file: measures and prints, never asserts. The time of the processor
is what two states of the code are compared by: other work hardly changes it.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
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
    cpu = statistics.median(row[1] for row in rows)
    requests, judged = rows[-1][2:]
    print(f"python {sys.version.split()[0]}, {os.cpu_count()} cores, {runs} runs")
    print(f"wall time        {wall:8.2f} s (median; {min(r[0] for r in rows):.2f} at best)")
    print(f"processor time   {cpu:8.2f} s (median; {min(r[1] for r in rows):.2f} at best)")
    print(f"requests         {requests:8d}   ({requests / wall:.0f} a second)")
    print(f"checks judged    {judged:8d}   ({judged / wall:.0f} a second)")


def one_run() -> tuple[float, float, int, int]:
    """Seconds, those of the processor, requests sent and cases judged of one embedded run."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        before = spent_by_children()
        started = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "conformance", "run", "--out", str(out)],
            capture_output=True,
            text=True,
            check=False,
        )
        wall, cpu = time.perf_counter() - started, spent_by_children() - before
        if done.returncode not in (0, 1):
            sys.exit(f"the run gave no verdict (exit {done.returncode}):\n{done.stderr}")
        run = json.loads((out / "run.json").read_text(encoding="utf-8"))
    judged = sum(count for outcome, count in run["summary"].items() if outcome != "skip")
    return wall, cpu, run["cost"]["requests"], judged


def spent_by_children() -> float:
    """User seconds of the processes that have ended."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime


if __name__ == "__main__":
    main()
