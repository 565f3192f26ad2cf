"""The export as an Excel workbook: title rows, a merged band, mixed date cells."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from hotspots.demo.rows import BANDS, HEADINGS
from hotspots.demo.written import as_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from hotspots.demo.rows import Cell, Row

TITLES = (
    "Missing episodes \N{EN DASH} children in care \N{EN DASH} case system export",
    "SYNTHETIC DATA \N{EN DASH} no real child. Made by a program for demonstration.",
    "Period: 01/01/2021 to 30/06/2021",
)
_SHEET = "Missing episodes"
_BAND_ROW = len(TITLES) + 2
_HEADING_ROW = _BAND_ROW + 1
# Every so many lines somebody typed the dates as text instead of entering them.
_TYPED_EVERY = 3
_STAMP = b"2021-07-01T08:00:00Z"
_ZIP_TIME = (2021, 7, 1, 8, 0, 0)


def write_workbook(rows: Sequence[Row], path: Path) -> None:
    """Write the workbook; the same rows give the same bytes."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _SHEET
    _write_head(sheet)
    for number, row in enumerate(rows, start=1):
        typed = number % _TYPED_EVERY == 0
        cells = [as_text(cell) if typed else cell for cell in row.cells]
        for column, cell in enumerate(cells, start=1):
            _write_cell(sheet, _HEADING_ROW + number, column, cell)
    for column, heading in enumerate(HEADINGS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = max(12, len(heading) + 2)
    sheet.freeze_panes = f"C{_HEADING_ROW + 1}"
    buffer = BytesIO()
    book.save(buffer)
    path.write_bytes(_without_clock(buffer.getvalue()))


def _write_head(sheet: Worksheet) -> None:
    for row, title in enumerate(TITLES, start=1):
        sheet.cell(row=row, column=1, value=title).font = Font(bold=True)
    first = 1
    for band, headings in BANDS:
        cell = sheet.cell(row=_BAND_ROW, column=first, value=band)
        cell.alignment = Alignment(horizontal="center")
        cell.fill = PatternFill("solid", fgColor="DDE5EE")
        last = first + len(headings) - 1
        if last > first:
            sheet.merge_cells(
                start_row=_BAND_ROW, start_column=first, end_row=_BAND_ROW, end_column=last
            )
        first = last + 1
    for column, heading in enumerate(HEADINGS, start=1):
        sheet.cell(row=_HEADING_ROW, column=column, value=heading).font = Font(bold=True)


def _write_cell(sheet: Worksheet, row: int, column: int, value: Cell) -> None:
    if value in (None, ""):
        return
    cell = sheet.cell(row=row, column=column, value=value)
    if isinstance(value, datetime):
        cell.number_format = "dd/mm/yyyy hh:mm"
    elif isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"
    elif isinstance(value, time):
        cell.number_format = "hh:mm"


def _without_clock(data: bytes) -> bytes:
    """The same archive with the moment of writing taken out of it."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", _STAMP, content)
            entry = zipfile.ZipInfo(name, date_time=_ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
    return out.getvalue()
