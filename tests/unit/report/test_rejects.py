"""`rejects.csv` says where and what to do, in any spreadsheet, and never what stood there."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from hotspots.ledger import Batch
from hotspots.report import write_rejects

if TYPE_CHECKING:
    from pathlib import Path


def _lines(batch: Batch, tmp_path: Path) -> list[list[str]]:
    path = tmp_path / "rejects.csv"
    write_rejects(batch, path)
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.reader(handle))


def test_rejects_and_remarks_come_by_row_with_their_outcome(batch: Batch, tmp_path: Path) -> None:
    heading, *lines = _lines(batch, tmp_path)
    assert heading[:7] == ["file", "row", "column", "value_class", "rule", "problem", "mend"]
    assert [(line[1], line[7]) for line in lines] == [
        ("2", "kept"),
        ("4", "rejected"),
        ("9", "rejected"),
    ]


def test_a_spreadsheet_runs_nothing(batch: Batch, tmp_path: Path) -> None:
    problems = [line[5] for line in _lines(batch, tmp_path)]
    assert problems[1] == "'=unknown code"


def test_a_spreadsheet_knows_the_encoding(batch: Batch, tmp_path: Path) -> None:
    _lines(batch, tmp_path)
    assert (tmp_path / "rejects.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_clean_file_leaves_the_headings_alone(tmp_path: Path) -> None:
    batch = Batch(ledgers=(), episodes=(), rejects=(), remarks=())
    assert len(_lines(batch, tmp_path)) == 1
