"""The statutory shapes as workbooks: typed cells, and notes on what they cannot hold."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from hotspots.ledger import RowNote
from hotspots.period import Period
from hotspots.pipeline.statutory import Exported
from hotspots.pipeline.statutorybook import (
    COLUMNS,
    BookTerms,
    write_findings_book,
    write_shape_book,
)
from hotspots.statutory import ANNEX_A_COLUMNS, MISSING_COLUMNS, SSD_COLUMNS, Shape

if TYPE_CHECKING:
    from pathlib import Path

TERMS = BookTerms(
    period=Period(first=date(2020, 4, 1), last=date(2021, 3, 31)),
    now=datetime(2021, 7, 5, 9, tzinfo=UTC),
    banner="SYNTHETIC",
)


@pytest.mark.parametrize(
    ("shape", "headings"),
    [
        (Shape.SSDA903, MISSING_COLUMNS),
        (Shape.SSD, SSD_COLUMNS),
        (Shape.ANNEX_A, ANNEX_A_COLUMNS),
    ],
)
def test_every_column_of_a_shape_is_defined_under_its_own_heading(
    shape: Shape, headings: tuple[str, ...]
) -> None:
    assert tuple(one.heading for one in COLUMNS[shape]) == headings
    assert all(one.meaning for one in COLUMNS[shape])


def test_dates_are_dates_and_what_is_none_stays_as_it_was_given(tmp_path: Path) -> None:
    exported = Exported(
        path=tmp_path / "ssda903-missing.csv",
        rows=2,
        without_key=0,
        cells=(
            ("SYN-1", "01/02/2009", "M", "01/03/2021", ""),
            ("SYN-2", "not known", "A", "02/03/2021", "03/03/2021"),
        ),
    )
    path = write_shape_book(exported, Shape.SSDA903, terms=TERMS)
    book = load_workbook(path)
    notes, sheet = book.worksheets
    rows = list(sheet.iter_rows(2, values_only=True))
    assert [one and getattr(one, "year", one) for one in rows[0]] == [
        "SYN-1",
        2009,
        "M",
        2021,
        None,
    ]
    assert rows[1][1] == "not known"
    assert sheet["D2"].number_format == "dd/mm/yyyy"
    said = [row[2] for row in notes.iter_rows(2, values_only=True)]
    assert "SYNTHETIC" in said
    assert "no return interview" in said


def test_counts_are_numbers(tmp_path: Path) -> None:
    exported = Exported(
        path=tmp_path / "annex-a-list-8-missing.csv",
        rows=1,
        without_key=1,
        cells=(("c_x", 3, 0, "a) Yes", ""),),
    )
    sheet = load_workbook(write_shape_book(exported, Shape.ANNEX_A, terms=TERMS)).worksheets[1]
    assert [cell.value for cell in sheet[2]] == ["c_x", 3, 0, "a) Yes", None]


def test_findings_stand_with_file_row_and_mend(tmp_path: Path) -> None:
    note = RowNote(
        file="this.csv",
        row=3,
        column="MIS_END",
        value_class="date",
        rule="574",
        problem="p",
        mend="m",
    )
    terms = BookTerms(period=TERMS.period, now=TERMS.now)
    path = write_findings_book([note], tmp_path / "checks.csv", terms=terms)
    book = load_workbook(path)
    assert list(book["Findings"].iter_rows(2, values_only=True)) == [
        ("this.csv", 3, "MIS_END", "574", "p", "m")
    ]
    assert "Banner" not in [row[1] for row in book["Notes"].iter_rows(values_only=True)]
