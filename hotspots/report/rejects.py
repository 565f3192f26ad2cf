"""`rejects.csv`: every row that was refused or needs a look, where it is, and the mend."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.ledger import Batch, RowNote

COLUMNS = (
    *("file", "row", "column", "value_class", "rule", "problem", "mend"),
    "outcome",
)
# A spreadsheet runs a cell that begins so as a formula (CWE-1236).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


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


def _cells(note: RowNote, outcome: str) -> list[str | int]:
    texts = (note.column, note.value_class, note.rule, note.problem, note.mend, outcome)
    return [_inert(note.file), note.row, *(_inert(text) for text in texts)]


def _inert(text: str) -> str:
    """The text so that a spreadsheet shows it and does not run it."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
