"""Whole-process time and memory of `hotspots demo --out DIR`, beside a plain script.

The two run in turn (A B A B …) so that a change in the machine's speed touches both;
ratios are taken pair by pair. Best and median are printed: single figures of a shared
machine mean little.

    python benchmarks/demo.py [--runs 5]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
_KIB = 1024


@dataclass(frozen=True, slots=True)
class Run:
    """One finished process: seconds on the wall and on the processors, and peak memory."""

    wall_s: float
    cpu_s: float
    peak_mib: float


def _measure(command: list[str]) -> Run:
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - our own scripts
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command[1]} ended with {process.returncode}")
    return Run(
        wall_s=time.perf_counter() - started,
        cpu_s=usage.ru_utime + usage.ru_stime,
        peak_mib=usage.ru_maxrss / _KIB,
    )


def _row(name: str, values: list[float]) -> str:
    return f"| {name} | {min(values):.2f} | {statistics.median(values):.2f} |"


def main() -> None:
    """Print a table for each, and the ratios."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        ours = [sys.executable, "-m", "hotspots.cli", "demo", "--out"]
        _measure([*ours, str(out / "warm")])
        register = next((out / "warm" / "inside").glob("*.csv"))
        plain = [sys.executable, str(HERE / "plain_demo.py"), str(register), str(out / "plain")]
        _measure(plain)
        pairs = [(_measure([*ours, str(out / f"run{i}")]), _measure(plain)) for i in range(runs)]
    print(f"{runs} pairs after one warm-up of each\n\n| figure | best | median |\n|---|---|---|")
    for name, index in (("hotspots demo", 0), ("plain script", 1)):
        print(_row(f"{name}: wall, s", [p[index].wall_s for p in pairs]))
        print(_row(f"{name}: processor, s", [p[index].cpu_s for p in pairs]))
        print(_row(f"{name}: peak memory, MiB", [p[index].peak_mib for p in pairs]))
    print(_row("ratio of wall time, ours / plain", [a.wall_s / b.wall_s for a, b in pairs]))
    print(_row("ratio of peak memory", [a.peak_mib / b.peak_mib for a, b in pairs]))


if __name__ == "__main__":
    main()
