"""A register of a million episodes, file by file: rows a second and memory, beside pandas.

    python benchmarks/ingest.py --rows 1000000 --files 10

Made-up episodes in yearly files of CSV go into one register, each by `hotspots ingest` in a
process of its own, as a co-ordinator gives it; the last file is then given a second time, and
once more with one row altered. Beside it stands what a script would do: `pandas.read_csv` in
portions and `to_sql` into SQLite, which checks, pairs, pseudonymises and versions nothing.
Memory is the highest resident size of any of the processes (Linux).
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HEADING = (
    "Episode ID", "Child ID", "Status", "Missing From Date", "Missing From Time", "Return Date",
    "Return Time", "Risk Level", "Last Seen Location", "Found Location", "Places Visited",
)  # fmt: skip
PLACES = ("bus station", "Market Place", "outside maccies", "park and arcade", "n/k", "at dad's")
EPISODES_OF_CHILD = 20
PANDAS = """
import sqlite3, sys, pandas
with sqlite3.connect(sys.argv[1]) as database:
    for path in sys.argv[2:]:
        for portion in pandas.read_csv(path, dtype=str, chunksize=50_000):
            portion.to_sql("episode", database, if_exists="append", index=False)
"""


@dataclass(frozen=True)
class Cost:
    """What one process took."""

    seconds: float
    peak_mb: float


def rows(start: int, count: int) -> Iterator[tuple[str, ...]]:
    """Made-up episodes; no two of one child overlap."""
    first = date(2012, 1, 1)
    for n in range(start, start + count):
        child, turn = divmod(n, EPISODES_OF_CHILD)
        day = first + timedelta(days=(child * 7 + turn * 11) % 4_000)
        yield (
            f"E{n}", f"SYN-{child}", "Missing", day.strftime("%d/%m/%Y"), "17:05",
            day.strftime("%d/%m/%Y"), "21:10", "High", PLACES[n % 6], PLACES[(n // 6) % 6],
            PLACES[(n // 36) % 6],
        )  # fmt: skip


def write(path: Path, start: int, count: int) -> Path:
    """One file of them."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        table = csv.writer(handle)
        table.writerow(HEADING)
        table.writerows(rows(start, count))
    return path


def altered(path: Path) -> Path:
    """The same file with one return an hour later."""
    other = path.with_name("altered.csv")
    other.write_text(path.read_text(encoding="utf-8").replace("21:10", "22:10", 1), "utf-8")
    return other


def cost_of(command: Sequence[str | Path], environment: dict[str, str]) -> Cost:
    """Run it by itself; its peak is the highest of it and of what it started.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    started = time.perf_counter()
    watch = [sys.executable, "-c", _WATCH, *map(str, command)]
    done = subprocess.run(watch, env=environment, check=True, stdout=subprocess.PIPE)  # noqa: S603 - our own
    return Cost(time.perf_counter() - started, int(done.stdout.split()[-1]) / 1024)


_WATCH = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
sys.stderr.buffer.write(done.stderr if done.returncode else b"")
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(done.returncode)
"""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--files", type=int, default=10)
    given = parser.parse_args()
    each = given.rows // given.files
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = [write(folder / f"{n}.csv", n * each, each) for n in range(given.files)]
        environment = os.environ | {"HOTSPOTS_SECRETS_FOLDER": str(folder / "keys")}
        ingest = [sys.executable, "-m", "hotspots.cli", "ingest", "--out", folder / "out"]
        ours = [cost_of([*ingest, path], environment) for path in files]
        again = cost_of([*ingest, files[-1]], environment)
        corrected = cost_of([*ingest, altered(files[-1])], environment)
        script = cost_of([sys.executable, "-c", PANDAS, folder / "p.db", *files], environment)
        register = sum(p.stat().st_size for p in (folder / "out").rglob("register*"))
        _print(ours, again, corrected, script, each=each)
        print(f"\nRegister {register / 2**20:,.0f} MiB; pandas' table "
              f"{(folder / 'p.db').stat().st_size / 2**20:,.0f} MiB; files "
              f"{sum(p.stat().st_size for p in files) / 2**20:,.0f} MiB.")  # fmt: skip


def _print(ours: Sequence[Cost], again: Cost, corrected: Cost, script: Cost, *, each: int) -> None:
    whole = sum(one.seconds for one in ours)
    total = each * len(ours)
    print("| what | rows | seconds | rows a second | highest memory |")
    print("|---|---|---|---|---|")
    lines = (
        ("`hotspots ingest`, all files", total, whole, max(one.peak_mb for one in ours)),
        ("the first of them", each, ours[0].seconds, ours[0].peak_mb),
        ("the last of them", each, ours[-1].seconds, ours[-1].peak_mb),
        ("the last once more", each, again.seconds, again.peak_mb),
        ("the last with one row altered", each, corrected.seconds, corrected.peak_mb),
        ("pandas `read_csv` + `to_sql`, all files", total, script.seconds, script.peak_mb),
    )
    for what, count, seconds, peak in lines:
        print(f"| {what} | {count:,} | {seconds:.1f} | {count / seconds:,.0f} | {peak:,.0f} MB |")
    print(f"\n{whole / script.seconds:.1f} times as long as pandas.")


if __name__ == "__main__":
    main()
