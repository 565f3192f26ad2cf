"""Tables as an Excel workbook: typed cells, a frozen heading with filters, and notes.

No macros, no formulas, no links: text that would be run as a formula is made text.
"""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from hotspots.cells import safe_cell
from hotspots.report.tidy import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from hotspots.report.tidy import Table

_FORMATS = {
    Kind.NUMBER: "0.0",
    Kind.RATIO: "0.00",
    Kind.SHARE: "0.0%",
    Kind.DATE: "dd/mm/yyyy",
    Kind.COUNT: "0",
}
_LEAST_WIDTH, _MOST_WIDTH = 9, 48
_NOTE_WIDTHS = (24, 28, 110)
_BOLD, _WRAPPED = Font(bold=True), Alignment(wrap_text=True, vertical="top")
_STAMP = "INSIDE - not for sharing"
_LONGEST_NAME = 31  # Excel's own limit for the name of a sheet


def workbook_bytes(
    tables: Sequence[Table], *, notes: Iterable[tuple[str, str]], day: date
) -> bytes:
    """A sheet of notes, then one for each table.

    `notes` are items with what is said of them; the definitions of all columns follow. `day`
    stands in the file as the day it was made. A value that is not known is an empty cell.
    """
    book = Workbook()
    book.properties.created = book.properties.modified = datetime.combine(day, datetime.min.time())
    _write_notes(book.worksheets[0], notes, tables)
    for one in tables:
        _write_rows(book.create_sheet(), one)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _write_rows(sheet: Worksheet, one: Table) -> None:
    _prepare(sheet, _name(one), [_width(one, at) for at in range(len(one.columns))])
    _write_heading(sheet, [column.heading for column in one.columns])
    for line, row in enumerate(one.rows, start=2):
        for at, (column, value) in enumerate(zip(one.columns, row, strict=True), start=1):
            cell = sheet.cell(line, at, value if value is None else _safe(value))
            cell.number_format = _FORMATS.get(column.kind, cell.number_format)
    last = get_column_letter(len(one.columns))
    sheet.auto_filter.ref = f"A1:{last}{len(one.rows) + 1}"


def _write_notes(
    sheet: Worksheet, notes: Iterable[tuple[str, str]], tables: Sequence[Table]
) -> None:
    _prepare(sheet, "Notes", _NOTE_WIDTHS)
    _write_heading(sheet, ("sheet", "item", "text"))
    lines = [("", item, words) for item, words in notes]
    for one in tables:
        lines += [(_name(one), "how to read it", one.note)] if one.note else []
        lines += [(_name(one), column.heading, column.meaning) for column in one.columns]
    for line, words in enumerate(lines, start=2):
        for at, word in enumerate(words, start=1):
            sheet.cell(line, at, _safe(word) or None).alignment = _WRAPPED


def _prepare(sheet: Worksheet, name: str, widths: Iterable[int]) -> None:
    sheet.title = name
    sheet.freeze_panes = "A2"
    sheet.oddHeader.center.text = _STAMP  # type: ignore[union-attr] # every new sheet has one
    sheet.page_setup.orientation = "landscape"
    for at, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width


def _write_heading(sheet: Worksheet, words: Iterable[str]) -> None:
    for at, word in enumerate(words, start=1):
        cell = sheet.cell(1, at, _safe(word))
        cell.font, cell.alignment = _BOLD, _WRAPPED


def _safe(value: str | float | date) -> str | int | float | date:
    return value if isinstance(value, date) else safe_cell(value)


def _name(one: Table) -> str:
    return one.key.replace("_", " ").capitalize()[:_LONGEST_NAME]


def _width(one: Table, at: int) -> int:
    """Wide enough for the longest value, and for the longest word of the heading."""
    column = one.columns[at]
    longest = max((len(column.text(row[at])) for row in one.rows), default=0)
    word = max(len(part) for part in column.heading.split())
    return min(_MOST_WIDTH, max(_LEAST_WIDTH, longest + 2, word + 4))
