"""The export as a CSV file, as Excel saves one: UTF-8 with a byte order mark."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from hotspots.demo.rows import HEADINGS
from hotspots.demo.written import as_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from hotspots.demo.rows import Row


def write_table(rows: Sequence[Row], path: Path) -> None:
    """Write the headings and the rows; the same rows give the same bytes."""
    with path.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\r\n")
        writer.writerow(HEADINGS)
        writer.writerows([as_text(cell) for cell in row.cells] for row in rows)
