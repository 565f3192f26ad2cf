"""Small tables by their headings: the other files of the return, and the limits of the log."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from hotspots.errors import InputError
from hotspots.ingest import interviewfile, read_interviews, tablefile
from hotspots.ingest.tablefile import read_table

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = ("CHILD", "DOB")


def test_dates_of_a_workbook_are_written_as_the_return_writes_them(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("Title",), ("dob", "x", "child"), (datetime(2009, 2, 1), 1, 101), (None,)):  # noqa: DTZ001 - Excel has no zones
        sheet.append(row)
    sheet.append((None, None, "102"))
    path = tmp_path / "header.xlsx"
    book.save(path)
    assert read_table(path, COLUMNS) == (
        (3, {"CHILD": "101", "DOB": "01/02/2009"}),
        (5, {"CHILD": "102", "DOB": ""}),
    )


def test_short_rows_are_blank_at_their_end(tmp_path: Path) -> None:
    path = tmp_path / "header.csv"
    path.write_text("CHILD;DOB\n101\n\n", encoding="utf-8")
    assert read_table(path, COLUMNS) == ((2, {"CHILD": "101", "DOB": ""}),)


def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tablefile, "MAX_DATA_ROWS", 1)
    monkeypatch.setattr(interviewfile, "_MOST_ROWS", 1)
    table, log = tmp_path / "header.csv", tmp_path / "log.csv"
    table.write_text("CHILD,DOB\n1,\n2,\n", encoding="utf-8")
    log.write_text("Episodes,State\ne1,Offered\ne2,Offered\n", encoding="utf-8")
    with pytest.raises(InputError, match="more than 1 rows"):
        read_table(table, COLUMNS)
    with pytest.raises(InputError, match="more than 1 interviews"):
        read_interviews(log, as_of=date(2021, 6, 30))


def test_another_delimiter_is_tried_where_one_cannot_be_read(tmp_path: Path) -> None:
    table, log = tmp_path / "header.csv", tmp_path / "log.csv"
    table.write_text('CHILD;DOB;a,"b" c\n101;;\n', encoding="utf-8")
    log.write_text('Episodes;State;a,"b" c\ne1;Offered;\n', encoding="utf-8")
    assert len(read_table(table, COLUMNS)) == 1
    assert len(read_interviews(log, as_of=date(2021, 6, 30))) == 1


def test_a_file_that_no_delimiter_reads_has_no_table(tmp_path: Path) -> None:
    path = tmp_path / "header.csv"
    path.write_text('"CHILD,DOB\n', encoding="utf-8")
    with pytest.raises(InputError, match="are not all there"):
        read_table(path, COLUMNS)
