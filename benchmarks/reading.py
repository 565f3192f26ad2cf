"""What it costs to have files read by a process of their own, beside reading them in this one.

    python benchmarks/reading.py --rows 100000 --rounds 3

Each file of made-up episodes is read whole, rows to episodes, in turns: once as always, and
once with the same reader called here. Best and median of the rounds, in seconds.
"""

from __future__ import annotations

import argparse
import csv
import statistics
import tempfile
import time
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import openpyxl

from hotspots.ingest import Pseudonymiser, load_profile, read_episodes
from hotspots.ingest.csvfile import open_csv
from hotspots.ingest.xlsxfile import open_xlsx

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotspots.ingest.document import Document

HEADING = (
    "Episode ID", "Child ID", "Status", "Missing From Date", "Missing From Time", "Return Date",
    "Return Time", "Risk Level", "Last Seen Location", "Found Location", "Places Visited", "Notes",
)  # fmt: skip


def rows(count: int) -> Iterator[tuple[str, ...]]:
    """A heading and made-up episodes, none of which overlaps another of its child."""
    yield HEADING
    for n in range(count):
        day = date.fromordinal(date(2015, 1, 1).toordinal() + n % 2_000).strftime("%d/%m/%Y")
        yield (
            f"E{n}", f"SYN-{n // 2_000}-{n % 2_000}", "Missing", day, "17:05", day, "21:10",
            "High", "bus station", "Market Place", "park and arcade", "made up words " * 4,
        )  # fmt: skip


def write(path: Path, count: int) -> None:
    """The rows as CSV or XLSX, by the path's ending."""
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as handle:
            csv.writer(handle).writerows(rows(count))
        return
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Data")
    for row in rows(count):
        sheet.append(row)
    book.save(path)


@contextmanager
def opened_here(path: Path) -> Iterator[Document]:
    """The reader that the other process calls, called here."""
    with (open_csv if path.suffix == ".csv" else open_xlsx)(path) as document:
        yield document


def timed(path: Path, *, here: bool) -> float:
    """Seconds for one file, from its bytes to episodes."""
    profile, key = load_profile("case-system"), Pseudonymiser(bytes(32))
    started = time.perf_counter()
    if here:
        with patch("hotspots.ingest.episodes.open_document", opened_here):
            read_episodes([path], profile=profile, pseudonymiser=key)
    else:
        read_episodes([path], profile=profile, pseudonymiser=key)
    return time.perf_counter() - started


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    print("| file | here, best (median) | own process, best (median) | more |")
    print("|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        for ending, count in (
            (".csv", 10), (".xlsx", 10), (".csv", given.rows), (".xlsx", given.rows // 5),
        ):  # fmt: skip
            path = Path(name) / f"{count}{ending}"
            write(path, count)
            pairs = [(timed(path, here=True), timed(path, here=False)) for _ in range(given.rounds)]
            here, apart = zip(*pairs, strict=True)
            told = (
                f"{count:,} rows, {ending[1:].upper()}, {path.stat().st_size / 2**20:.1f} MiB",
                f"{min(here):.2f} ({statistics.median(here):.2f})",
                f"{min(apart):.2f} ({statistics.median(apart):.2f})",
                f"{min(apart) - min(here):.2f} s, {min(apart) / min(here) - 1:.0%}",
            )
            print(f"| {' | '.join(told)} |", flush=True)


if __name__ == "__main__":
    main()
