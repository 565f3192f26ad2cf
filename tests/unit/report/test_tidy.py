"""One table for the page, for Excel and for a program."""

from __future__ import annotations

import io
from datetime import date, datetime
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from hotspots.errors import InternalError
from hotspots.report.tidy import count, day, number, ratio, share, table, text
from hotspots.report.tidybook import workbook_bytes

COLUMNS = (
    text("place", "Place", "=where it was"),
    count("episodes", "Episodes", "How many."),
    number("rate", "Rate", "How often."),
    share("part", "Part", "Of all."),
    day("first", "First day", "When."),
    text("words", "In words", "For a program.", is_on_page=False),
)
FULL = ("=HYPERLINK(1)", 1200, 2.25, 0.669, date(2021, 4, 1), "-1+1")
EMPTY = ("", None, None, None, None, "")
TABLE = table("two_rows", "Two rows", COLUMNS, [FULL, EMPTY], note="Read it so.")


def test_a_page_shows_percentages_days_and_a_dash_for_what_is_not_known() -> None:
    full = [column.text(FULL[at]) for at, column in TABLE.on_page]
    assert full == ["=HYPERLINK(1)", "1200", "2.2", "66.9 %", "01/04/2021"]
    assert [column.text(EMPTY[at]) for at, column in TABLE.on_page][1:] == ["\N{EN DASH}"] * 4
    assert [column.is_numeric for column in COLUMNS] == [False, True, True, True, False, False]


def test_a_ratio_shows_on_which_side_of_one_it_lies() -> None:
    column = ratio("low", "From", "The lower end.")
    assert (column.text(1.01), column.text(None), column.is_numeric) == (
        "1.01",
        "\N{EN DASH}",
        True,
    )


def test_a_program_reads_records_with_nulls_and_iso_days() -> None:
    full, empty = TABLE.records()
    assert full["first"] == "2021-04-01"
    assert (full["part"], empty["part"], empty["first"]) == (0.669, None, None)
    assert list(full) == ["place", "episodes", "rate", "part", "first", "words"]


def test_a_row_of_another_width_is_a_mistake_of_ours() -> None:
    with pytest.raises(InternalError, match="two_rows"):
        table("two_rows", "Two rows", COLUMNS, [FULL[:-1]])


def _book() -> bytes:
    notes = [("Stamp", "INSIDE"), ("@item", "+1 of it")]
    return workbook_bytes([TABLE], notes=notes, day=date(2021, 7, 20))


def test_cells_are_typed_and_what_is_not_known_is_empty() -> None:
    sheet = load_workbook(io.BytesIO(_book()))["Two rows"]
    heading, full, empty = sheet.iter_rows()
    assert [cell.value for cell in heading] == [column.heading for column in COLUMNS]
    assert full[1].value == 1200
    assert (full[3].value, full[3].number_format) == (0.669, "0.0%")
    assert (full[4].value, full[4].number_format) == (datetime(2021, 4, 1), "dd/mm/yyyy")  # noqa: DTZ001 - a cell's day has no zone
    assert [cell.value for cell in empty][1:5] == [None] * 4
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:F3")


def test_no_text_is_run_as_a_formula_and_there_is_no_macro_or_link() -> None:
    data = _book()
    for sheet in load_workbook(io.BytesIO(data)):
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)
            assert not any(str(cell.value or "").startswith(("=", "+", "-", "@")) for cell in row)
    with ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
    assert not [name for name in names if "vba" in name.lower() or "externalLink" in name]


def test_the_notes_come_first_and_define_every_column() -> None:
    book = load_workbook(io.BytesIO(_book()))
    assert book.sheetnames == ["Notes", "Two rows"]
    rows = list(book["Notes"].iter_rows(min_row=2, values_only=True))
    assert rows[0] == (None, "Stamp", "INSIDE")
    assert rows[2] == ("Two rows", "how to read it", "Read it so.")
    assert [row[1] for row in rows[3:]] == [column.heading for column in COLUMNS]


def test_a_table_without_rows_and_without_a_note_is_a_heading() -> None:
    empty = table("nothing", "Nothing", COLUMNS[:1], [])
    book = load_workbook(io.BytesIO(workbook_bytes([empty], notes=[], day=date(2021, 7, 20))))
    assert book["Nothing"].max_row == 1
    assert book["Notes"].max_row == 2
