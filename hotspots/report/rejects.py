"""`rejects.csv`: every row that was refused or needs a look, where it is, and the mend."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from hotspots.cells import safe_cell

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.ledger import Batch, RowNote

COLUMNS = (
    *("file", "row", "column", "value_class", "rule", "problem", "mend"),
    "outcome",
)


def write_rejects(batch: Batch, path: Path) -> None:
    """Write rejected rows and remarks, by file and row; never a cell's value.

    UTF-8 with a byte order mark, so that a spreadsheet shows it right. `outcome` says
    `rejected`, or `kept` where the row is in and only has something to look at.
    """
    noted = [(note, "rejected") for note in batch.rejects]
    noted += [(note, "kept") for note in batch.remarks]
    noted.sort(key=lambda one: (one[0].file, one[0].row, one[0].column, one[0].rule, one[1]))
    with path.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        writer.writerows(_cells(note, outcome) for note, outcome in noted)


def _cells(note: RowNote, outcome: str) -> list[str | int | float]:
    texts = (note.column, note.value_class, note.rule, note.problem, note.mend, outcome)
    return [safe_cell(note.file), note.row, *(safe_cell(text) for text in texts)]
